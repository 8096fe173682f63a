"""Records, tables and parts of one country, for a cleared reader. Counts come from `counts`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from foundation.reference.models import Code, Country, Organisation, Region

from ..counts import added_up, cleared
from ..models import Cell, Tabulation
from ..models.tabulations import LISTS, name_of, name_without
from ..shown import Period
from . import wording
from .measures import OCCURRED, Record, Span
from .pivot import Part
from .tables import PERIOD, QUARTER, YEAR, Table

NONE = "none"
OCCURRED_DAYS = ("occurred_from", "occurred_to")
SAFE = (
    "pk", "reference", "source__slug", "source__short_title", "page", "collecting_system", "unit",
    "verification", "occurred_from", "occurred_to", "verified_from", "verified_to",
)  # fmt: skip


@dataclass(frozen=True)
class Place:
    """A value of a dimension: what an address calls it, what a reader does, its row."""

    key: str
    label: str
    pk: int | None = None
    code: str = ""
    edition: str = ""


@dataclass(frozen=True)
class About:
    """What the page says of a record: nothing that could be a count."""

    source: str
    page: str
    url: str


def countries_of(user: Any) -> list[Country]:
    """Countries where this person may turn over a record that stands today."""
    known = cleared(user).order_by().values("country")
    return list(Country.objects.filter(pk__in=known))


def records_of(country: Country, user: Any) -> tuple[list[Record], dict[int, About]]:
    records, about = [], {}
    for row in cleared(user).filter(country=country).order_by("pk").values(*SAFE):
        record = Record(
            row["pk"], row["reference"], row["source__slug"], row["collecting_system"],
            row["unit"], row["verification"],
            _span(row["occurred_from"], row["occurred_to"]),
            _span(row["verified_from"], row["verified_to"]),
        )  # fmt: skip
        records.append(record)
        url = reverse("incidents:record", args=[record.reference])
        about[record.pk] = About(row["source__short_title"], row["page"], url)
    return records, about


def tables_of(records: Iterable[Record], user: Any) -> list[Table]:
    rows = Tabulation.objects.for_user(user).filter(submission__in=[r.pk for r in records])
    values = rows.order_by("submission", "order").values_list(
        "pk", "submission", "dimensions", "adds_up", "title"
    )
    return [Table(pk, of, tuple(dims), adds, title) for pk, of, dims, adds, title in values]


def places_of(dimension: str, tables: Iterable[Table], user: Any) -> list[Place]:
    """The values that these tables have in a dimension, in the order of its list."""
    cells = Cell.objects.for_user(user).filter(tabulation__in=[table.pk for table in tables])
    if dimension == "occurred":
        spans = cells.order_by(*OCCURRED_DAYS).values_list(*OCCURRED_DAYS).distinct()
        return [Place(period_key(span), period_label(span)) for span in map(_pair, spans)]
    known = cells.values(f"{dimension}_id")
    if dimension == "region":
        nowhere = Place(NONE, name_without("region"))
        return [*_regions(Region.objects.filter(pk__in=known)), nowhere]
    if dimension == "party":
        parties = Organisation.objects.filter(pk__in=known)
        named = [Place(party.slug, party.name, party.pk) for party in parties]
        return [*named, Place(NONE, name_without("party"))]
    codes = Code.objects.filter(list=LISTS[dimension], pk__in=known)
    return [Place(code.code, name_of(code), code.pk) for code in codes]


def _regions(regions: Iterable[Region]) -> list[Place]:
    """By code and edition: a P-code means something only together with its vintage."""
    rows = list(regions)
    several = len({row.vintage for row in rows}) > 1
    return [
        Place(
            f"{row.pcode}.{row.vintage}",
            f"{row.name} ({row.vintage})" if several else row.name,
            row.pk,
            row.pcode,
            row.vintage,
        )
        for row in rows
    ]


def parts_of(
    tables: Sequence[Table],
    dimensions: Sequence[str],
    places: dict[str, list[Place]],
    clock: str,
    spans: dict[int, Span | None],
    user: Any,
) -> list[Part]:
    """Every part of the tables, at its place in each of the dimensions and in time.

    `spans` are the periods of the records, by record number.
    """
    keys = {name: {place.pk: place.key for place in found} for name, found in places.items()}
    linked = [name for name in dimensions if name in keys and name != "occurred"]
    dated = any("occurred" in table.dimensions for table in tables)
    columns = [f"{name}_id" for name in linked] + list(OCCURRED_DAYS if dated else ())
    by_pk = {table.pk: table for table in tables}
    return [
        _part(row, by_pk[row["tabulation"]], linked, keys, clock, spans)
        for row in added_up(by_pk, columns, user)
    ]


def _part(row, table, linked, keys, clock, spans):
    own = _span(row.get("occurred_from"), row.get("occurred_to"))
    span = own if own and clock == OCCURRED else spans[table.record]
    at = {name: keys[name].get(row[f"{name}_id"], NONE) for name in linked}
    at |= {PERIOD: period_key(span), YEAR: year_key(span), QUARTER: quarter_key(span)}
    at["occurred"] = period_key(own)
    return Part(table.pk, at, row["total"], row["state"], row["parts"])


def _span(first: date | None, last: date | None) -> Span | None:
    return (first, last) if first and last else None


def _pair(days):
    return _span(*days)


def period_key(span: Span | None) -> str:
    return f"{span[0]:%Y%m%d}-{span[1]:%Y%m%d}" if span else NONE


def span_of(key: str) -> Span | None:
    """The period that a key names; none if it names none."""
    first, _dash, last = key.partition("-")
    try:
        return date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        return None


def period_label(span: Span | None) -> str:
    """A quarter or year by its name, any other period by its days."""
    if span is None:
        return _("period not stated")
    quarter = quarter_key(span)
    if quarter and span == quarter_days(quarter):
        return wording.quarter(quarter)
    return Period(*span).label


def periods_label(records: Sequence[Record], clock: str) -> str:
    """Each period, or of many the first and the last."""
    labels = [period_label(record.span(clock)) for record in records]
    if len(labels) < 4:
        return "; ".join(labels)
    names = {"n": len(labels), "first": labels[0], "last": labels[-1]}
    return _("%(first)s to %(last)s, %(n)d records") % names


def quarter_days(key: str) -> Span:
    year, number = int(key[:4]), int(key[-1])
    first = date(year, 3 * number - 2, 1)
    last = date(year + number // 4, 3 * number % 12 + 1, 1) - timedelta(days=1)
    return first, last


def year_key(span: Span | None) -> str:
    """The year, or nothing if the figures are for more than one."""
    return str(span[0].year) if span and span[0].year == span[1].year else ""


def quarter_key(span: Span | None) -> str:
    """The quarter of a year, or nothing if the figures are for more than one."""
    if not year_key(span):
        return ""
    first, last = [(day.month - 1) // 3 + 1 for day in span]
    return f"{span[0].year}-Q{first}" if first == last else ""
