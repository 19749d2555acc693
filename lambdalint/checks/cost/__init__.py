"""Series LL9: checks of billing and of power tuning."""
