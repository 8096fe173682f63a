"""Steps of a project's life, and proposals of a later end."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.audit.versions import VersionedForm

from .. import life
from ..extensions import change_extension, propose_extension
from ..models import Extension
from .parts import DayInput, OfProject


class MoveForm(forms.Form):
    """On which day a step is taken, and why; life.py checks and writes."""

    on = forms.DateField(label=_("On"), widget=DayInput, help_text=_("The day of the step."))
    reason = forms.CharField(
        label=_("Reason"),
        max_length=400,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("It stays in the project's history."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, project, to, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.project, self.to, self.by = project, to, by
        self.fields["on"].initial = timezone.localdate
        self.fields["version"].initial = project.version
        arrow = life.ARROWS.get((project.status, to))
        self.fields["reason"].required = bool(arrow and arrow.needs_reason)

    def save(self):
        return life.move(self.project, self.to, by=self.by, **self.cleaned_data)


class ExtensionForm(OfProject, VersionedForm):
    """A proposal; extensions.py checks and writes. The page sets `by`."""

    by = None

    class Meta:
        model = Extension
        fields = ["new_end", "reason", "approved_on", "document", "source"]
        widgets = {
            "new_end": DayInput,
            "approved_on": DayInput,
            "reason": forms.Textarea({"rows": 3}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        documents = self.fields["document"].queryset
        self.fields["document"].queryset = documents.filter(project=self.instance.project_id)

    def save(self, commit=True):
        if self.instance.pk is None:
            return propose_extension(self.instance, by=self.by)
        version = self.cleaned_data["version"]
        return change_extension(self.instance, by=self.by, version=version)
