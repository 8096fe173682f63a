"""Commitments in the admin: what the pages have no form for is kept here, by the same rules."""

from . import commitments, indicators, instruments, statuses

__all__ = ["commitments", "indicators", "instruments", "statuses"]
