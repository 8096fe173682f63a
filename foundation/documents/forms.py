from django import forms
from django.utils.translation import gettext_lazy as _

from .checks import inspect
from .models import StoredDocument

DOCUMENT_FIELDS = [
    "title", "kind", "state", "file", "url", "year", "date", "language", "classification",
    "listed_in", "note",
]  # fmt: skip


class DocumentForm(forms.ModelForm):
    """Base form of every StoredDocument: a new file is inspected before anything is kept."""

    found = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "file" in self.fields:  # the admin leaves it out for those who may only look
            self.fields["file"].widget = forms.FileInput()
            self.fields["file"].help_text = _("PDF, DOCX, XLSX, CSV, PNG or JPG.")

    def clean_file(self):
        upload = self.cleaned_data.get("file")
        if upload and "file" in self.changed_data:
            self.found = inspect(upload)
        return upload

    def clean(self):
        cleaned = super().clean()
        if self.found:
            cleaned["state"] = StoredDocument.State.HERE
        return cleaned

    def save(self, commit=True):
        if self.found:
            self.instance.state = StoredDocument.State.HERE
            self.instance.file_name = self.found.name
            self.instance.content_type = self.found.content_type
            self.instance.size = self.found.size
            self.instance.sha256 = self.found.sha256
        return super().save(commit=commit)
