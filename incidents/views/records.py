"""One record: what it says, three clocks, what does not fit, what may be done next."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from foundation.audit.models import Event
from foundation.reference.classification import Classification
from foundation.ui.history import Entry
from foundation.ui.pages import ScopedPage

from .. import wording
from ..counts import show
from ..groups import measure_label, measure_slug
from ..models import MainFigure, Status, Submission
from ..models.choices import OPEN_TO_CHANGE
from ..releases.actions import releasable_by
from ..shown import Shown
from .shared import holds_in

LABELS = {
    "submit": gettext_lazy("Send for review"),
    "record_edit": gettext_lazy("Edit"),
    "withdraw": gettext_lazy("Withdraw"),
    "revoke": gettext_lazy("Withdraw"),
    "approve": gettext_lazy("Approve"),
    "return": gettext_lazy("Send back"),
    "publish": gettext_lazy("Show as printed"),
    "main_figure": gettext_lazy("Choose as main figure"),
}
SIGHTS = {"saw-exact", "saw-history", "denied"}


class RecordPage(ScopedPage, TemplateView):
    model = Submission
    template_name = "incidents/record.html"

    def get_context_data(self, **kwargs):
        user = self.request.user
        rows = Submission.objects.visible_to(user).only("pk")
        row = get_object_or_404(rows, reference=self.kwargs["reference"])
        record = show([row], user)[0]
        is_main = _is_main(record, user)
        return super().get_context_data(
            record=record,
            measure=measure_label(record),
            measure_slug=measure_slug(record),
            findings=[wording.finding(found) for found in record.findings()],
            buttons=buttons(record, user, is_main=is_main),
            why_not=why_not(record, user),
            corrected_by=_linked(user, supersedes=record.pk),
            corrects=_linked(user, pk=record.supersedes_id) if record.supersedes_id else [],
            steps=steps(record, user),
            is_main=is_main,
            may_edit=_is_own_open(record, user),
            page_is_sample=record.country.is_sample,
            **kwargs,
        )


def _is_main(record, user):
    standing = MainFigure.objects.for_user(user).standing_for(record)
    return bool(standing) and standing.submission_id == record.pk


def buttons(record: Shown, user, *, is_main: bool = False) -> list[tuple]:
    """(label, address, main) of what this person may do with it now; each page asks again."""
    if _is_own_open(record, user):
        found = [("submit", True), ("record_edit", False), ("withdraw", False)]
    elif record.status == Status.SUBMITTED:
        found = _when_submitted(record, user)
    elif record.status == Status.APPROVED:
        found = _when_approved(record, user, is_main)
    else:
        found = []
    drawn = [
        (LABELS[name], reverse(f"incidents:{name}", args=[record.reference]), main)
        for name, main in found
    ]
    if record.status == Status.APPROVED and holds_in(user, "add_submission", record.country):
        address = f"{reverse('incidents:record_add')}?supersedes={record.reference}"
        drawn.append((_("Correct"), address, False))
    if releasable_by(user).filter(pk=record.pk).exists():
        address = reverse("incidents:release_make", args=[record.reference])
        drawn.append((_("Prepare a release"), address, False))
    return drawn


def _when_submitted(record, user):
    if record.author == user:
        return [("withdraw", False)]
    if holds_in(user, "review_submission", record.country):
        return [("approve", True), ("return", False)]
    return []


def _when_approved(record, user, is_main):
    found = []
    if record.author == user:
        return found
    is_public = record.source.classification == Classification.PUBLIC
    if is_public and not record.as_published:
        found += _if_held(user, record, "publish_submission", "publish")
    if record.released and not is_main:
        found += _if_held(user, record, "add_mainfigure", "main_figure")
    return found + _if_held(user, record, "review_submission", "revoke")


def _if_held(user, record, permission, name):
    return [(name, False)] if holds_in(user, permission, record.country) else []


def why_not(record: Shown, user) -> str:
    """The sentence in place of a button that is not there."""
    if record.status == Status.SUBMITTED and record.author == user:
        return _("A reviewer other than you will approve it or send it back.")
    others = record.status in OPEN_TO_CHANGE and record.author not in (None, user)
    if others and holds_in(user, "change_submission", record.country):
        return _("Only the person who entered it can edit it or send it for review.")
    if record.status == Status.APPROVED and holds_in(user, "add_submission", record.country):
        return _("Approved records are locked. A correction is a new record that replaces this.")
    return ""


def _is_own_open(record, user):
    return (
        record.status in OPEN_TO_CHANGE
        and record.author in (None, user)
        and holds_in(user, "change_submission", record.country)
    )


def _linked(user, **which):
    rows = Submission.objects.visible_to(user).filter(**which)
    rows = rows.only("reference", "unit", "verification", "status")
    return [(str(row), row.get_absolute_url(), row.get_status_display()) for row in rows]


def steps(record: Shown, user) -> list[Entry]:
    """What was done to the record, for those who may see its counts and the names of staff."""
    cleared = holds_in(user, "view_exact_submission", record.country)
    if not cleared or not user.has_perm("access.view_staff_names"):
        return []
    events = Event.objects.filter(
        target_type=Submission._meta.label, target_id=str(record.pk)
    ).exclude(verb__in=SIGHTS)
    return [
        Entry(event.at, event.actor or _("The register"), event.get_verb_display())
        for event in events[:50]
    ]
