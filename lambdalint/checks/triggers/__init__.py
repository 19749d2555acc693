"""Series LL3: checks that read triggers alone."""
