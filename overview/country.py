"""What a country page shows, each part as far as its reader may see it."""

from django.db.models import Count

from foundation.access.querysets import for_user

from .models import Difference, KeyDate, KeyFigure, Situation


def country_context(country, user):
    situations = list(
        Situation.objects.for_user(user).filter(country=country).select_related("source")
    )
    return {
        "country": country,
        "page_is_sample": country.is_sample,
        "situations": situations,
        "situation": situations[0] if situations else None,
        "key_figures": KeyFigure.objects.for_user(user)
        .filter(country=country)
        .select_related("source"),
        "key_dates": KeyDate.objects.for_user(user)
        .filter(country=country)
        .select_related("source"),
        "differences": Difference.objects.for_user(user).filter(country=country),
    }


def country_rows(countries, user):
    """The rows of the countries page: counts of what the reader may see, per country."""
    rows = []
    for country in countries:
        rows.append({"country": country})
    return rows
