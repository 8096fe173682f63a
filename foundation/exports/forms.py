from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .models import Definition

MOST_KEPT = 30


class ReasonForm(forms.Form):
    """Why a large file is needed, or why it is refused."""

    reason = forms.CharField(
        label=_("Reason"), max_length=400, widget=forms.Textarea(attrs={"rows": 3})
    )


class PurposeForm(forms.Form):
    """What a file is for: the gate asks for it above a size."""

    reason = forms.CharField(
        label=_("What it is for"),
        help_text=_(
            "Asked for large files. It stands in the file and in the list of files taken out."
        ),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class KeepForm(forms.ModelForm):
    """A report with its choices, under a name of one's own."""

    class Meta:
        model = Definition
        fields = ["name", "ending", "every"]

    def __init__(self, *args, report, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["ending"]
        field.choices = [choice for choice in field.choices if choice[0] in ("", *report.endings)]

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() - {"by"}

    def clean(self):
        cleaned = super().clean()
        if Definition.objects.filter(by=self.instance.by).count() >= MOST_KEPT:
            raise ValidationError(
                _("You keep %(number)d reports. Remove one first."),
                params={"number": MOST_KEPT},
            )
        return cleaned
