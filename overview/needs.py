"""What needs a person: worked out for each role from what that person may do, never stored."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from commitments import due
from commitments.models import Commitment
from foundation.access.models import Membership
from foundation.access.querysets import for_user
from incidents.models import MainFigure, Release, Status, Submission

from . import project_needs
from .need import Need

ORDER = ["bad", "warn", "new", "go"]


def needs(user: Any) -> list[Need]:
    """Everything that waits for this person, the most pressing first."""
    found = [need for finder in FINDERS for need in finder(user)]
    return sorted(found, key=lambda need: ORDER.index(need.look))


def to_review(user) -> list[Need]:
    waiting = Submission.objects.for_user(user, "review").filter(status=Status.SUBMITTED)
    waiting = waiting.exclude(author=user).select_related("country", "source")
    return [
        Need(
            "warn",
            _("To review"),
            _record(row),
            _sent(row),
            row.get_absolute_url(),
            pgettext("verb", "Review"),
        )
        for row in waiting.order_by("submitted_at")
    ]


def to_release(user) -> list[Need]:
    """Releases that somebody else prepared, of figures that somebody else entered."""
    rows = Release.objects.for_user(user, "approve").filter(status=Release.Status.PREPARED)
    rows = rows.exclude(author=user).exclude(figures_by=user).select_related("country")
    return [
        Need("warn", _("To approve"), row.title,
             _("%(country)s: a release waits for a second person.") % {"country": row.country},
             row.get_absolute_url(), _("Look at it"))
        for row in rows.order_by("created_at")
    ]  # fmt: skip


def own_records(user) -> list[Need]:
    mine = Submission.objects.for_user(user, "change").filter(author=user)
    mine = mine.filter(status__in=[Status.DRAFT, Status.RETURNED])
    return [
        Need("warn", _("Sent back"), _record(row), _("The reason stands in the record."),
             row.get_absolute_url(), _("Correct"))
        if row.status == Status.RETURNED
        else Need("go", _("Draft"), _record(row), _("Not sent for review yet."),
                  row.get_absolute_url(), _("Go on"))
        for row in mine.select_related("country", "source")
    ]  # fmt: skip


def overdue_commitments(user) -> list[Need]:
    rows = Commitment.objects.for_user(user, "update").overdue()
    return [
        Need(
            "bad",
            _("Overdue"),
            row.title,
            _("%(instrument)s, %(code)s. Due %(due)s.")
            % {
                "instrument": row.instrument.short_title,
                "code": row.code,
                "due": row.due_as_written or date_format(row.due_to),
            },
            row.get_absolute_url(),
            _("Update"),
        )
        for row in rows.select_related("instrument__country").order_by("due_to")
    ]


def commitments_due(user) -> list[Need]:
    """One row for what comes soon and one for what has gone quiet; the page has them singly."""
    if not user.has_perm("commitments.update_commitment"):
        return []
    _overdue, soon, quiet = due.mine(user, timezone.localdate())
    page = reverse("commitments:due")
    found = []
    if soon:
        title = ngettext("%(n)d commitment or action", "%(n)d commitments and actions", soon)
        why = _("Due within %(days)d days.") % {"days": settings.REMINDER_DAYS}
        found += [Need("warn", _("Due soon"), title % {"n": soon}, why, f"{page}#soon", _("See"))]
    if quiet:
        title = ngettext("%(n)d commitment or action", "%(n)d commitments and actions", quiet)
        why = _("Without news for %(months)d months.") % {"months": settings.QUIET_MONTHS}
        found += [Need("new", _("Quiet"), title % {"n": quiet}, why, f"{page}#quiet", _("See"))]
    return found


def rival_figures(user) -> list[Need]:
    """Two approved records of one measure and period, and no main figure chosen among them."""
    chosen = MainFigure.objects.filter(
        country=OuterRef("country"), unit=OuterRef("unit"), verification=OuterRef("verification"),
        occurred_from=OuterRef("occurred_from"), occurred_to=OuterRef("occurred_to"),
    )  # fmt: skip
    rows = Submission.objects.for_user(user, "review").current().filter(status=Status.APPROVED)
    rows = rows.filter(~Exists(chosen), occurred_from__isnull=False, stated_total__isnull=False)
    measures = {}
    for row in rows.select_related("country"):
        key = (row.country_id, row.unit, row.verification, row.occurred_from, row.occurred_to)
        measures.setdefault(key, []).append(row)
    return [
        Need("warn", _("Sources differ"), _("%(country)s, %(year)d: %(n)d sources, no main figure")
             % {"country": rivals[0].country, "year": rivals[0].occurred_from.year,
                "n": len(rivals)},
             _("Compare them line by line and choose, with a reason."),
             reverse("incidents:compare")
             + f"?country={rivals[0].country.slug}&year={rivals[0].occurred_from.year}",
             _("Compare"))
        for rivals in measures.values()
        if len({row.source_id for row in rivals}) > 1
    ]  # fmt: skip


def memberships(user) -> list[Need]:
    if not user.has_perm("access.change_membership"):
        return []
    today = timezone.localdate()
    soon = for_user(Membership.objects.all(), user, "change").filter(
        ends__gte=today, ends__lte=today + timedelta(days=30)
    )
    people = for_user(get_user_model().objects.all(), user, "change")
    without = people.filter(is_active=True).filter(
        ~Exists(Membership.objects.on(today).filter(user=OuterRef("pk")))
    )
    found = [
        Need("warn", _("Ends soon"), str(row), _("Ends on %(day)s.")
             % {"day": date_format(row.ends)}, _admin(row.user_id), _("Open"))
        for row in soon.select_related("user")
    ]  # fmt: skip
    return found + [
        Need("new", _("No role"), str(person), _("May sign in, but nothing is open."),
             _admin(person.pk), _("Give a role"))
        for person in without
    ]  # fmt: skip


FINDERS: tuple[Callable[[Any], list[Need]], ...] = (
    overdue_commitments,
    commitments_due,
    to_review,
    to_release,
    own_records,
    rival_figures,
    *project_needs.FINDERS,
    memberships,
)


def _record(row):
    return _("%(country)s, %(source)s: %(unit)s") % {
        "country": row.country,
        "source": row.source,
        "unit": row.get_unit_display().lower(),
    }


def _sent(row):
    if row.submitted_at is None:
        return ""
    return _("Sent for review on %(day)s.") % {"day": date_format(row.submitted_at.date())}


def _admin(pk):
    return reverse("admin:accounts_user_change", args=[pk])
