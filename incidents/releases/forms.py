"""The form of a release: which tables of a record, for whom, how protected."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.audit.versions import VersionedForm

from ..models import Release, Submission
from ..models.tabulations import Dimension
from . import actions, names
from .definition import Chosen, Definition, check, steps_for, tables_of
from .record import NotReleasableError, Record, read
from .tables import build

MOST_DIMENSIONS = 3


class ReleaseForm(VersionedForm):
    """Offers the tables of one record that add up; each is taken by some of its dimensions."""

    total = forms.BooleanField(
        label=gettext_lazy("The stated total, as a table of one number"), required=False
    )

    class Meta:
        model = Release
        fields = ["title", "audience", "source_as_cited", "handling", "threshold"]
        widgets = {
            "audience": forms.RadioSelect,
            "handling": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args, submission, edition_of=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.submission, self.edition_of = submission, edition_of
        self._record: Record = read(submission)  # out of a template's reach
        self.least = actions.least_threshold(submission)
        self._threshold()
        self.fields["audience"].choices = Release.Audience.choices
        pattern = self.edition_of or self.instance
        chosen = Definition.from_json(pattern.definition or {"tables": []})
        self.fields["total"].initial = chosen.total
        if self._record.total is None:
            del self.fields["total"]
        self._tables = tables_of(self._record)
        for table in self._tables:
            found = next((c for c in chosen.tables if c.tabulation == table.order), None)
            self._offer(table, found)

    def clean(self):
        cleaned = super().clean()
        definition = Definition(tuple(self._chosen()), bool(cleaned.get("total")))
        try:
            check(definition, self._record)
            build(self._record, definition)
        except NotReleasableError as refused:
            raise ValidationError(str(refused)) from None
        cleaned["definition"] = definition.as_json()
        return cleaned

    def clean_threshold(self):
        given = self.cleaned_data["threshold"]
        if given < self.least:
            raise ValidationError(_("The threshold is at least %(n)d here.") % {"n": self.least})
        return given

    def save(self, commit=True):
        """By the writers of a release, which check again and begin its preparation."""
        typed = {name: self.cleaned_data[name] for name in actions.TYPED}
        if self.instance.pk:
            version = self.cleaned_data["version"]
            actions.change(self.instance, by=self.by, version=version, **typed)
            return self.instance
        return actions.make(self.submission, by=self.by, edition_of=self.edition_of, **typed)

    def _threshold(self):
        field = self.fields["threshold"]
        field.widget.attrs["min"] = self.least
        if not self.instance.pk:
            field.initial = self.least
        field.help_text = _(
            "Counts below it are small. At least %(n)d: by the setting of this register and by"
            " what was released of these figures before."
        ) % {"n": self.least}

    def _offer(self, table, chosen):
        number = table.order
        labels = [(name, Dimension(name).label) for name in table.dimensions]
        name = table.title or " × ".join(str(label) for _name, label in labels)
        self.fields[f"by-{number}"] = forms.MultipleChoiceField(
            label=_("Table %(n)d, %(name)s: broken down by") % {"n": number, "name": name},
            choices=labels,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            initial=chosen.by if chosen else (),
            help_text=_("None: the table is left out. Fewer: it is coarser, and more is printed."),
        )
        steps = steps_for(table) if "occurred" in table.dimensions else []
        if steps:
            self.fields[f"step-{number}"] = forms.ChoiceField(
                label=_("Table %(n)d: in steps of a") % {"n": number},
                choices=[(step, names.STEPS[step]) for step in steps],
                required=False,
                initial=chosen.step if chosen and chosen.step else steps[0],
            )

    def _chosen(self):
        for table in self._tables:
            by = self.cleaned_data.get(f"by-{table.order}") or []
            if not by:
                continue
            if len(by) > MOST_DIMENSIONS:
                message = _("At most three: publish two- and three-way tables.")
                self.add_error(f"by-{table.order}", message)
            step = self.cleaned_data.get(f"step-{table.order}", "") if "occurred" in by else ""
            by = tuple(name for name in table.dimensions if name in by)
            yield Chosen(table.order, by, step or "")


class RecordForm(forms.Form):
    """Which record a release is made from: those of the person's countries that may be."""

    record = forms.ModelChoiceField(
        label=gettext_lazy("Record"),
        queryset=Submission.objects.none(),
        to_field_name="reference",
        help_text=gettext_lazy("An approved record. Figures of two records are never added."),
    )

    def __init__(self, *args, rows, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["record"].queryset = rows
        self.fields["record"].label_from_instance = _record_name


def _record_name(row):
    period = (
        f"{row.occurred_from:%Y-%m-%d} – {row.occurred_to:%Y-%m-%d}" if row.occurred_to else ""
    )
    parts = [row.country, row.source, row, period]
    return " · ".join(str(part) for part in parts if part)
