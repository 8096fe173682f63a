"""Search over what the reader may see. Counts of incidents and texts about them are not in it."""

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commitments.models import Commitment, Indicator, Instrument
from foundation.access.querysets import for_user
from foundation.documents.reading import plain_words
from foundation.exports.models import Export
from foundation.reference.models import Country, Organisation, Source
from foundation.ui.menu import localised
from incidents.models import Release, Submission
from projects.models import Project, ProjectDocument

from .models import Difference, KeyDate, Situation

SHOWN = 20
FILE_NUMBER = re.compile(r"e[a-z2-9]{9}")  # whole, as it stands in the file
MOST_WORDS = 8  # each word asks every field of every kind


class Kind(NamedTuple):
    """One kind of record that can be found: by which fields, and what is told of it."""

    slug: str
    title: str | Promise
    model: Any
    fields: tuple[str, ...]
    related: tuple[str, ...] = ()
    sourced: tuple[str, ...] = ()  # texts that are shown only where their `<field>_source` is open


class Hit(NamedTuple):
    title: str
    url: str
    about: str


class Group(NamedTuple):
    kind: Kind
    hits: list[Hit]
    more: bool


KINDS = (
    Kind("countries", _("Countries"), Country, ("name_en", "name_fr", "iso2", "iso3")),
    Kind("projects", _("Projects"), Project,
         ("code", "title", "title_fr", "short_title", "register_number"),
         ("country",), ("summary",)),
    Kind("documents", _("Documents of projects"), ProjectDocument,
         ("title", "extracted__words", "project__code"), ("project",)),
    Kind("instruments", _("Instruments"), Instrument,
         ("title", "short_title", "symbol", "summary"), ("country",)),
    Kind("commitments", _("Commitments"), Commitment, ("title", "summary", "text_as_signed"),
         ("instrument__country",)),
    Kind("indicators", _("Indicators"), Indicator, ("name",), ("country",)),
    # Titles and caveats of submissions may hold counts, so they are found by source alone.
    Kind("incidents", _("Incident records"), Submission,
         ("source__short_title", "source__title", "source__symbol"), ("country", "source")),
    # By how it is cited and what it is about; nothing printed in it, and nothing withheld.
    Kind("releases", _("Releases of incident tables"), Release,
         ("cited_as", "title", "country__name_en", "country__name_fr", "country__iso3"),
         ("country",)),
    Kind("situations", _("Situation analyses"), Situation, ("title", "text"), ("country",)),
    Kind("dates", _("Key dates"), KeyDate, ("what",), ("country",)),
    Kind("differences", _("Where sources differ"), Difference, ("topic", "explanation"),
         ("country",)),
    Kind("organisations", _("Organisations"), Organisation,
         ("name_en", "name_fr", "acronym", "aliases__name")),
    Kind("sources", _("Sources"), Source, ("symbol", "title", "short_title", "publisher")),
    # By the number that stands in a file; those of others for who keeps watch.
    Kind("files", _("Files taken out"), Export, ("reference",)),
)  # fmt: skip


def search(request):
    """One field; results by kind, each scoped as its own page is."""
    words = " ".join(request.GET.get("q", "").split())[:200]
    wanted = request.GET.get("in", "")
    kinds = [kind for kind in KINDS if wanted in {"", kind.slug}]
    groups = find(words, request.user, kinds) if len(words) >= 2 else []
    context = {"q": words, "groups": groups, "kinds": KINDS, "wanted": wanted}
    return render(request, "overview/search.html", context)


def find(words: str, user: Any, kinds: Iterable[Kind] = KINDS) -> list[Group]:
    """At most SHOWN hits of each kind in which every word occurs somewhere."""
    wanted = list(dict.fromkeys(words.lower().split()))[:MOST_WORDS]
    if not any(FILE_NUMBER.fullmatch(word) for word in wanted):
        kinds = [kind for kind in kinds if kind.model is not Export]
    groups = [_group(kind, wanted, user) for kind in kinds]
    return [group for group in groups if group.hits]


def _group(kind, words, user):
    rows = _visible(kind.model, user).select_related(*kind.related).distinct()
    for word in words:
        anywhere = Q()
        for field in kind.fields:
            # What files say is kept without accents; an accent in the question must not matter.
            asked = plain_words(word) if field.endswith("words") else word
            anywhere |= Q(**{f"{field}__icontains": asked})
        for field in kind.sourced:
            anywhere |= Q(**{f"{field}__icontains": word}) & _is_shown(field, user)
        rows = rows.filter(anywhere)
    found = list(rows.order_by("pk")[: SHOWN + 1])
    return Group(kind, [_hit(row) for row in found[:SHOWN]], len(found) > SHOWN)


def _is_shown(field, user):
    """A word of a text that stands on a closed source must not find its row either."""
    source = f"{field}_source"
    seen = for_user(Source.objects.all(), user)
    return Q(**{f"{source}__isnull": True}) | Q(**{f"{source}__in": seen})


def _visible(model, user) -> QuerySet:
    if model is Submission:
        return Submission.objects.visible_to(user)
    if model is Release:
        return Release.objects.for_user(user)
    if model is ProjectDocument:
        return ProjectDocument.objects.current().for_user(user)
    if model is Export:
        return Export.objects.for_user(user)
    return for_user(model.objects.all(), user)


def _hit(row):
    if isinstance(row, Export):
        return Hit(row.reference, row.get_absolute_url(), f"{row.title}, {row.ending.upper()}")
    url = row.get_absolute_url() if hasattr(row, "get_absolute_url") else ""
    country = getattr(row, "country", None)
    if isinstance(row, KeyDate):
        url = localised(row.path) if row.path else country.get_absolute_url()
    about = country.name if country is not None and not isinstance(row, Country) else ""
    return Hit(str(row), url, about)
