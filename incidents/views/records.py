"""One record: what it says, three clocks, what does not fit, what may be done next."""

from itertools import groupby

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView

from foundation.audit.models import Event
from foundation.reference.classification import Classification
from foundation.ui.history import Entry
from foundation.ui.pages import ScopedPage

from ..counts import show
from ..explained import findings_of
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
NEAR = ["country", "source", "unit", "occurred_from", "occurred_to", "supersedes", "status"]
SIGHTS = {"saw-exact", "saw-history", "denied"}


class RecordPage(ScopedPage, TemplateView):
    model = Submission
    template_name = "incidents/record.html"

    def get_context_data(self, **kwargs):
        user = self.request.user
        rows = Submission.objects.visible_to(user).only(*NEAR)
        row = get_object_or_404(rows, reference=self.kwargs["reference"])
        record, *beside = show_beside(row, user)
        is_main = _is_main(record, user)
        return super().get_context_data(
            record=record,
            measure=measure_label(record),
            measure_slug=measure_slug(record),
            findings=findings_of(record, beside),
            may_explain=may_explain(record, user),
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


def show_beside(row, user):
    """The record, then what a finding may hold against it: approved ones that it does not replace.

    Nothing is held against a record that stands no more, withdrawn or corrected. One look at all
    of them, so that one row in the trail says so.
    """
    near = Submission.objects.visible_to(user).current().beside(row).order_by("pk")
    numbers = list(near.values_list("pk", flat=True))
    if row.status in (Status.APPROVED, Status.WITHDRAWN) and row.pk not in numbers:
        numbers = []
    others = [pk for pk in numbers if pk not in (row.pk, row.supersedes_id)]
    return show([row.pk, *others], user)


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


def may_explain(record: Shown, user) -> bool:
    """For the link beside a finding; the page and the writer ask again."""
    if not record.released or record.status == Status.WITHDRAWN:
        return False
    own = record.author in (None, user) and holds_in(user, "change_submission", record.country)
    held = own or holds_in(user, "review_submission", record.country)
    return held and holds_in(user, "add_explanation", record.country)


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
    return [_entry(list(sitting)) for _who, sitting in groupby(events[:200], _sitting)][:50]


def _sitting(event):
    """What a page saved by itself is one line, until somebody does something else or a day ends.

    The trail keeps a row for each.
    """
    by_itself = event.details.get("by_itself", False)
    return (event.actor_id, event.at.date(), event.verb) if by_itself else event.pk


def _entry(sitting: list[Event]) -> Entry:
    last = sitting[0]
    what = last.get_verb_display()
    if last.details.get("by_itself"):
        said = ngettext("%(what)s, saved by itself", "%(what)s, saved by itself %(n)d times",
                        len(sitting))  # fmt: skip
        what = said % {"what": what, "n": len(sitting)}
    return Entry(last.at, last.actor or _("The register"), what)
