"""Series LL6: checks that read code against triggers."""
