"""The full list of codes of a dimension: a row exists because of the list, not of a count."""

from collections.abc import Mapping, Set
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from foundation.reference.models import Code, Organisation, Region, wholes_of

from ..models.tabulations import CONTAINS, LISTS, NO_REGION
from . import periods
from .record import NO_PARTY, NotReleasableError, Record, Tabulated

PARTIES = [Organisation.Kind.NATIONAL_FORCES, Organisation.Kind.ARMED_GROUP]
# Named in both languages, as every code of a release is on its day.
NO_PARTY_NAMES = ("No named party", "Aucune partie nommée")
NO_REGION_NAMES = ("Region not stated", "Région non indiquée")
NO_LONGER = ("%s (no longer used)", "%s (n'est plus utilisé)")


@dataclass(frozen=True)
class Axis:
    """One dimension of a released table: (code, English name, French name) in order.

    edition: of the codes, for regions; the same code of another edition can be another place.
    belongs: of parties, each with one that it is part of, where either is listed.
    """

    name: str
    entries: tuple[tuple[str, str, str], ...]
    step: str = ""
    edition: str = ""
    belongs: tuple[tuple[str, str], ...] = ()

    @property
    def dimension(self) -> str:
        """What it is called where editions must not be mixed up."""
        return dimension_of(self.name, self.edition)

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(code for code, _en, _fr in self.entries)


def dimension_of(name: str, edition: str) -> str:
    return f"{name}@{edition}" if edition else name


def axis(name: str, table: Tabulated, record: Record, step: str = "") -> Axis:
    """The list for one dimension of a table; for "occurred", calendar steps of the period."""
    used = {row.codes[name] for row in table.rows}
    if name == "occurred":
        return _periods(used, record, step)
    edition = _edition(record, table) if name == "region" else ""
    if name == "region":
        entries = _regions(record, edition)
    else:
        entries = _parties(record, used) if name == "party" else _codes(name, used)
    missing = used - {code for code, _en, _fr in entries}
    if missing:
        raise NotReleasableError(
            _("The table names a code that is not in its list: %(codes)s.")
            % {"codes": ", ".join(sorted(map(str, missing)))}
        )
    listed = {code for code, _en, _fr in entries} if name == "party" else set()
    belongs = pairs(wholes_of_parties(), listed) if listed else []
    return Axis(name, tuple(entries), edition=edition, belongs=tuple(belongs))


def steps_for(table: Tabulated) -> list[str]:
    """The calendar steps by which the rows of a table can be told apart."""
    spans = [row.codes["occurred"] for row in table.rows]
    return periods.steps_of(spans) if all(spans) else []


def _periods(used, record, step):
    if record.occurred is None or None in used:
        raise NotReleasableError(_("A table over time needs the period of the record and rows."))
    if step not in periods.steps_of(used):
        raise NotReleasableError(_("The rows of the table do not fit into these calendar steps."))
    spans = periods.calendar(record.occurred, step)
    outside = [s for s in used if s[0] < record.occurred[0] or s[1] > record.occurred[1]]
    if outside or not periods.is_whole(record.occurred, step):
        raise NotReleasableError(_("The period of the record does not consist of such steps."))
    entries = [(periods.code_of(s), periods.name(s), periods.name(s, french=True)) for s in spans]
    return Axis("occurred", tuple(entries), step)


def _codes(name, used):
    """Groups as the source splits them: never a group beside its parts."""
    left_out = set()
    for whole, parts in CONTAINS.items():
        left_out |= parts if whole in used else {whole}
    found = Code.objects.filter(list=LISTS[name]).filter(Q(active=True) | Q(code__in=used))
    rows = found.exclude(code__in=left_out).order_by("order", "code")
    return [(row.code, *_names(row)) for row in rows]


def _names(row):
    names = (row.name_en, row.name_fr or row.name_en)
    if row.active:
        return names
    return tuple(words % name for words, name in zip(NO_LONGER, names, strict=True))


def _edition(record, table):
    """That of the codes which the table uses; the newest one where it names no region."""
    if len(table.editions) > 1:
        raise NotReleasableError(
            _("The table uses codes of regions of several editions: %(names)s.")
            % {"names": ", ".join(table.editions)}
        )
    if table.editions:
        return table.editions[0]
    rows = Region.objects.filter(country=record.country).order_by("-valid_from", "-vintage")
    return rows.values_list("vintage", flat=True).first() or ""


def _regions(record, edition):
    """All regions of this edition of codes, and that none is stated."""
    rows = Region.objects.filter(country=record.country, vintage=edition)
    found = [(r.pcode, r.name_en, r.name_fr or r.name_en) for r in rows.order_by("pcode")]
    return [*found, (NO_REGION, *NO_REGION_NAMES)]


def _parties(record, used):
    here = Q(country=record.country) | Q(country__isnull=True)
    every = Organisation.objects.filter(here, kind__in=PARTIES).order_by("name_en", "pk")
    rows = _never_beside_a_part(list(every), used)
    found = [(row.slug, row.name_en, row.name_fr or row.name_en) for row in rows]
    return [*found, (NO_PARTY, *NO_PARTY_NAMES)]


def _never_beside_a_part(parties, used):
    """As the source splits them: a party, or those that belong to it."""
    wholes = wholes_of([party.pk for party in parties])
    counted = {party.pk for party in parties if party.slug in used}
    split = set().union(*wholes.values()) - counted
    return [p for p in parties if p.pk not in split and not wholes[p.pk] & counted]


def pairs(belongs: Mapping[str, Set[str]], listed: Set[str]) -> list[tuple[str, str]]:
    """Each party with one that it is part of, as far as a list has either."""
    return sorted(
        (part, whole)
        for part, wholes in belongs.items()
        for whole in wholes
        if {part, whole} & listed
    )


def wholes_of_parties() -> dict[str, set[str]]:
    """What each party belongs to, through however many levels, by slug."""
    slugs = dict(Organisation.objects.filter(kind__in=PARTIES).values_list("pk", "slug"))
    return {
        slugs[pk]: {slugs[whole] for whole in wholes & slugs.keys()}
        for pk, wholes in wholes_of(slugs).items()
    }


def kinds_of_parties() -> dict[str, str]:
    """Which parties are forces of a State and which are armed groups, by slug."""
    return dict(Organisation.objects.filter(kind__in=PARTIES).values_list("slug", "kind"))
