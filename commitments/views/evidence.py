"""Evidence of a commitment: add, correct, take the file; disputing a change of status."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from foundation.access.scope import scope_of
from foundation.documents.download import send_document
from foundation.ui.pages import CreatePage, EditPage

from ..forms import DisputeForm, EvidenceForm
from ..models import Commitment, Dispute, Evidence, Instrument
from ..statements import about, closed, pieces, told, with_evidence
from .instruments import InstrumentPage
from .parts import UnderCommitment, WithinReach, reachable


class EvidencePage(UnderCommitment, WithinReach):
    model, form_class = Evidence, EvidenceForm
    template_name = "commitments/under_commitment.html"

    def get_form_kwargs(self):
        user = self.request.user
        scope = scope_of(user, f"commitments.{self.action}_evidence")
        return {**super().get_form_kwargs(), "user": user, "ceiling": scope.ceiling}


class EvidenceAdd(EvidencePage, CreatePage):
    title = _("Add evidence")

    def form_valid(self, form):
        form.instance.by = self.request.user
        return super().form_valid(form)


class EvidenceEdit(EvidencePage, EditPage):
    title = _("Correct evidence")

    def get_object(self, queryset=None):
        return get_object_or_404(self.get_queryset(), pk=self.kwargs["pk"])


def evidence_file(request, place, slug, reference, pk, name):
    """The file of a piece of evidence, under its own name only."""
    if not scope_of(request.user, "commitments.view_evidence"):
        raise PermissionDenied
    piece = get_object_or_404(
        Evidence.objects.for_user(request.user),
        commitment__instrument__in=Instrument.objects.at(place),
        commitment__instrument__slug=slug,
        commitment__reference=reference,
        pk=pk,
        state="here",
        file_name=name,
    )
    return send_document(request, piece)


class DisputeAdd(UnderCommitment, WithinReach, CreatePage):
    """A dispute stands beside the change; the change stays as it is."""

    model, form_class = Dispute, DisputeForm
    template_name = "commitments/dispute.html"
    title = _("Dispute a change of status")
    submit_label = _("Dispute")
    saved_message = _("The dispute is recorded. The change of status stays.")

    @cached_property
    def change(self):
        found = about(self.owner, self.request.user).select_related("source", "by", "action")
        return get_object_or_404(found, pk=self.kwargs["pk"])

    def get_queryset(self):
        return Dispute.objects.for_user(self.request.user).filter(change=self.change)

    def new_row(self):
        return Dispute(change=self.change, by=self.request.user)

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "user": self.request.user}

    def get_success_url(self):
        return f"{self.owner.get_absolute_url()}#change-{self.change.pk}"

    def get_context_data(self, **kwargs):
        return super().get_context_data(change=self.change, **kwargs)


def may_add(commitment, user, model) -> bool:
    """Whether a person may add evidence to a commitment, or dispute what was said of it."""
    mine = reachable(Commitment.objects.filter(pk=commitment.pk), user, model, "add")
    return user.has_perm(f"commitments.add_{model._meta.model_name}") and mine.exists()


class InstrumentEvidence(InstrumentPage):
    """Every piece of evidence that the reader may see, by commitment; of the others a number."""

    template_name = "commitments/evidence.html"
    tab = "evidence"

    def get_context_data(self, **kwargs):
        user = self.request.user
        _areas, promised, plans = self.commitments()
        keys = [commitment.pk for commitment in promised]
        found, hidden = pieces(keys, user), closed(keys, user)
        shown = [
            {
                "commitment": commitment,
                "pieces": [piece for piece in found if piece.commitment_id == commitment.pk],
                "said": [],
                "closed": hidden[commitment.pk],
            }
            for commitment in promised
        ]
        by_key = {row["commitment"].pk: row for row in shown}
        for change in self.statements(keys):
            by_key[change.commitment_id or change.action.commitment_id]["said"].append(change)
        rows = [row for row in shown if row["pieces"] or row["said"] or row["closed"]]
        return super().get_context_data(
            rows=rows,
            plans=plans,
            total=sum(len(row["pieces"]) + len(row["said"]) for row in rows),
            hidden=sum(hidden.values()),
            **kwargs,
        )

    def statements(self, keys):
        """Those that cite a source or describe what shows them."""
        return told(with_evidence(keys, self.request.user), self.request.user)
