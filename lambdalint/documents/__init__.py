"""Text to trees with positions. Knows no AWS."""
