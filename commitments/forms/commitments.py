"""Areas, commitments, actions, and the results that serve them."""

from django import forms

from foundation.audit.versions import VersionedForm

from ..models import Action, Area, Commitment, ResultLink
from .parts import LONG, SHORT, WrittenDatesForm


class AreaForm(forms.ModelForm):
    class Meta:
        model = Area
        fields = ["number", "title_en", "title_fr", "source", "page"]


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


class ResultLinkForm(forms.ModelForm):
    """The page gives the commitment; offered are results of its country."""

    class Meta:
        model = ResultLink
        fields = ["result", "note"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        instrument, results = self.instance.commitment.instrument, self.fields["result"]
        results.queryset = results.queryset.select_related("project")
        if instrument.country_id:
            results.queryset = results.queryset.filter(project__country=instrument.country_id)
        results.label_from_instance = lambda result: f"{result.project}: {result}"

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() - {"commitment"}
