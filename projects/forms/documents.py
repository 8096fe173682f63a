from django.utils.translation import gettext_lazy as _

from foundation.audit.versions import VersionedForm
from foundation.documents.forms import DOCUMENT_FIELDS, DocumentForm

from ..models import ProjectDocument
from .parts import OfProject


class ProjectDocumentForm(OfProject, VersionedForm, DocumentForm):
    class Meta:
        model = ProjectDocument
        fields = DOCUMENT_FIELDS


class EditionForm(OfProject, DocumentForm):
    """The file that takes another's place; what it is about stays as it was."""

    class Meta:
        model = ProjectDocument
        fields = ["file", "date", "language", "classification", "note"]

    def __init__(self, *args, old, **kwargs):
        super().__init__(*args, **kwargs)
        self.old = old
        self.fields["file"].required = True

    def clean(self):
        """What stays is given before the row is checked as a whole."""
        self.instance.title, self.instance.kind = self.old.title, self.old.kind
        self.instance.year, self.instance.replaces = self.old.year, self.old
        self.instance.edition = self.old.edition + 1
        if self.found:
            self.instance.state = ProjectDocument.State.HERE
            if self.found.sha256 == self.old.sha256:
                self.add_error("file", _("This is the same file."))
        return self.cleaned_data


class AnyDocumentForm(ProjectDocumentForm):
    """In the admin, where the project is not in the address."""

    class Meta(ProjectDocumentForm.Meta):
        fields = ["project", *DOCUMENT_FIELDS]
