"""Commitments in the admin: what the pages have no form for is kept here, by the same rules."""

from . import commitments, evidence, indicators, instruments, statuses

__all__ = ["commitments", "evidence", "indicators", "instruments", "statuses"]
