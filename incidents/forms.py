from itertools import pairwise

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.audit.versions import VersionedForm
from foundation.reference.models import Code, Organisation, Region, wholes_of
from foundation.reference.written_dates import read

from .models import Cell, JusticeCaseload, Submission, Tabulation
from .models.tabulations import CONTAINS, LISTS, Dimension, name_of

DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
KEEP_OUT = _("No names, places below a region, or details of a case.")


class WrittenPeriods:
    """Reads a period from its words; a person gives the days only where the words are no date."""

    periods = ("occurred", "verified")

    def read_periods(self, cleaned):
        for name in self.periods:
            written = read(cleaned.get(f"{name}_as_written") or "")
            if written.is_date:
                cleaned[f"{name}_from"], cleaned[f"{name}_to"] = written.first, written.last
            elif written.text and not cleaned.get(f"{name}_from"):
                message = _("This is no date that can be read. Give the first and last day below.")
                self.add_error(f"{name}_as_written", message)
        return cleaned


class SubmissionForm(WrittenPeriods, VersionedForm):
    class Meta:
        model = Submission
        fields = [
            "country",
            "source",
            "page",
            "collecting_system",
            "collected_by",
            "title",
            "unit",
            "verification",
            "occurred_as_written",
            "occurred_from",
            "occurred_to",
            "verified_as_written",
            "verified_from",
            "verified_to",
            "stated_total",
            "caveats",
            "narrative",
            "classification",
            "supersedes",
        ]
        widgets = {
            "occurred_from": DATE,
            "occurred_to": DATE,
            "verified_from": DATE,
            "verified_to": DATE,
            # A field of type number hides what it cannot read, and sends nothing in its place.
            "stated_total": forms.TextInput(attrs={"inputmode": "numeric"}),
            "caveats": forms.Textarea(attrs={"rows": 3}),
            "narrative": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "caveats": KEEP_OUT,
            "narrative": KEEP_OUT,
            "occurred_from": _("Only if the words above are no date that can be read."),
            "verified_from": _("Only if the words above are no date that can be read."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        earlier = self.fields.get("supersedes")  # a page that only shows has no fields
        if earlier is not None:
            earlier.queryset = earlier.queryset.current()

    def clean(self):
        return self.read_periods(super().clean())


class CaseloadForm(VersionedForm):
    class Meta:
        model = JusticeCaseload
        fields = [
            "country",
            "court",
            "stage",
            "count",
            "unit_as_written",
            "as_of_as_written",
            "as_of",
            "source",
            "page",
            "note",
            "classification",
        ]
        widgets = {"as_of": DATE}
        help_texts = {"note": KEEP_OUT}

    def clean(self):
        cleaned = super().clean()
        written = read(cleaned.get("as_of_as_written") or "")
        if written.is_date:
            cleaned["as_of"] = written.last
        return cleaned


class TabulationForm(forms.ModelForm):
    """What a table is broken down by; its rows come after."""

    dimensions = forms.MultipleChoiceField(
        label=_("Broken down by"),
        choices=Dimension.choices,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Tabulation
        fields = ["title", "dimensions", "adds_up"]

    def clean_dimensions(self):
        chosen = [value for value in Dimension.values if value in self.cleaned_data["dimensions"]]
        if (
            self.instance.pk
            and chosen != self.instance.dimensions
            and self.instance.cells.exists()
        ):
            raise ValidationError(_("Remove the rows of the table first."))
        return chosen


class CellForm(forms.ModelForm):
    """One row of a table. The number is never filled in for anybody: blank is not zero."""

    class Meta:
        model = Cell
        fields = [
            "occurred_from",
            "occurred_to",
            "region",
            "form",
            "perpetrator",
            "party",
            "survivor",
            "count",
            "state",
            "as_written",
        ]
        widgets = {"occurred_from": DATE, "occurred_to": DATE}

    def __init__(self, *args, tabulation=None, **kwargs):
        super().__init__(*args, **kwargs)
        tabulation = tabulation or (self.instance.tabulation if self.instance.pk else None)
        for name, code_list in LISTS.items():
            used = Q(pk=getattr(self.instance, f"{name}_id"))
            self._offer(name, Code.objects.filter(Q(active=True) | used, list=code_list))
            if name in self.fields:
                self.fields[name].label_from_instance = name_of
        self.instance.region_not_stated = bool(self.instance.pk) and not self.instance.region_id
        if tabulation is None or not tabulation.pk:
            return
        self._offer("region", Region.objects.filter(country=tabulation.submission.country_id))
        parties = [Organisation.Kind.NATIONAL_FORCES, Organisation.Kind.ARMED_GROUP]
        self._offer("party", Organisation.objects.filter(kind__in=parties))
        for name in set(Dimension.values) - set(tabulation.dimensions):
            self._leave_out(name)

    def _offer(self, name, queryset):
        if name in self.fields:
            self.fields[name].queryset = queryset

    def _leave_out(self, dimension):
        names = ["occurred_from", "occurred_to"] if dimension == "occurred" else [dimension]
        for name in set(names) & self.fields.keys():
            self.fields[name].disabled = True
            self.fields[name].widget = forms.HiddenInput()


class CellFormSet(forms.BaseInlineFormSet):
    """The rows of one table in the admin: none twice, no group beside a part of itself."""

    def get_form_kwargs(self, index):
        return {**super().get_form_kwargs(index), "tabulation": self.instance}

    def clean(self):
        super().clean()
        rows = [form for form in self.forms if self._counts(form)]
        seen = {}
        for form in rows:
            key = form.instance.coordinates
            if key in seen:
                form.add_error(None, _("This row is in the table already."))
            seen[key] = form
        if self.instance.adds_up:
            check_overlap(form.instance for form in rows)

    def save(self, commit=True):
        for position, form in enumerate(self.forms, start=1):
            form.instance.order = position
        return super().save(commit=commit)

    def _counts(self, form):
        return (
            form.is_valid()
            and (form.has_changed() or form.instance.pk)
            and not (self.can_delete and self._should_delete_form(form))
        )


def check_overlap(cells):
    """A table that adds up holds no group or party beside a part of it, nor a day twice."""
    cells = list(cells)
    codes = {cell.perpetrator.code for cell in cells if cell.perpetrator}
    for whole, parts in CONTAINS.items():
        if whole in codes and codes & parts:
            raise ValidationError(
                _("A group and a part of it are both in the table: its parts do not add up.")
            )
    parties = {cell.party_id for cell in cells if cell.party_id}
    if any(wholes & parties for wholes in wholes_of(parties).values()):
        raise ValidationError(
            _("A party and one that belongs to it are both in the table: they do not add up.")
        )
    spans = sorted(
        {(cell.occurred_from, cell.occurred_to) for cell in cells if cell.occurred_from}
    )
    for before, after in pairwise(spans):
        if after[0] <= before[1]:
            raise ValidationError(_("Two periods of the table share days: they do not add up."))


class RecordVersion(forms.Form):
    """Which version of the record its table was opened at."""

    record_version = forms.IntegerField(widget=forms.HiddenInput)


class ReasonForm(forms.Form):
    """A reason that others will read."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Reason"), max_length=400, widget=forms.Textarea(attrs={"rows": 3})
    )


class ConfirmForm(forms.Form):
    """Names the version that was looked at, so that nobody approves what they did not see."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class ExplanationForm(forms.Form):
    """`seen` says for which numbers it is written, so that nobody explains what has changed."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    text = forms.CharField(
        label=_("Explanation"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "Everybody who reads these figures reads it beside them. No names, places below a"
            " region, or details of a case; no number of another record."
        ),
    )


class MainFigureForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everybody who sees the figure reads it. Name no number that is not printed."),
    )
