"""What a country page shows, each part as far as its reader may see it."""

from collections import Counter
from typing import Any

from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commitments.models import Instrument
from foundation.access.scope import scope_of
from projects.models import Project

from .models import Difference, KeyDate, KeyFigure, Situation
from .parts.commitments import commitments_of
from .parts.incidents import incidents_of
from .parts.timeline import time_chart


def country_context(country: Any, user: Any) -> dict[str, Any]:
    """All parts of the page of one country that `user` may view."""
    situations = list(
        Situation.objects.for_user(user)
        .filter(country=country)
        .select_related("source", "country")
    )
    projects = list(
        Project.objects.for_user(user).filter(country=country).with_card(user).order_by("starts")
    )
    dates = list(KeyDate.objects.for_user(user).filter(country=country).select_related("source"))
    commitments = commitments_of(country, user)
    return {
        "country": country,
        "page_is_sample": country.is_sample,
        "situations": situations,
        "situation": situations[0] if situations else None,
        "key_figures": _in(KeyFigure, country, user).select_related("source"),
        "editable_figures": _editable(KeyFigure, country, user),
        "key_dates": dates,
        "editable_dates": _editable(KeyDate, country, user),
        "may_add": may_add(country, user),
        "difference_count": _in(Difference, country, user).count(),
        "projects": projects,
        "incidents": incidents_of(country, user),
        "commitments": commitments,
        "chart": time_chart(commitments.instruments, projects),
    }


ADDABLE = [
    (_("Situation analysis"), "overview:situation_add", "overview.add_situation"),
    (_("Key figure"), "overview:figure_add", "overview.add_keyfigure"),
    (_("Key date"), "overview:date_add", "overview.add_keydate"),
    (_("Point where sources differ"), "overview:difference_add", "overview.add_difference"),
]


def may_add(country: Any, user: Any) -> list[tuple[Any, str]]:
    """What the reader may add to this country's page, with the address of each form."""
    allowed = []
    for label, name, permission in ADDABLE:
        scope = scope_of(user, permission)
        if scope.everywhere or country.pk in scope.countries:
            allowed.append((label, reverse(name, args=[country.slug])))
    return allowed


def _in(model, country, user, action="view"):
    return model.objects.for_user(user, action).filter(country=country)


def _editable(model, country, user):
    """Numbers of the rows the user may change, in one query for the page."""
    return set(_in(model, country, user, "change").values_list("pk", flat=True))


def country_rows(countries: Any, user: Any) -> list[dict[str, Any]]:
    """The rows of the countries page: what the reader may see of each, in one query a column."""
    countries = list(countries)
    counts = {
        name: Counter(
            model.objects.for_user(user)
            .filter(country__in=countries)
            .values_list("country", flat=True)
        )
        for name, model in [
            ("projects", Project),
            ("instruments", Instrument),
            ("differences", Difference),
        ]
    }
    newest = dict(
        Situation.objects.for_user(user)
        .filter(country__in=countries)
        .order_by()
        .values_list("country")
        .annotate(newest=Max("as_of"))
    )
    return [
        {
            "country": country,
            "situation": newest.get(country.pk),
            **{name: found[country.pk] for name, found in counts.items()},
        }
        for country in countries
    ]
