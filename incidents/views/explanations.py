"""Why something does not fit: written by a person, beside the finding, for its numbers."""

from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.ui.pages import ScopedPage
from foundation.ui.steps import StepPage

from .. import actions
from ..explained import findings_of
from ..forms import ExplanationForm
from ..groups import measure_label
from ..models import Explanation, Submission
from .records import may_explain, show_beside
from .shared import record_or_404


class Explain(ScopedPage, StepPage):
    """404 for a finding that is not there (any more); 403 without the right in that country."""

    model = Explanation
    action = "add"
    template_name = "incidents/explain.html"
    form_class = ExplanationForm
    done_message = gettext_lazy("Saved. It goes wherever this finding is shown.")

    def get_object(self, queryset=None):
        """The record as its reader may see it; `self.explained` is the finding."""
        row = record_or_404(self.request.user, "view", self.kwargs["reference"])
        record, *beside = show_beside(row, self.request.user)
        if not may_explain(record, self.request.user):
            raise PermissionDenied
        found = [f for f in findings_of(record, beside) if f.slug == self.kwargs["finding"]]
        if not found:
            raise Http404
        self.explained = found[0]
        return record

    def get_initial(self):
        note = self.explained.note
        return {"seen": self._seal(), "text": note.text if note else ""}

    def take_step(self, form):
        if form.cleaned_data["seen"] != self._seal():
            form.data = {**form.data.dict(), "seen": self._seal()}
            raise ValidationError(
                _("The figures changed while you were writing. Look at the finding again."),
                code="stale",
            )
        submission = Submission.objects.get(pk=self.object.pk)
        text = form.cleaned_data["text"]
        actions.explain(
            submission, by=self.request.user, finding=self.explained.finding, text=text
        )

    def form_invalid(self, form):
        answer = super().form_invalid(form)
        if form.has_error("__all__", "stale"):
            answer.status_code = 409
        return answer

    def get_success_url(self):
        return f"{self.object.url}#findings"

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            title=_("Explain what does not fit"),
            record=self.object,
            measure=measure_label(self.object),
            found=self.explained,
            submit_label=_("Save the explanation"),
            cancel_url=self.get_success_url(),
            page_is_sample=self.object.country.is_sample,
            **kwargs,
        )

    def _seal(self):
        """What was seen, as a text that says nothing in the page's source."""
        return signing.Signer(salt="finding").signature(repr(self.explained.finding.numbers))
