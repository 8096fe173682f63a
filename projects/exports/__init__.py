"""What leaves the projects room: lists, money, what is due, the page of one project."""

from . import lists  # noqa: F401 - importing it declares the reports
