"""The figure shown first is the last one chosen; what was chosen before stays, in the database."""

from foundation.audit.append_only import AppendOnly

MAIN_FIGURES = AppendOnly(
    "incidents_mainfigure", "The choice of a main figure is never changed or removed."
)
