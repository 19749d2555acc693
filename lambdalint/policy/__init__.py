"""Hiding and failing: findings in, findings out."""
