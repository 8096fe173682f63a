"""Saying how a commitment or an action stands."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.access.querysets import for_user
from foundation.reference.classification import Classification
from foundation.reference.models import Source

from ..models import Opinion, Status
from ..transitions import Statement, change_status, next_statuses
from .parts import SHORT, limit_to_reach


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
        self.fields["to"].choices = self._choices(next_statuses(subject, user, opinion))
        self.fields["as_of"].initial = timezone.localdate
        self.fields["version"].initial = subject.version
        self.fields["source"].queryset = for_user(Source.objects.all(), user)
        if opinion == Opinion.VERIFIED:
            self.fields["to"].initial = subject.reported_status
            self.fields["note"].required = True  # every arrow of a reviewer asks for it
        else:
            del self.fields["method_note"]
        limit_to_reach(self, user, type(subject), "view")

    def _choices(self, offered):
        """What may follow today, then what only a statement about an earlier day may say."""
        choices = [("", _("Choose")), *((status.value, status.label) for status in offered)]
        earlier = [(s.value, s.label) for s in Status if s not in offered]
        if offered and self.opinion == Opinion.REPORTED and self.subject.status_changes.exists():
            choices.append((_("Only as of an earlier day"), earlier))
        return choices

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
