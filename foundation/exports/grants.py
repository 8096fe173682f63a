"""What the maker of a file held when it was made, to be asked about again at each download; and
what a second person has to hold who decides on it.
"""

from typing import Any

from foundation.access.scope import covers, permission_name, scope_of

from .models import Export
from .reader import Reader
from .reports import SIGNED_IN, Choices, Report


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
    return covers(scope_of(user, report.permission), then)


def to_decide(report: Report, reader: Reader, choices: Choices) -> list[dict[str, Any]]:
    """What a second person has to hold: the countries of the file, up to its audience."""
    countries = report.countries(reader, choices)
    return [
        {
            "everywhere": countries is None,
            "countries": sorted(countries or ()),
            "ceiling": reader.audience,
        }
    ]


def still_decided(by: Any, needed: list[dict[str, Any]]) -> bool:
    """Whether who agreed could agree now: rows of another country may have come since."""
    return covers(scope_of(by, permission_name(Export, "approve")), needed)
