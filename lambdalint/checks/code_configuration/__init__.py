"""Series LL4: checks that read code against configuration."""
