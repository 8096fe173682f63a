from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.access.querysets import for_user
from foundation.access.scope import permission_name, scope_of
from foundation.audit.versions import VersionedForm
from foundation.documents.forms import DOCUMENT_FIELDS, DocumentForm
from foundation.reference.classification import Classification, up_to
from foundation.reference.models import Source

from .models import (
    Action,
    Area,
    Commitment,
    Indicator,
    Instrument,
    InstrumentDate,
    InstrumentDocument,
    InstrumentParty,
    Measurement,
    Opinion,
    Paragraph,
    StatedProgress,
)
from .transitions import Statement, change_status, next_statuses

LONG, SHORT = forms.Textarea({"rows": 6}), forms.Textarea({"rows": 3})


class WrittenDatesForm(forms.ModelForm):
    """A date typed anew is read anew, unless its days were given as well."""

    written: tuple[str, ...] = ()

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        for name in self.written:
            days = {f"{name}_from", f"{name}_to"}
            if f"{name}_as_written" in self.changed_data and not days & set(self.changed_data):
                cleaned.update(dict.fromkeys(days))
        return cleaned


class InstrumentForm(WrittenDatesForm, VersionedForm):
    written = ("period",)

    class Meta:
        model = Instrument
        fields = [
            "slug", "kind", "title", "short_title", "symbol", "country", "language",
            "period_as_written", "period_from", "period_to", "legal_status", "supersedes",
            "implements", "summary", "classification", "sources",
        ]  # fmt: skip
        widgets = {"summary": LONG}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("supersedes", "implements"):
            if self.instance.pk and name in self.fields:
                others = self.fields[name].queryset.exclude(pk=self.instance.pk)
                self.fields[name].queryset = others


class CommitmentForm(WrittenDatesForm, VersionedForm):
    written = ("due",)

    class Meta:
        model = Commitment
        fields = [
            "reference", "area", "title", "summary", "text_as_signed", "language",
            "duty_bearers", "due_as_written", "due_from", "due_to", "order", "source", "page",
        ]  # fmt: skip
        widgets = {"summary": SHORT, "text_as_signed": LONG}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.instrument_id and "area" in self.fields:
            areas = Area.objects.filter(instrument=self.instance.instrument_id)
            self.fields["area"].queryset = areas


class ActionForm(WrittenDatesForm, VersionedForm):
    written = ("starts", "due")

    class Meta:
        model = Action
        fields = [
            "title", "responsible", "starts_as_written", "starts_from", "starts_to",
            "due_as_written", "due_from", "due_to", "projects", "order", "source", "page",
        ]  # fmt: skip


class InstrumentDocumentForm(VersionedForm, DocumentForm):
    class Meta:
        model = InstrumentDocument
        fields = DOCUMENT_FIELDS


class IndicatorForm(WrittenDatesForm, VersionedForm):
    written = ("target_by",)

    class Meta:
        model = Indicator
        fields = [
            "slug", "country", "name", "name_fr", "unit", "unit_note", "direction", "instrument",
            "commitment", "baseline_value", "baseline_numerator", "baseline_denominator",
            "baseline_as_written", "baseline_as_of", "target_value", "target_unit",
            "target_as_written", "target_by_as_written", "target_by_from", "target_by_to",
            "legal_basis", "body", "body_text", "source", "page", "note", "order",
            "classification",
        ]  # fmt: skip


class MeasurementForm(WrittenDatesForm):
    written = ("date",)

    class Meta:
        model = Measurement
        fields = [
            "date_as_written", "date_from", "date_to", "qualifier", "value", "numerator",
            "denominator", "value_as_written", "comparison", "source", "page", "note",
        ]  # fmt: skip


class PartyForm(forms.ModelForm):
    class Meta:
        model = InstrumentParty
        fields = ["organisation", "part", "note", "source", "page"]


class DateForm(WrittenDatesForm):
    written = ("date",)

    class Meta:
        model = InstrumentDate
        fields = [
            "event", "date_as_written", "date_from", "date_to", "source", "page", "note",
            "contradicts",
        ]  # fmt: skip


class ParagraphForm(forms.ModelForm):
    class Meta:
        model = Paragraph
        fields = [
            "number", "order", "text_as_signed", "language", "translation", "summary", "source",
            "page",
        ]  # fmt: skip
        widgets = {"text_as_signed": SHORT, "translation": SHORT, "summary": SHORT}


class AreaForm(forms.ModelForm):
    class Meta:
        model = Area
        fields = ["number", "title_en", "title_fr", "source", "page"]


class StatedProgressForm(WrittenDatesForm):
    written = ("as_of",)

    class Meta:
        model = StatedProgress
        fields = [
            "country", "instruments", "claim", "share", "as_of_as_written", "as_of_from",
            "as_of_to", "source", "page",
        ]  # fmt: skip


class StatusForm(forms.Form):
    """Offers the statuses that are possible; the transition writes."""

    to = forms.ChoiceField(label=_("New status"), help_text=_("Overdue is set by the due date."))
    as_of = forms.DateField(
        label=_("As of"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    note = forms.CharField(
        label=_("Reason"),
        required=False,
        widget=SHORT,
        help_text=_("One or two sentences. No names, no case details."),
    )
    evidence = forms.CharField(
        label=_("Evidence"),
        required=False,
        widget=SHORT,
        help_text=_("What shows it. Implemented and Discontinued need this or a source."),
    )
    source = forms.ModelChoiceField(
        label=_("Source"), queryset=Source.objects.all(), required=False
    )
    page = forms.CharField(label=_("Page or section"), required=False, max_length=80)
    method_note = forms.CharField(
        label=_("How you verified it"), widget=SHORT, help_text=_("Such as a visit or a document.")
    )
    classification = forms.ChoiceField(
        label=_("Who may read reason and evidence"),
        choices=Classification.choices,
        initial=Classification.INTERNAL,
        help_text=_("The status itself is as open as its instrument."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, subject, user, opinion=Opinion.REPORTED, **kwargs):
        super().__init__(*args, **kwargs)
        self.subject, self.user, self.opinion = subject, user, opinion
        offered = next_statuses(subject, user, opinion)
        choices = [(status.value, status.label) for status in offered]
        self.fields["to"].choices = [("", _("Choose")), *choices]
        self.fields["as_of"].initial = timezone.localdate
        self.fields["version"].initial = subject.version
        self.fields["source"].queryset = for_user(Source.objects.all(), user)
        if opinion == Opinion.VERIFIED:
            self.fields["to"].initial = subject.reported_status
        else:
            del self.fields["method_note"]
        limit_to_reach(self, user, type(subject), "view")

    def save(self):
        fields = dict(self.cleaned_data)
        to, version = fields.pop("to"), fields.pop("version")
        return change_status(
            self.subject,
            to=to,
            by=self.user,
            said=Statement(**fields),
            version=version,
            opinion=self.opinion,
        )


def limit_to_reach(form, user, model, action):
    """Offer only what the person could still see after saving: no field may lock them out."""
    scope = scope_of(user, permission_name(model, action))
    if "country" in form.fields and not scope.everywhere:
        form.fields["country"].required = True
        form.fields["country"].empty_label = None
    if "classification" in form.fields:
        reach = up_to(scope.ceiling)
        form.fields["classification"].choices = [
            choice for choice in Classification.choices if choice[0] in reach
        ]
    return form
