"""lambdalint: a linter that reads a Lambda function's code, configuration and triggers together."""

__version__ = "0.1.0"
