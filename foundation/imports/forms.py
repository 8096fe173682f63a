from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .actions import keep


class UploadForm(forms.Form):
    """One file. What is wrong with it as a whole is said here; its rows come on the next page."""

    file = forms.FileField(
        label=_("File"),
        allow_empty_file=True,  # said in our own words
        max_length=1000,
    )

    def __init__(self, *args, kind, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.kind, self.user, self.batch = kind, user, None
        self.fields["file"].widget.attrs["accept"] = ",".join(kind.accepts)
        self.fields["file"].help_text = kind.file_help
        self.asked = kind.option_fields(user)
        self.fields.update(self.asked)

    @property
    def options(self):
        """The fields beside the file, bound."""
        return [self[name] for name in self.asked]

    def clean(self):
        """Reads and plans the file; `batch` is what was kept."""
        upload = self.cleaned_data.get("file")
        if upload is None or self.errors:
            return
        said = {name: self.cleaned_data[name] for name in self.asked}
        options = {name: getattr(value, "pk", value) for name, value in said.items()}
        try:
            data = upload.read(self.kind.limits.bytes + 1)
            self.batch = keep(self.kind, data, upload.name, by=self.user, options=options)
        except ValidationError as error:
            self.add_error("file", error.messages)
