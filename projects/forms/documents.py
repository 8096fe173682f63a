from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from foundation.audit.versions import VersionedForm
from foundation.documents.forms import DOCUMENT_FIELDS, DocumentForm

from ..models import ProjectDocument
from .parts import OfProject


class ProjectDocumentForm(OfProject, VersionedForm, DocumentForm):
    class Meta:
        model = ProjectDocument
        fields = DOCUMENT_FIELDS

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.file and "file" in self.fields:
            self._keep_the_file()
        if self.instance.replaces_id:
            for name in {"title", "kind"} & self.fields.keys():
                self.fields[name].disabled = True
                self.fields[name].help_text = _("It is that of all its editions.")

    def _keep_the_file(self):
        """A file that is here is never overwritten: another one is the next edition."""
        address = reverse(
            "projects:document_replace", args=[self.instance.project.code, self.instance.pk]
        )
        self.fields["file"].disabled = True
        self.fields["file"].help_text = format_html(
            '{} <a href="{}">{}</a>',
            _("The file that is here stays. A newer one is a new edition."),
            address,
            _("Replace"),
        )


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
