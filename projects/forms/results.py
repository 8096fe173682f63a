from foundation.audit.versions import VersionedForm

from ..models import Result


class ResultForm(VersionedForm):
    class Meta:
        model = Result
        fields = ["project", "kind", "text", "source", "page", "carried_on_in"]
