"""Areas, commitments, actions, and the results that serve them."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.audit.versions import VersionedForm

from ..models import Action, Area, BudgetLine, Commitment, ResultLink, Serving
from ..ordering import at_the_end
from .parts import LONG, SHORT, WrittenDatesForm


class AtTheEnd:
    """What is new stands last; ordering.py moves it."""

    def save(self, commit=True):
        if self.instance.pk is None:
            self.instance.order = at_the_end(self.instance)
        return super().save(commit)


class AreaForm(AtTheEnd, forms.ModelForm):
    """In a row of the admin's page of an instrument, which guards the whole of it."""

    class Meta:
        model = Area
        fields = ["number", "title_en", "title_fr", "source", "page"]

    def save(self, commit=True):
        if self.instance.pk:  # who has the area open on its page is told
            self.instance.version += 1
        return super().save(commit)


class CommitmentForm(AtTheEnd, WrittenDatesForm, VersionedForm):
    written = ("due",)

    class Meta:
        model = Commitment
        fields = [
            "reference", "area", "title", "summary", "text_as_signed", "language",
            "duty_bearers", "due_as_written", "due_from", "due_to", "weight", "source", "page",
        ]  # fmt: skip
        widgets = {"summary": SHORT, "text_as_signed": LONG}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.instrument_id and "area" in self.fields:
            areas = Area.objects.filter(instrument=self.instance.instrument_id)
            self.fields["area"].queryset = areas


class ActionForm(AtTheEnd, WrittenDatesForm, VersionedForm):
    written = ("starts", "due")

    class Meta:
        model = Action
        fields = [
            "title", "responsible", "starts_as_written", "starts_from", "starts_to",
            "due_as_written", "due_from", "due_to", "projects", "weight", "source", "page",
        ]  # fmt: skip


class OnOneLine:
    """What is edited in its line on the page of the structure: a date typed anew is read anew."""

    def _post_clean(self):
        for name in getattr(self, "written", ()):
            if f"{name}_as_written" in self.changed_data:
                setattr(self.instance, f"{name}_from", None)
                setattr(self.instance, f"{name}_to", None)
        super()._post_clean()

    def _get_validation_exclusions(self):
        """The page gives what it belongs to, and it is checked with the rest."""
        return super()._get_validation_exclusions() - {"instrument", "commitment"}


class AreaLineForm(OnOneLine, AtTheEnd, VersionedForm):
    class Meta(AreaForm.Meta):
        pass


class CommitmentLineForm(OnOneLine, CommitmentForm):
    class Meta(CommitmentForm.Meta):
        fields = ["reference", "area", "title", "due_as_written"]


class ActionLineForm(OnOneLine, ActionForm):
    class Meta(ActionForm.Meta):
        fields = ["title", "responsible", "starts_as_written", "due_as_written"]


class ServingForm(forms.ModelForm):
    """The page gives the commitment; offered are instruments of its country, and of none."""

    class Meta:
        model = Serving
        fields = ["instrument", "reason", "source", "page"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        own, others = self.instance.commitment.instrument, self.fields["instrument"]
        others.queryset = others.queryset.exclude(pk=own.pk).select_related("country")
        if own.country_id:
            within = Q(country=own.country_id) | Q(country=None)
            others.queryset = others.queryset.filter(within)

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() - {"commitment"}


class BudgetLineForm(VersionedForm):
    """An amount; the page gives the action."""

    class Meta:
        model = BudgetLine
        fields = [
            "kind", "amount", "currency", "funder", "funder_in_words", "source", "page", "note",
        ]  # fmt: skip

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() - {"action"}


class ResultLinkForm(forms.ModelForm):
    """The page gives the commitment; offered are its actions and results of its country."""

    class Meta:
        model = ResultLink
        fields = ["action", "result", "note"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        actions = self.fields["action"]
        actions.queryset = actions.queryset.filter(commitment=self.instance.commitment)
        actions.empty_label = _("The commitment as a whole")
        instrument, results = self.instance.commitment.instrument, self.fields["result"]
        results.queryset = results.queryset.select_related("project")
        if instrument.country_id:
            results.queryset = results.queryset.filter(project__country=instrument.country_id)
        results.label_from_instance = lambda result: f"{result.project}: {result}"

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() - {"commitment"}
