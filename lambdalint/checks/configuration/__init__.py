"""Series LL2: checks that read configuration alone."""
