"""The home page: a work list, what changed, what comes."""

from itertools import chain
from typing import Any

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import ngettext

from commitments.models import Commitment, Instrument
from foundation.access.querysets import for_user
from foundation.access.roles import ROLES
from foundation.access.scope import grants
from foundation.reference.models import Country, Source
from foundation.ui.history import Entry
from foundation.ui.history import entries as history_entries
from incidents.models import Submission
from projects.models import Project, ReportDue

from .models import Difference, Situation
from .needs import needs

LISTED = 10
WATCHED = (Project, Commitment, Situation)


def home(request):
    """What needs the reader today; with ?all=1 the whole list."""
    user = request.user
    found = needs(user)
    everything = "all" in request.GET
    context = {
        "today": timezone.localdate(),
        "role_names": [ROLES[slug].name for slug in dict.fromkeys(g.role for g in grants(user))],
        "heading": _heading(len(found)),
        "needs": found if everything else found[:LISTED],
        "more": 0 if everything else max(0, len(found) - LISTED),
        "glance": glance(user),
        "changes": recent_changes(user),
        "coming": coming(user),
        "countries": for_user(Country.objects.filter(is_followed=True), user)[:30],
        "sources": for_user(Source.objects.all(), user)[:5],
    }
    return render(request, "overview/home.html", context)


def _heading(number):
    if not number:
        return ngettext("Nothing needs you today", "Nothing needs you today", 0)
    return ngettext("%(n)d thing needs you", "%(n)d things need you", number) % {"n": number}


def glance(user: Any) -> dict[str, int]:
    """How many of each kind the reader may see; each number leads to its list."""
    return {
        "projects": Project.objects.for_user(user).count(),
        "instruments": Instrument.objects.for_user(user).count(),
        "records": Submission.objects.visible_to(user).count(),
        "differences": Difference.objects.for_user(user).count(),
    }


def recent_changes(user: Any, limit: int = 5) -> list[tuple[Any, Entry]]:
    """The newest saves of records whose history the reader may see."""
    rows = list(chain.from_iterable(_changed(model, user, limit) for model in WATCHED))
    rows.sort(key=lambda pair: pair[0], reverse=True)
    return [
        (obj, entry)
        for _when, obj in rows[:limit]
        for entry in history_entries(obj, user, limit=1)
    ]


def _changed(model, user, limit):
    visible = for_user(model.objects.all(), user, "view_history").filter(
        pk__in=for_user(model.objects.all(), user).values("pk")
    )
    newest = model.history.filter(id__in=visible.values("pk"), history_type="~")
    dates = {}
    for pk, when in newest.order_by("-history_date").values_list("id", "history_date")[
        : limit * 4
    ]:
        dates.setdefault(pk, when)
    return [(dates[obj.pk], obj) for obj in visible.filter(pk__in=list(dates)[:limit])]


def coming(user: Any, limit: int = 5) -> list[tuple[Any, str, str]]:
    """The next dates: reports due and commitments due, as (day, what, address)."""
    today = timezone.localdate()
    reports = ReportDue.objects.for_user(user).filter(due_on__gte=today, received_on=None)
    due = Commitment.objects.for_user(user).open().filter(due_to__gte=today)
    rows = [
        (row.due_on, f"{row.project.code}: {row}", row.project.get_absolute_url())
        for row in reports.select_related("project").order_by("due_on")[:limit]
    ]
    rows += [
        (row.due_to, row.title, row.get_absolute_url())
        for row in due.select_related("instrument__country").order_by("due_to")[:limit]
    ]
    return sorted(rows)[:limit]
