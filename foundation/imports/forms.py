from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .actions import keep
from .columns import heading_key, headings
from .reading import Table

MUST_GO = "-"


class UploadForm(forms.Form):
    """One file. What is wrong with it as a whole is said here; its rows come on the next page."""

    file = forms.FileField(
        label=_("File"),
        allow_empty_file=True,  # said in our own words
        max_length=1000,
    )

    def __init__(self, *args, kind, user, about=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.kind, self.user, self.about, self.batch = kind, user, about, None
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
            about = {**(self.about or {}), "options": options} if options else self.about
            self.batch = keep(self.kind, data, upload.name, by=self.user, about=about)
        except ValidationError as error:
            self.add_error("file", error.messages)


class MappingForm(forms.Form):
    """What each heading of a file stands for. What has no place here makes the file go."""

    def __init__(self, *args, kind: Any, table: Table, **kwargs):
        super().__init__(*args, **kwargs)
        self.names = {f"c{n}": text for n, text in enumerate(headings(table)) if text}
        meant = kind.meanings(table)
        choices = [
            ("", _("Choose")),
            *kind.meaning_choices(table),
            (MUST_GO, _("It has no place here")),
        ]
        for name, heading in self.names.items():
            self.fields[name] = forms.ChoiceField(
                label=heading[:80], choices=choices, initial=meant.get(int(name[1:]), "")
            )

    @property
    def headings(self) -> dict[str, str]:
        """What a mapping remembers."""
        return {heading_key(self.names[name]): self.cleaned_data[name] for name in self.names}

    @property
    def must_go(self) -> bool:
        return MUST_GO in self.cleaned_data.values()
