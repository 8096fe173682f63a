"""What may come in from files: the ledger, and new projects."""

from .ledger import LedgerImport
from .projects import ProjectsImport

__all__ = ["LedgerImport", "ProjectsImport"]
