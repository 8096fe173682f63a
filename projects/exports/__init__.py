"""What leaves the projects room: lists, money, what is due, the page of one project."""

from . import (  # noqa: F401 - importing them declares the reports
    documents,
    factsheet,
    iati,
    ledger,
    lists,
    portfolio,
)
