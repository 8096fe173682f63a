"""What leaves the commitments room: statuses, progress, what changed, indicators, money."""

from . import budget, commitments, indicators, news, progress  # noqa: F401 - declares the reports
