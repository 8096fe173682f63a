"""The releases of a country in short, for pages that lead to them."""

from datetime import datetime
from typing import Any, NamedTuple

from ..models import Release

MOST = 5


class Listed(NamedTuple):
    citation: str
    title: str
    url: str
    audience: str
    when: datetime


def listed(country: Any, viewer: Any) -> list[Listed]:
    """Those that stand and that `viewer` may read, the newest first."""
    rows = Release.objects.for_user(viewer).standing().filter(country=country)
    rows = rows.select_related("country").defer("definition").order_by("-approved_at", "-pk")
    return [
        Listed(
            row.citation,
            row.title,
            row.get_absolute_url(),
            row.get_audience_display(),
            row.approved_at,
        )
        for row in rows[:MOST]
    ]
