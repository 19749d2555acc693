"""Series LL8: checks of how Powertools for AWS Lambda is used."""
