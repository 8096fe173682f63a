"""A status is what was said last; what was said before stays, in the database too."""

from foundation.audit.append_only import AppendOnly

STATUS_CHANGES = AppendOnly(
    "commitments_statuschange", "A change of status is never changed or removed."
)
DISPUTES = AppendOnly("commitments_dispute", "A dispute is never changed or removed.")
TARGETS = AppendOnly("commitments_target", "A target stays; a new one takes its place.")
