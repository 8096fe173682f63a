from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Case, Value, When
from django.forms.models import construct_instance
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.ui.steps import tell

from .. import ledger
from ..ledger import CORRECTABLE
from ..models import Project, Transaction

Kind = Transaction.Kind


def partners_first(field, project):
    """Who takes part in the project stands on top of the list."""
    parts = project.participations.values("organisation")
    rank = Case(When(pk__in=parts, then=Value(0)), default=Value(1))
    field.queryset = field.queryset.order_by(rank, "name_en")


class TransactionForm(forms.ModelForm):
    """One new row. The ledger checks it here as it will when it is posted."""

    correcting = None

    class Meta:
        model = Transaction
        fields = list(CORRECTABLE)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.project_id and "organisation" in self.fields:
            partners_first(self.fields["organisation"], self.instance.project)

    def clean_currency(self):
        return self.cleaned_data["currency"].upper()

    def post(self, *, by):
        return ledger.post(self.instance, by=by)

    def _post_clean(self):
        """In place of the model's own checks, which say the same in fewer places."""
        self.instance = construct_instance(self, self.instance, self._meta.fields, None)
        if self.errors or not self.instance.project_id:
            return
        try:
            ledger.check(self.instance, correcting=self.correcting)
        except ValidationError as error:
            tell(self, error)


class CorrectionForm(TransactionForm):
    """The row as it stands, to be said anew, with the reason."""

    reason = forms.CharField(
        label=_("Reason for the correction"),
        max_length=400,
        help_text=_("It stays in the ledger. An amount of 0 takes the row out."),
    )

    class Meta(TransactionForm.Meta):
        pass

    def __init__(self, *args, correcting, **kwargs):
        self.correcting = correcting
        super().__init__(*args, instance=ledger.corrected(correcting, {}, reason=""), **kwargs)
        self.fields["kind"].choices = [
            choice
            for choice in Kind.choices
            if (choice[0] == Kind.BUDGET) == (correcting.kind == Kind.BUDGET)
        ]

    def _post_clean(self):
        self.instance.reason = self.cleaned_data.get("reason", "").strip()
        super()._post_clean()

    def post(self, *, by):
        values = {name: self.cleaned_data[name] for name in CORRECTABLE}
        return ledger.correct(self.correcting, values, by=by, reason=self.cleaned_data["reason"])


class AnyTransactionForm(TransactionForm):
    """In the admin, where the project is not in the address. It posts, or corrects a row."""

    project = forms.ModelChoiceField(Project.objects.all(), label=_("Project"))
    corrects = forms.ModelChoiceField(
        Transaction.objects.standing(), required=False, widget=forms.HiddenInput
    )
    why = forms.CharField(
        label=_("Reason for the correction"),
        max_length=400,
        required=False,
        help_text=_("Only where this corrects a row."),
    )

    class Meta(TransactionForm.Meta):
        fields = ["project", *CORRECTABLE]

    def _post_clean(self):
        self.correcting = self.cleaned_data.get("corrects")
        if self.correcting is not None:
            self.instance.supersedes = self.correcting
            self.instance.reason = self.cleaned_data.get("why", "").strip()
            if self.cleaned_data.get("project") != self.correcting.project:
                self.add_error("project", _("A row stays with its project."))
        super()._post_clean()

    def post(self, *, by):
        if self.correcting is None:
            return super().post(by=by)
        values = {name: self.cleaned_data[name] for name in CORRECTABLE}
        return ledger.correct(self.correcting, values, by=by, reason=self.cleaned_data["why"])


class KnownForm(forms.Form):
    """The day whose knowledge the figures show; without one, the form is not bound."""

    known = forms.DateField(
        label=_("As known on"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def clean_known(self):
        day = self.cleaned_data["known"]
        if day > timezone.localdate():
            raise ValidationError(_("What will be known on a day to come is not known yet."))
        return day
