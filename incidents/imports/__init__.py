"""What may come in from files: counts of incidents, and nothing about a person."""

from .submissions import SubmissionImport

__all__ = ["SubmissionImport"]
