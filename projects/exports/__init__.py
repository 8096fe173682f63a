"""What leaves the projects room: lists, money, what is due, the page of one project."""

from . import documents, factsheet, ledger, lists, portfolio  # noqa: F401 - declares the reports
