"""What the cells of a file may name, as one person may know it: each list is read once."""

from collections.abc import Callable
from datetime import date
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from foundation.access.querysets import for_user
from foundation.access.scope import scope_of
from foundation.imports.columns import tag_key
from foundation.imports.words import Words, plain
from foundation.reference.models import Alias, Code, Country, Organisation, Region, Source

from ..models.tabulations import LISTS, NO_REGION, name_without
from .periods import Span, span
from .shapes import TOTALS

PARTIES = (Organisation.Kind.NATIONAL_FORCES, Organisation.Kind.ARMED_GROUP)
# Other words of tables, English and French, for codes that are plain enough to be meant.
OTHER_WORDS = {
    "women": ("woman", "femme", "adult women", "adult female", "female adults", "femmes adultes"),
    "girls": ("girl", "fille", "female children", "filles mineures", "fillettes"),
    "men": ("man", "homme", "adult men", "male adults", "hommes adultes"),
    "boys": ("boy", "garcon", "male children", "garcons mineurs"),
    "female-age-not-stated": ("women and girls", "femmes et filles", "female", "females"),
    "male-age-not-stated": ("men and boys", "hommes et garcons", "male", "males"),
    "adults-sex-not-stated": ("adults", "adultes"),
    "children-sex-not-stated": ("children", "enfants"),
    "state-forces": ("state security forces", "forces de securite", "national forces"),
    "non-state": ("non-state armed groups", "groupes armes non etatiques"),
    "unidentified": ("unidentified armed men", "hommes armes non identifies", "unidentified",
                     "non identifies"),
}  # fmt: skip


# What stands in a column of regions, or over one, where the source names none.
NO_REGION_WORDS = (
    NO_REGION, "region not stated", "no region stated", "non indique", "non indiquee",
    "region non indiquee", "non precise", "non precisee", "region non precisee", "sans region",
)  # fmt: skip


class NoRegion:
    """Stands for a region where the source counts by region and names none."""

    pk = ""

    @property
    def name(self) -> str:
        return name_without("region")


NOWHERE = NoRegion()
NOWHERE_WORDS = {plain(words) for words in NO_REGION_WORDS}


class Lists:
    """By dimension: the words for each value. A name that stands for two says so."""

    def __init__(self, user: Any):
        self.user = user

    @cached_property
    def codes(self) -> dict[str, Words]:
        rows = list(Code.objects.filter(list__in=LISTS.values()))
        return {
            name: Words((row, _names_of(row)) for row in rows if row.list == code_list)
            for name, code_list in LISTS.items()
        }

    @cached_property
    def by_tag(self) -> dict[tuple, str]:
        """Codes of survivor groups by their HXL tag, which is different for each of them."""
        rows = Code.objects.filter(list=Code.List.SURVIVOR_GROUP, active=True).exclude(hxl="")
        return {tag_key(row.hxl): row.code for row in rows}

    @cached_property
    def parties(self) -> Words:
        """By address, acronym, name in either language, and other spellings."""
        rows = for_user(Organisation.objects.filter(kind__in=PARTIES), self.user).in_bulk()
        names = {r.pk: [r.acronym, r.slug, r.name_en, r.name_fr] for r in rows.values()}
        aliases = for_user(Alias.objects.filter(organisation__in=list(rows)), self.user)
        for alias in aliases:
            names[alias.organisation_id].append(alias.name)
        return Words((rows[pk], spelt) for pk, spelt in names.items())

    @cached_property
    def sources(self) -> Words:
        rows = for_user(Source.objects.all(), self.user)
        return Words((row, [row.symbol, row.slug, row.short_title]) for row in rows)

    @cached_property
    def countries(self) -> Words:
        """Those in which the person may add a record: by ISO code, address or name."""
        scope = scope_of(self.user, "incidents.add_submission")
        rows = for_user(Country.objects.all(), self.user)
        if not scope.everywhere:
            rows = rows.filter(pk__in=scope.countries)
        return Words(
            (row, [row.iso2, row.iso3, row.slug, row.name_en, row.name_fr]) for row in rows
        )

    @cached_property
    def all_regions(self) -> list[Region]:
        reached = {row.pk for held in self.countries.values.values() for row in held}
        regions = for_user(Region.objects.filter(country__in=reached), self.user)
        return list(regions.order_by("valid_from", "pk"))

    @cached_property
    def region_names(self) -> dict[str, list[Region]]:
        """Every name and P-code of a region, with and without its edition."""
        found: dict[str, list[Region]] = {}
        for region in self.all_regions:
            names = [region.pcode, region.name_en, region.name_fr]
            names += [f"{name} {region.vintage}" for name in names if name]
            for word in {plain(name) for name in names if name} - {""}:
                found.setdefault(word, []).append(region)
        return found

    def meanings(self, heading: str, tag: str = "") -> list[tuple[str, str]]:
        """What a heading of a cross-table may mean: (dimension, words of its value)."""
        found = []
        if tag and tag_key(tag) in self.by_tag:
            found.append(("survivor", self.by_tag[tag_key(tag)]))
        found += [(name, heading) for name in (*LISTS, "region", "party")
                  if (name, heading) not in found and self.is_listed(name, heading)]  # fmt: skip
        if span(heading):
            found.append(("occurred", heading))
        return found

    def is_listed(self, name: str, words: str) -> bool:
        """Whether the words stand for something in the list of a column."""
        key = plain(words)
        if not key:
            return False
        if name in {"region", "region_code"}:
            return key in self.region_names or key in NOWHERE_WORDS
        if name in LISTS:
            return key in self.codes[name].values
        held = {"party": "parties", "source": "sources", "country": "countries"}
        return name in held and key in getattr(self, held[name]).values

    def region(self, words: str, country: Country, period: Span | None) -> Region | NoRegion:
        """The region of a name or P-code, in the edition that was in force in the period."""
        if plain(words) in NOWHERE_WORDS:
            return NOWHERE
        rows = self.region_names.get(plain(words), [])
        own = [row for row in rows if row.country_id == country.pk]
        if not own:
            raise ValidationError(
                _("This is not a first-level region of %(country)s.") % {"country": country}
                if not rows
                else _("This is a region of another country.")
            )
        meant = [row for row in own if row in editions(self.all_regions, country, period)]
        if len(meant) != 1 and len(own) > 1:
            raise ValidationError(
                _("This stands for areas of two editions. Write it with its edition, such as"
                  " “%(name)s”.") % {"name": f"{own[-1].pcode} {own[-1].vintage}"}
            )  # fmt: skip
        return (meant or own)[0]


def editions(regions: list[Region], country: Country, period: Span | None) -> list[Region]:
    """The regions of the edition in force in a period; the oldest where it is older than all.

    A period that reaches over a change, or none at all, leaves every edition possible.
    """
    own = [row for row in regions if row.country_id == country.pk]
    if period is None or not own:
        return own
    oldest = min(row.valid_from for row in own)
    if period[1] < oldest:
        return [row for row in own if row.valid_from == oldest]
    first, last = period
    return [row for row in own if row.valid_from <= last and (row.valid_to or date.max) >= first]


def is_total(words: str) -> bool:
    return plain(words) in TOTALS


def chosen(words: Words) -> Callable[[str], Any]:
    """The code that words stand for; a closed one is no choice any more."""

    def choose(text: str) -> Code:
        code = words.find(text)
        if not code.active:
            raise ValidationError(_("This code is closed. Choose one that is in use."))
        return code

    return choose


def _names_of(row: Code) -> list[str]:
    return [row.code, row.name_en, row.name_fr, *OTHER_WORDS.get(row.code, ())]
