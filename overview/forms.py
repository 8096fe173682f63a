import re

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.audit.versions import VersionedForm
from foundation.reference.written_dates import read

from .models import Difference, KeyDate, KeyFigure, Situation, Statement

# One slash at its head, and nothing that a browser reads as another host: no "//", no backslash.
OWN_ADDRESS = re.compile(r"/(?!/)[\w\-./?=&%#+,~]*")


class SituationForm(VersionedForm):
    class Meta:
        model = Situation
        fields = [
            "country", "source", "page", "as_of", "as_of_as_written", "title", "text", "language",
            "classification",
        ]  # fmt: skip
        widgets = {"text": forms.Textarea(attrs={"rows": 14})}


class KeyFigureForm(VersionedForm):
    class Meta:
        model = KeyFigure
        fields = [
            "country", "label", "value", "value_as_written", "unit", "period_as_written", "source",
            "page", "note", "order", "classification",
        ]  # fmt: skip

    def save(self, commit=True):
        written = read(self.cleaned_data["period_as_written"])
        self.instance.period_from, self.instance.period_to = written.first, written.last
        return super().save(commit=commit)


class KeyDateForm(VersionedForm):
    class Meta:
        model = KeyDate
        fields = ["country", "date_as_written", "what", "source", "page", "classification"]
        help_texts = {
            "date_as_written": _("A day, a month or a year: 3 June 2020, 2019-03, 2015.")
        }

    def clean_date_as_written(self):
        written = read(self.cleaned_data["date_as_written"])
        if not written.is_date:
            raise forms.ValidationError(
                _("“%(text)s” is no date. Write a day, a month or a year."),
                params={"text": written.text},
            )
        self.instance.date_from, self.instance.date_to = written.first, written.last
        return written.text


class DifferenceForm(VersionedForm):
    class Meta:
        model = Difference
        fields = [
            "country", "reference", "topic", "kind", "explanation", "shown", "reason", "path",
            "classification",
        ]  # fmt: skip
        widgets = {"explanation": forms.Textarea(attrs={"rows": 4})}

    def clean_path(self):
        """An address of this register only: a link from here must not lead anywhere else."""
        path = self.cleaned_data["path"]
        if path and not OWN_ADDRESS.fullmatch(path):
            raise forms.ValidationError(_("Give an address of this register, such as /projects/."))
        return path


StatementFormSet = forms.inlineformset_factory(
    Difference, Statement, fields=["source", "says", "page"], extra=2, can_delete=True
)
