from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.audit.versions import VersionedForm
from foundation.reference.models import Code, Organisation

from ..models import BudgetRevision
from ..models.ledger import money_field
from ..revisions import Line, standing_budget
from .money import partners_first

MORE = 3  # empty lines for what is new in the budget
Amount = money_field("").formfield


class RevisionForm(VersionedForm):
    """What a proposal says besides its lines."""

    class Meta:
        model = BudgetRevision
        fields = ["reason", "approved_on", "document", "source", "classification"]
        widgets = {"reason": forms.Textarea({"rows": 3})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        documents = self.fields["document"].queryset
        self.fields["document"].queryset = documents.filter(project=self.instance.project)


class LineForm(forms.Form):
    """One line of the budget. Left empty, its amount stays as it is."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.all(), label=gettext_lazy("Organisation"), required=False
    )
    category = forms.ModelChoiceField(
        Code.objects.filter(list=Code.List.BUDGET_CATEGORY, active=True),
        label=gettext_lazy("Budget category"),
        required=False,
    )
    amount = Amount(label=gettext_lazy("New amount, US dollars"), required=False, min_value=0)

    standing = None  # the row of the budget that the line is about, if there is one

    def clean(self):
        cleaned = super().clean()
        if self.standing is not None:
            cleaned["organisation"] = self.standing.organisation
            cleaned["category"] = self.standing.category
        elif cleaned.get("amount") is not None and not cleaned.get("organisation"):
            self.add_error("organisation", _("Say whose line this is."))
        elif cleaned.get("organisation") and cleaned.get("amount") is None:
            self.add_error("amount", _("Give the amount of the new line."))
        return cleaned


class LineForms:
    """The lines of a proposal: those of the budget, in their order, then some for new ones.

    Plain forms with a prefix each, so that the page works without a script. A line of the budget
    is told by its key in the prefix, never by its place: the budget may change meanwhile.
    """

    def __init__(self, project, user, data=None, lines=()):
        said = {(line.organisation_id, line.category_id): line for line in lines}
        self.budget = standing_budget(project, user)
        self.forms = []
        for key, row in self.budget.items():
            self._add(self._prefix(key), data, said.get(key), standing=row)
        new = [line for key, line in said.items() if key not in self.budget]
        for number, line in enumerate([*new, *[None] * MORE]):
            form = self._add(f"new-{number}", data, line)
            partners_first(form.fields["organisation"], project)
            self._only_partners(form.fields["organisation"], project)

    def _add(self, prefix, data, line, standing=None):
        initial = (
            {"organisation": line.organisation_id, "category": line.category_id,
             "amount": line.amount}
            if line
            else {}
        )  # fmt: skip
        form = LineForm(data, prefix=prefix, initial=initial)
        form.standing = standing
        if standing is not None:
            del form.fields["organisation"], form.fields["category"]
        self.forms.append(form)
        return form

    @staticmethod
    def _prefix(key):
        return "line-{}-{}".format(*(part or 0 for part in key))

    @staticmethod
    def _only_partners(field, project):
        field.queryset = field.queryset.filter(
            pk__in=project.participations.values("organisation")
        )

    def is_valid(self):
        invalid = [form for form in self.forms if not form.is_valid()]  # all tell their errors
        return not invalid

    def lines(self):
        """What is to change: only amounts that were filled in."""
        return [
            Line(
                form.cleaned_data["organisation"],
                form.cleaned_data["category"],
                form.cleaned_data["amount"],
            )
            for form in self.forms
            if form.cleaned_data.get("amount") is not None
        ]


class DecisionForm(forms.Form):
    """Yes or no to a proposal as it was read."""

    decision = forms.ChoiceField(
        label=gettext_lazy("Decision"),
        choices=[
            ("approve", gettext_lazy("Approve")),
            ("refuse", gettext_lazy("Refuse")),
        ],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        max_length=400,
        required=False,
        help_text=gettext_lazy("A refusal needs it."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
