"""What the maker of a file held when it was made, to be asked about again at each download."""

from typing import Any

from foundation.access.scope import SUPERUSER, Scope, scope_of
from foundation.reference.classification import ORDER

from .reports import SIGNED_IN, Report


def of(report: Report, user: Any) -> list[dict[str, Any]]:
    """Each grant of the report's permission as plain values, for the row of the export."""
    if report.permission == SIGNED_IN:
        return []
    return [
        {
            "everywhere": grant.everywhere,
            "countries": sorted(grant.countries),
            "ceiling": grant.ceiling,
        }
        for grant in scope_of(user, report.permission).grants
    ]


def still_held(then: list[dict[str, Any]], report: Report, user: Any) -> bool:
    """Whether everything held then is held now: each country, up to at least that ceiling."""
    if report.permission == SIGNED_IN:
        return True
    now = scope_of(user, report.permission)
    return all(_covered(grant, now) for grant in then)


def _covered(grant: dict[str, Any], now: Scope) -> bool:
    reach = ORDER.index(grant["ceiling"])
    enough = [held for held in now.grants if ORDER.index(held.ceiling) >= reach]
    if any(held.everywhere for held in enough) or SUPERUSER in now.grants:
        return True
    if grant["everywhere"]:
        return False
    reached = frozenset().union(*(held.countries for held in enough))
    return reached.issuperset(grant["countries"])
