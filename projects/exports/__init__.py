"""What leaves the projects room: lists, money, what is due, the page of one project."""

from . import iati, lists  # noqa: F401 - importing them declares the reports
