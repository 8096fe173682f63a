from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .actions import keep


class UploadForm(forms.Form):
    """One file. What is wrong with it as a whole is said here; its rows come on the next page."""

    file = forms.FileField(
        label=_("File"),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
        help_text=_("CSV or XLSX, at most 10 MB. You can drop the file here."),
        allow_empty_file=True,  # said in our own words
        max_length=1000,
    )

    def __init__(self, *args, kind, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.kind, self.user, self.batch = kind, user, None

    def clean(self):
        """Reads and plans the file; `batch` is what was kept."""
        upload = self.cleaned_data.get("file")
        if upload is None:
            return
        try:
            data = upload.read(self.kind.limits.bytes + 1)
            self.batch = keep(self.kind, data, upload.name, by=self.user)
        except ValidationError as error:
            self.add_error("file", error.messages)
