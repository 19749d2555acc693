"""What holds for every test."""

from __future__ import annotations

from hypothesis import settings

# No test measures time, and a machine may be busy.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
