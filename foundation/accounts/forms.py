from django import forms
from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _

from foundation.access.models import Membership


class ProfileForm(forms.ModelForm):
    class Meta:
        model = get_user_model()
        fields = ["full_name", "duty_station", "language", "reminders"]
        help_texts = {"duty_station": _("Shown to readers and donors instead of your name.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance.has_perm("projects.change_reportdue"):
            del self.fields["reminders"]  # they keep no reports, so nothing would ever come


class MembershipForm(forms.ModelForm):
    """A role is given by somebody else, and its row says by whom."""

    granting = None

    class Meta:
        model = Membership
        fields = ["role", "everywhere", "countries", "starts", "ends"]

    def clean(self):
        cleaned = super().clean()
        if self.instance.user_id is not None and self.instance.user_id == self.granting.pk:
            raise forms.ValidationError(_("Nobody can give a role to themselves."))
        if not cleaned.get("everywhere") and not cleaned.get("countries"):
            raise forms.ValidationError(_("Choose countries, or everywhere."))
        self.instance.granted_by = self.granting
        return cleaned


class PersonForm(forms.ModelForm):
    """A person as an administrator keeps them. The password is theirs alone to set."""

    class Meta:
        model = get_user_model()
        fields = ["email", "full_name", "organisation", "duty_station", "language", "is_active"]

    def clean_email(self):
        return self.cleaned_data["email"].lower()

    def save(self, commit=True):
        if self.instance.pk is None:
            self.instance.set_unusable_password()
        return super().save(commit=commit)
