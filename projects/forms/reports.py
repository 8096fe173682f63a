from foundation.audit.versions import VersionedForm

from ..models import ReportDue


class ReportDueForm(VersionedForm):
    class Meta:
        model = ReportDue
        fields = [
            "project", "kind", "period_year", "due_on", "received_on", "accepted_on",
            "returned_reason", "note",
        ]  # fmt: skip
