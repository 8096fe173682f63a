"""The home page: a work list, what changed, what comes."""

from datetime import datetime
from itertools import chain
from typing import Any, NamedTuple

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commitments.models import Commitment, Instrument
from foundation.access.querysets import for_user
from foundation.access.roles import ROLES
from foundation.access.scope import grants, scope_of
from foundation.reference.models import Country, Source
from incidents.models import Submission
from projects.models import Project, ReportDue

from .models import Difference, Situation
from .needs import needs

LISTED = 10
# With what each needs for its address.
WATCHED = {Project: (), Commitment: ("instrument__country",), Situation: ("country",)}


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


class Glance(NamedTuple):
    """How many of one kind the reader may see, and the list that holds them."""

    number: int
    label: str
    href: str


def glance(user: Any) -> list[Glance]:
    """One number for each list that the reader may open; each leads to its list."""
    found = [
        ("projects.view_project", Project, _("projects"), "projects:list"),
        ("commitments.view_instrument", Instrument, _("instruments"), "commitments:list"),
        ("incidents.view_submission", Submission, _("incident records you may know of"),
         "incidents:overview"),
        ("overview.view_difference", Difference, _("points where sources differ"),
         "overview:countries"),
    ]  # fmt: skip
    return [
        Glance(model.objects.for_user(user).count(), label, reverse(name))
        for permission, model, label, name in found
        if scope_of(user, permission)
    ]


class Changed(NamedTuple):
    """The newest save of a record: when, by whom as the reader may know them, which record."""

    when: datetime
    who: str
    what: Any


def recent_changes(user: Any, limit: int = 5) -> list[Changed]:
    """The newest saves of records whose history the reader may see, one for each record."""
    found = chain.from_iterable(_changed(model, user, limit) for model in WATCHED)
    return sorted(found, key=lambda change: change.when, reverse=True)[:limit]


def _changed(model, user, limit):
    readable = for_user(model.objects.all(), user, "view_history")
    visible = for_user(readable, user)
    rows = model.history.filter(id__in=visible.values("pk"), history_type="~")
    newest = {}
    for row in rows.select_related("history_user").order_by("-history_date")[: limit * 4]:
        newest.setdefault(row.id, row)
    records = visible.select_related(*WATCHED[model]).in_bulk(list(newest)[:limit])
    return [
        Changed(newest[pk].history_date, _who(newest[pk].history_user, user), record)
        for pk, record in records.items()
    ]


def _who(person, viewer):
    return person.seen_by(viewer) if person else _("The register")


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
