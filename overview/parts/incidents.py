"""Incident figures on a country page: only what a public document prints.

The working pages show more to those cleared, and record each sight; this page is for everybody.
"""

from typing import Any, NamedTuple

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from incidents import drawing
from incidents.counts import Shown, ShownCaseload, show, show_caseloads
from incidents.explained import findings_among
from incidents.findings import Kind
from incidents.groups import Group, groups, measure_label
from incidents.models import JusticeCaseload, Submission
from incidents.releases.listed import Listed, listed


class Figure(NamedTuple):
    """One count for the head of the page, with its source and whether another source differs."""

    cell: Any
    label: str
    source: str
    source_url: str
    href: str
    flag: str
    note: str = ""


class Incidents(NamedTuple):
    figures: list[Figure]
    perpetrators: list
    late: Any
    caseloads: list[ShownCaseload]
    not_released: int
    href: str
    releases: list[Listed]


def incidents_of(country: Any, user: Any) -> Incidents:
    """The printed figures of one country, its releases, and how many records are not printed."""
    visible = Submission.objects.visible_to(user).current().filter(country=country)
    printed = show(visible.filter(Submission.PRINTED), user)
    courts = JusticeCaseload.objects.filter(
        Q(as_published=True, classification="public", source__classification="public"),
        country=country,
    )
    notes = _notes(printed)
    return Incidents(
        figures=[_figure(group, notes) for group in groups(printed, user) if _leads(group)][:2],
        perpetrators=drawing.perpetrator_charts(printed),
        late=drawing.late_chart(printed),
        caseloads=show_caseloads(courts, user),
        not_released=visible.exclude(Submission.PRINTED).count(),
        href=f"{reverse('incidents:overview')}?country={country.slug}",
        releases=listed(country, user),
    )


def _leads(group: Group) -> bool:
    """A measure with a stated number, of the year in which it occurred."""
    return bool(group.columns) and any(
        shown.total.shown and not shown.is_late for shown in group.columns
    )


def _notes(printed: list[Shown]) -> dict[str, str]:
    """Why sources differ, by the reference of each of them, where somebody explained it."""
    return {
        shown.reference: found.explanation
        for found in findings_among(printed)
        if found.finding.kind is Kind.RIVALS and found.note is not None
        for shown in found.about
    }


def _figure(group: Group, notes: dict[str, str]) -> Figure:
    chosen = [shown for shown in group.columns if group.main and shown.url == group.main.url]
    shown: Shown = (chosen or [s for s in group.columns if s.total.shown])[0]
    others = [
        other.total.value
        for other in group.columns
        if other.total.shown and other.total.value != shown.total.value
    ]
    return Figure(
        cell=shown.total,
        label=measure_label(shown),
        source=str(shown.source),
        source_url=shown.source.get_absolute_url(),
        href=shown.url,
        flag=_("Another source says %(n)d") % {"n": others[0]} if others else "",
        note=notes.get(shown.reference, "") if others else "",
    )
