"""Lists that somebody else owns: countries, regions, organisations, sources, code lists.

`scope_path` says by which path a model reaches a country; foundation.access reads it. None means
that the row belongs to no country and only the permission counts.
"""

from .codes import Code
from .named import Named
from .organisations import Alias, Listing, Organisation, wholes_of
from .places import USER_ASSIGNED, Country, Region
from .sources import Source

__all__ = [
    "USER_ASSIGNED",
    "Alias",
    "Code",
    "Country",
    "Listing",
    "Named",
    "Organisation",
    "Region",
    "Source",
    "wholes_of",
]
