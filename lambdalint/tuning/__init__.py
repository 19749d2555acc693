"""Which memory size a function should have, as far as measurements of it say."""
