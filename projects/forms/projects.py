from django import forms
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from foundation.audit.versions import VersionedForm

from .. import life
from ..models import Fund, Participation, Project
from .parts import DayInput, OfProject

LONG = {"rows": 6}
DAYS = {"starts", "starts_as_written", "ends", "ends_as_written"}


class ProjectForm(VersionedForm):
    class Meta:
        model = Project
        fields = [
            "code", "fund", "register_number", "title", "title_fr", "short_title", "country",
            "status", "starts_as_written", "starts", "ends_as_written", "ends", "dates_note",
            "partner_bodies", "goals", "sdg_targets", "sectors", "gender_marker", "follows",
            "summary", "summary_source", "background", "background_source", "classification",
        ]  # fmt: skip
        widgets = {"summary": forms.Textarea(LONG), "background": forms.Textarea(LONG)}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk and "follows" in self.fields:
            others = self.fields["follows"].queryset.exclude(pk=self.instance.pk)
            self.fields["follows"].queryset = others
        if self.instance.pk:
            self.fields.pop("status", None)  # a step on the page about the project's life
            self._fix_the_end()
        elif "status" in self.fields:
            self.fields["status"].choices = [(one.value, one.label) for one in life.FIRST]

    def _fix_the_end(self):
        """Shown and explained, but not taken from what is sent."""
        if not life.end_is_fixed(self.instance):
            return
        address = reverse("projects:life", args=[self.instance.code])
        for name in ("ends_as_written", "ends"):
            if name in self.fields:
                self.fields[name].disabled = True
                self.fields[name].help_text = format_html(
                    '{} <a href="{}">{}</a>', life.END_IS_FIXED, address, _("Propose an extension")
                )

    def clean_code(self):
        return self.cleaned_data["code"].upper()

    def clean(self):
        """A date typed anew is resolved anew, unless a day was given for it as well."""
        cleaned = super().clean()
        for name in ("starts", "ends"):
            if f"{name}_as_written" in self.changed_data and name not in self.changed_data:
                cleaned[name] = None
        return cleaned


class FundForm(forms.ModelForm):
    class Meta:
        model = Fund
        fields = ["slug", "code", "name_en", "name_fr", "administrator", "sectors"]


class PartnerForm(OfProject, forms.ModelForm):
    """From the project's own page."""

    class Meta:
        model = Participation
        fields = ["organisation", "role", "name_as_written", "starts", "ends", "source", "page"]
        widgets = {"starts": DayInput, "ends": DayInput}


class ParticipationForm(forms.ModelForm):
    class Meta:
        model = Participation
        fields = [
            "project", "organisation", "role", "name_as_written", "starts", "ends", "source",
            "page",
        ]  # fmt: skip
