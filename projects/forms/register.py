from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import RegisterEntry
from .parts import OfProject


class RegisterEntryForm(OfProject, forms.ModelForm):
    class Meta:
        model = RegisterEntry
        fields = ["register", "field", "value_as_written", "page", "as_of"]


class AnyEntryForm(RegisterEntryForm):
    """In the admin, where the project is not in the address."""

    class Meta(RegisterEntryForm.Meta):
        fields = ["project", *RegisterEntryForm.Meta.fields]


class ChoiceForm(forms.Form):
    """Why one value is shown; the value itself is in the address."""

    reason = forms.CharField(
        label=_("Reason"), max_length=400, help_text=_("It stays in the history.")
    )
