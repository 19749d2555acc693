"""Series LL5: checks that read configuration against triggers."""
