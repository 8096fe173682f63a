"""The page on which another person accepts a reported value or sends it back."""

from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView

from foundation.access.review import ReviewSteps, why_not

from .steps import StepPage


class ReviewForm(forms.Form):
    """Yes or no to a value as it was read."""

    decision = forms.ChoiceField(
        label=gettext_lazy("Decision"),
        choices=[
            ("accept", gettext_lazy("Accept it")), ("send_back", gettext_lazy("Send it back")),
        ],
        widget=forms.RadioSelect,
    )  # fmt: skip
    note = forms.CharField(
        label=gettext_lazy("What is wrong or lacking"),
        max_length=400,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("Needed if it is sent back."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class ReviewPage(StepPage):
    """By another person than the one who reported it; the `steps` check and write.

    The page names `action = "review"` itself: it is a ScopedPage as well, which comes first.
    """

    form_class = ReviewForm
    steps: ReviewSteps
    done_message = gettext_lazy("Reviewed.")

    def get_form_kwargs(self):
        """The decision is a plain form: it is given no row."""
        kwargs = FormView.get_form_kwargs(self)
        return {**kwargs, "initial": {"version": self.object.version}}

    def take_step(self, form):
        user, said = self.request.user, form.cleaned_data
        if said["decision"] == "accept":
            self.steps.accept(self.object, by=user, version=said["version"])
        else:
            self.steps.send_back(self.object, note=said["note"], by=user, version=said["version"])

    @cached_property
    def why_not(self) -> str:
        """Why neither can be done; empty if one can."""
        both = [why_not(self.object, step, self.request.user) for step in ("accept", "send_back")]
        return both[0] if all(both) else ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            submit_label=_("Decide"),
            cancel_url=self.get_cancel_url(),
            why_not=self.why_not,
            **kwargs,
        )
