"""What several pages ask."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.shortcuts import get_object_or_404

from foundation.access.querysets import for_user
from foundation.access.scope import scope_of
from foundation.reference.models import Country

from ..explained import Explained, findings_among
from ..models import Release, Submission
from ..shown import Shown


def holds_in(user: Any, permission: str, country: Country) -> bool:
    """Whether the permission is held in this country: for buttons, never instead of a check."""
    scope = scope_of(user, f"incidents.{permission}")
    return scope.everywhere or country.pk in scope.countries


def country_of(request) -> Country | None:
    """The country of the address, if this person may know of a record or a release there."""
    slug = request.GET.get("country", "")
    return countries(request.user).filter(slug=slug).first()


def countries(user):
    """Where this person may know of a record or of a release."""
    records = Submission.objects.visible_to(user).values("country")
    releases = Release.objects.for_user(user).values("country")
    found = Q(pk__in=records) | Q(pk__in=releases)
    return for_user(Country.objects.all(), user).filter(found)


def years(rows) -> list[int]:
    """Years in which something occurred, or was verified or reported, latest first."""
    found: set[int] = set()
    for values in rows.order_by().values_list(
        "occurred_from", "occurred_to", "verified_from", "verified_to"
    ):
        found |= _years(values[:2]) | _years(values[2:])
    return sorted(found, reverse=True)


def _years(days: Iterable) -> set[int]:
    first, last = days
    return set(range(first.year, last.year + 1)) if first else set()


def year_of(request, available: list[int]) -> int | None:
    """The year of the address; without one, the latest; an empty one is all of them."""
    if "year" not in request.GET:
        return available[0] if available else None
    wanted = request.GET["year"]
    return int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) == 4 else None


def same_sources(listed, user, country):
    """Numbers of the current records of the same sources, whatever their period.

    A finding may hold a listed record against one of them: the period before, a period left out.
    """
    rows = Submission.objects.visible_to(user).current().filter(country=country)
    rows = rows.filter(source__in=listed.order_by().values("source"))
    return list(rows.order_by("pk").values_list("pk", flat=True))


def findings_about(listed: list[Shown], every: Iterable[Shown]) -> list[Explained]:
    """What does not fit in the listed records, and between them and all those shown."""
    references = {shown.reference for shown in listed}
    found = findings_among(every)
    return [each for each in found if references.intersection(each.finding.keys)]


def record_or_404(user, action, reference):
    """The record, if this person may do that to it and may know of it."""
    rows = Submission.objects.visible_to(user).select_related("country", "source")
    return get_object_or_404(for_user(rows, user, action), reference=reference)
