from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.access.scope import permission_name, scope_of
from foundation.audit.versions import VersionedForm
from foundation.documents.forms import DOCUMENT_FIELDS, DocumentForm
from foundation.reference.classification import Classification, up_to

from .models import Fund, Participation, Project, ProjectDocument, RegisterEntry, ReportDue, Result

LONG = {"rows": 6}


class ProjectForm(VersionedForm):
    class Meta:
        model = Project
        fields = [
            "code", "fund", "register_number", "title", "title_fr", "short_title", "country",
            "status", "starts_as_written", "starts", "ends_as_written", "ends", "dates_note",
            "partner_bodies", "goals", "follows", "summary", "summary_source", "background",
            "background_source", "classification",
        ]  # fmt: skip
        widgets = {"summary": forms.Textarea(LONG), "background": forms.Textarea(LONG)}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk and "follows" in self.fields:
            others = self.fields["follows"].queryset.exclude(pk=self.instance.pk)
            self.fields["follows"].queryset = others

    def clean_code(self):
        return self.cleaned_data["code"].upper()

    def clean(self):
        """A date typed anew is resolved anew, unless a day was given for it as well."""
        cleaned = super().clean()
        for name in ("starts", "ends"):
            if f"{name}_as_written" in self.changed_data and name not in self.changed_data:
                cleaned[name] = None
        return cleaned


class OfProject:
    """A form opened from a project's page: the project is given, and checked with the rest."""

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() - {"project"}


class ProjectDocumentForm(OfProject, VersionedForm, DocumentForm):
    class Meta:
        model = ProjectDocument
        fields = DOCUMENT_FIELDS


class RegisterEntryForm(OfProject, forms.ModelForm):
    class Meta:
        model = RegisterEntry
        fields = ["register", "field", "value_as_written", "page", "as_of"]


class AnyDocumentForm(ProjectDocumentForm):
    """In the admin, where the project is not in the address."""

    class Meta(ProjectDocumentForm.Meta):
        fields = ["project", *DOCUMENT_FIELDS]


class AnyEntryForm(RegisterEntryForm):
    """In the admin, where the project is not in the address."""

    class Meta(RegisterEntryForm.Meta):
        fields = ["project", *RegisterEntryForm.Meta.fields]


class ChoiceForm(forms.Form):
    """Why one value is shown; the value itself is in the address."""

    reason = forms.CharField(
        label=_("Reason"), max_length=400, help_text=_("It stays in the history.")
    )


class FundForm(forms.ModelForm):
    class Meta:
        model = Fund
        fields = ["slug", "code", "name_en", "name_fr", "administrator"]


class ParticipationForm(forms.ModelForm):
    class Meta:
        model = Participation
        fields = [
            "project", "organisation", "role", "name_as_written", "starts", "ends", "source",
            "page",
        ]  # fmt: skip


class ReportDueForm(forms.ModelForm):
    class Meta:
        model = ReportDue
        fields = [
            "project", "kind", "period_year", "due_on", "received_on", "accepted_on",
            "returned_reason", "note",
        ]  # fmt: skip


class ResultForm(forms.ModelForm):
    class Meta:
        model = Result
        fields = ["project", "kind", "text", "source", "page", "carried_on_in"]


def limit_to_reach(form, user, action):
    """Offer only what the person could still see after saving: no field may lock them out."""
    scope = scope_of(user, permission_name(form._meta.model, action))
    if "country" in form.fields and not scope.everywhere:
        form.fields["country"].required = True
        form.fields["country"].empty_label = None
    if "classification" in form.fields:
        reach = up_to(scope.ceiling)
        form.fields["classification"].choices = [
            choice for choice in Classification.choices if choice[0] in reach
        ]
    return form
