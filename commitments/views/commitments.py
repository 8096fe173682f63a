"""One commitment: what was promised, what is done, how it stands and who says so."""

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from foundation.access.querysets import for_user, may
from foundation.ui.history import HistoryPage
from foundation.ui.pages import CreatePage, DetailPage, EditPage
from projects.models import Project

from .. import board
from ..forms import CommitmentForm, StatusForm
from ..models import Action, Commitment, Dispute, Evidence, Indicator, Opinion
from ..readings import tracks
from ..resolved import resolved
from ..statements import about, behind, closed, pieces, told
from ..transitions import next_statuses
from .evidence import may_add
from .parts import AtCommitment, UnderInstrument, WithinReach
from .results import links
from .serving import servings


class CommitmentDetail(AtCommitment, DetailPage):
    model = Commitment
    template_name = "commitments/commitment.html"

    def get_queryset(self):
        user = self.request.user
        return super().get_queryset().with_card(user).select_related("source")

    def get_context_data(self, **kwargs):
        user, commitment = self.request.user, self.object
        changes, results = told(about(commitment, user), user), links(commitment, user)
        may_edit = may(user, "change", commitment)
        return super().get_context_data(
            page_is_sample=commitment.instrument.is_sample,
            instrument=commitment.instrument,
            card=board.card(commitment),
            actions=self.actions(results["links"]),
            results=results,
            serves=servings(commitment, user, may_edit),
            resolved=resolved([commitment], ["due"], user).get(commitment.pk, []),
            changes=changes,
            closed_changes=behind(commitment, user) - len(changes),
            evidence=self.evidence(changes),
            may_dispute=may_add(commitment, user, Dispute),
            stale=_stale(changes, commitment),
            tracks=tracks(
                Indicator.objects.for_user(user).filter(commitment=commitment).with_values(user)
            ),
            status_form=self.status_form(),
            may_verify=bool(next_statuses(commitment, user, Opinion.VERIFIED)),
            may_edit=may_edit,
            may_add_action=may_edit and user.has_perm("commitments.add_action"),
            see_history=may(user, "view_history", commitment),
            **kwargs,
        )

    def actions(self, links):
        """With the results that serve each, and buttons for what the reader may do to it."""
        user = self.request.user
        found = Action.objects.for_user(user).filter(commitment=self.object)
        found = found.select_related("source", "commitment__instrument__country").prefetch_related(
            "responsible", Prefetch("projects", Project.objects.for_user(user))
        )
        may_do = {
            action: set(
                Action.objects.for_user(user, action)
                .filter(commitment=self.object)
                .values_list("pk", flat=True)
            )
            for action in ("change", "update", "verify")
        }
        found = list(found)
        days = resolved(found, ["starts", "due"], user)
        for action in found:
            action.resolved = days.get(action.pk, [])
            action.results = [link.result for link, _url in links if link.action_id == action.pk]
        return [(a, {name for name, keys in may_do.items() if a.pk in keys}) for a in found]

    def evidence(self, changes):
        """Its pieces, the statements that cite or describe one, and how many are closed."""
        user, commitment = self.request.user, self.object
        may_edit = for_user(Evidence.objects.filter(commitment=commitment), user, "change")
        return {
            "pieces": pieces([commitment.pk], user),
            "said": [change for change in changes if change.source or change.evidence],
            "closed": closed([commitment.pk], user)[commitment.pk],
            "may_edit": set(may_edit.values_list("pk", flat=True)),
            "add_url": commitment.address("evidence_add")
            if may_add(commitment, user, Evidence)
            else "",
        }

    def status_form(self):
        user = self.request.user
        if not next_statuses(self.object, user):
            return None
        return StatusForm(subject=self.object, user=user)


def _stale(changes, commitment):
    """Whether something was reported after the last verification."""
    own = [change for change in changes if change.commitment_id == commitment.pk]
    verified = [change for change in own if change.opinion == Opinion.VERIFIED]
    reported = [change for change in own if change.opinion == Opinion.REPORTED]
    return bool(verified and reported) and verified[0].verifies_id != reported[0].pk


class CommitmentAdd(UnderInstrument, WithinReach, CreatePage):
    model, form_class = Commitment, CommitmentForm
    template_name = "commitments/commitment_form.html"
    title = _("Add a commitment")


class CommitmentEdit(AtCommitment, WithinReach, EditPage):
    model, form_class = Commitment, CommitmentForm
    template_name = "commitments/commitment_form.html"

    def get_context_data(self, **kwargs):
        instrument = self.object.instrument
        return super().get_context_data(
            owner=instrument, page_is_sample=instrument.is_sample, **kwargs
        )


class CommitmentHistory(AtCommitment, HistoryPage):
    model = Commitment

    def get_context_data(self, **kwargs):
        return super().get_context_data(page_is_sample=self.object.instrument.is_sample, **kwargs)
