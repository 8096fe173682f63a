"""What may come in from files: the ledger, new projects, and what IATI files say of them."""

from .iati import IatiImport
from .ledger import LedgerImport
from .projects import ProjectsImport

__all__ = ["IatiImport", "LedgerImport", "ProjectsImport"]
