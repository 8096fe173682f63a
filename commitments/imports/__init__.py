"""What may come in from files: a whole plan."""

from .plan import PlanImport

__all__ = ["PlanImport"]
