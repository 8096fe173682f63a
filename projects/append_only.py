"""What was posted to the ledger, and each step of a project's life, stays, in the database."""

from foundation.audit.append_only import AppendOnly

LEDGER = AppendOnly(
    "projects_transaction",
    "A posted amount stays; a correction is a new row.",
)
LIFE_STEPS = AppendOnly("projects_lifestep", "A step of a project is never changed or removed.")
