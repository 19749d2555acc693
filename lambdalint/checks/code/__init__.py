"""Series LL1: checks that read code alone."""
