"""What the cells of a file may name, as one person may know it: each list is read once."""

from typing import Any

from foundation.access.querysets import for_user
from foundation.access.scope import permission_name, scope_of
from foundation.imports.words import Words
from foundation.reference.models import Alias, Code, Country, Organisation, Source

from ..models import Fund, Transaction


def organisations(user: Any) -> Words:
    """By address, acronym, name in either language, and other spellings."""
    rows = for_user(Organisation.objects.all(), user).in_bulk()
    names = {row.pk: [row.acronym, row.slug, row.name_en, row.name_fr] for row in rows.values()}
    for alias in for_user(Alias.objects.all(), user):
        if alias.organisation_id in names:
            names[alias.organisation_id].append(alias.name)
    return Words((rows[pk], spelt) for pk, spelt in names.items())


def sources(user: Any) -> Words:
    """By address or symbol."""
    rows = for_user(Source.objects.all(), user)
    return Words((row, [row.symbol, row.slug]) for row in rows)


def categories() -> Words:
    """By code, number from 1 to 8, or name."""
    rows = category_rows()
    return Words((row, [row.code, str(row.order), row.name_en, row.name_fr]) for row in rows)


def category_rows():
    return Code.objects.filter(list=Code.List.BUDGET_CATEGORY, active=True)


def funds(user: Any) -> Words:
    rows = for_user(Fund.objects.all(), user)
    return Words((row, [row.code, row.slug, row.name_en, row.name_fr]) for row in rows)


def countries(user: Any, permission: str) -> Words:
    """Those in which the person holds a permission: by ISO code, address or name."""
    scope = scope_of(user, permission)
    rows = for_user(Country.objects.all(), user)
    if not scope.everywhere:
        rows = rows.filter(pk__in=scope.countries)
    return Words((row, [row.iso2, row.iso3, row.slug, row.name_en, row.name_fr]) for row in rows)


def ledger_reach(user: Any, project: Any) -> set[str]:
    """The classifications that a row of this project, posted by this person, may have."""
    return reach(user, project, Transaction)


def reach(user: Any, project: Any, model: Any) -> set[str]:
    """How closed a new row of a model may be, in this project, for this person to add it."""
    return {
        classification
        for grant in scope_of(user, permission_name(model, "add")).grants
        if grant.everywhere or project.country_id in grant.countries
        for classification in grant.classifications
    }
