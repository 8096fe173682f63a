"""Projects in the admin: what the pages have no form for is kept here, under the same rules."""

from . import documents, life, money, projects, register, reports, results

__all__ = ["documents", "life", "money", "projects", "register", "reports", "results"]
