"""Rows that are only added: what was chosen or written before stays, in the database itself."""

from foundation.audit.append_only import AppendOnly

MAIN_FIGURES = AppendOnly(
    "incidents_mainfigure", "The choice of a main figure is never changed or removed."
)
EXPLANATIONS = AppendOnly(
    "incidents_explanation", "An explanation is never changed or removed: write another."
)
