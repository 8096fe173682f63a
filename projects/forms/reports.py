"""Reports due: what is expected, and the steps that a report takes."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.audit.versions import VersionedForm

from ..models import ProjectDocument, ReportDue
from .parts import DayInput, OfProject


class ReportDueForm(OfProject, VersionedForm):
    """What is expected, and when; what became of it is written by reports.py alone."""

    class Meta:
        model = ReportDue
        fields = ["kind", "period_year", "due_on", "note"]
        widgets = {"due_on": DayInput}
        help_texts = {
            "period_year": _("Left empty for a report that is due once."),
            "due_on": _("A day set here stays, also if the end of the project moves."),
        }

    def save(self, commit=True):
        """A day that a person sets is no longer the calendar's."""
        if {"due_on", "kind", "period_year"} & set(self.changed_data):
            self.instance.from_calendar = False
        return super().save(commit=commit)


class AnyReportDueForm(ReportDueForm):
    """In the admin, where the project is not in the address."""

    class Meta(ReportDueForm.Meta):
        fields = ["project", *ReportDueForm.Meta.fields]


class ReceiveForm(forms.Form):
    on = forms.DateField(label=_("Received on"), widget=DayInput)
    document = forms.ModelChoiceField(
        ProjectDocument.objects.all(),
        label=_("Document"),
        required=False,
        help_text=_("The report itself, if it is among the project's documents."),
    )

    def __init__(self, *args, report, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = timezone.localdate
        documents = self.fields["document"].queryset.filter(project=report.project_id)
        self.fields["document"].queryset = documents.current()


class AcceptForm(forms.Form):
    on = forms.DateField(label=_("Accepted on"), widget=DayInput)

    def __init__(self, *args, report, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = timezone.localdate


class SendBackForm(forms.Form):
    reason = forms.CharField(
        label=_("What is lacking"), max_length=400, widget=forms.Textarea({"rows": 3})
    )

    def __init__(self, *args, report, **kwargs):
        super().__init__(*args, **kwargs)
