"""What joins the rooms: the brief of a country, the annex of a year."""

from . import annex, brief  # noqa: F401 - importing it declares the reports
