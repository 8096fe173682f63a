from foundation.audit.versions import VersionedForm
from foundation.documents.forms import DOCUMENT_FIELDS, DocumentForm

from ..models import ProjectDocument
from .parts import OfProject


class ProjectDocumentForm(OfProject, VersionedForm, DocumentForm):
    class Meta:
        model = ProjectDocument
        fields = DOCUMENT_FIELDS


class AnyDocumentForm(ProjectDocumentForm):
    """In the admin, where the project is not in the address."""

    class Meta(ProjectDocumentForm.Meta):
        fields = ["project", *DOCUMENT_FIELDS]
