"""Evidence for or against a status, and disputing a change of it."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from foundation.access.querysets import for_user
from foundation.audit.versions import VersionedForm
from foundation.documents.forms import DocumentForm
from foundation.reference.classification import Classification, up_to
from foundation.reference.models import Source

from ..models import Dispute, Evidence
from ..statements import about
from .parts import SHORT


def named(change) -> str:
    """A statement as a choice: when, what, by whom it was given."""
    day = change.as_of_as_written or date_format(change.as_of, "DATE_FORMAT")
    told = f"{day}: {change.get_now_display()} ({change.get_opinion_display()})"
    return f"{told}, {change.action}" if change.action else told


class AnyEvidenceForm(VersionedForm, DocumentForm):
    """The state of the document follows from what is given; nobody chooses it."""

    class Meta:
        model = Evidence
        fields = [
            "form", "title", "stance", "change", "date", "text", "url", "file", "kind", "language",
            "listed_in", "page", "classification", "known_up_to",
        ]  # fmt: skip
        labels = {"stance": _("For or against"), "form": _("What it is")}
        widgets = {
            "text": SHORT,
            "date": forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        }

    def clean(self):
        cleaned = super().clean()
        has_file = bool(cleaned.get("file"))
        if cleaned.get("form") == Evidence.Form.NOTE and has_file:
            self.add_error("file", _("A note has no file: choose Document."))
        states = Evidence.State
        without = states.LINK if cleaned.get("form") == Evidence.Form.LINK else states.NOT_EXPECTED
        self.instance.state = states.HERE if has_file else without
        return cleaned


class EvidenceForm(AnyEvidenceForm):
    """The page gives the commitment and its reader: offered is what that person may see."""

    def __init__(self, *args, user, ceiling, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["url"].help_text = _("If the page may change, give a copy as the file too.")
        change, sources = self.fields["change"], self.fields["listed_in"]
        change.queryset = about(self.instance.commitment, user).select_related("action")
        change.label_from_instance = named
        sources.queryset = for_user(Source.objects.all(), user)
        sources.label = _("Source")
        reach = up_to(ceiling)
        self.fields["known_up_to"].choices = [
            choice for choice in Classification.choices if choice[0] in reach
        ]

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() - {"commitment"}


class DisputeForm(forms.ModelForm):
    """The page gives the change of status and the person."""

    class Meta:
        model = Dispute
        fields = ["reason", "source", "page", "classification"]
        widgets = {"reason": SHORT}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["source"].queryset = for_user(Source.objects.all(), user)

    def clean(self):
        if self.instance.change.by_id == self.instance.by_id:
            raise ValidationError(_("This statement is your own: report the status anew instead."))
        cleaned = super().clean() or self.cleaned_data
        mine = Dispute.objects.filter(change=self.instance.change, by=self.instance.by_id)
        if mine.filter(reason=cleaned.get("reason", "")).exists():
            raise ValidationError(_("You have said this already."))
        return cleaned
