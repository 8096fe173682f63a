"""What an address asks, read kindly: what is no choice is said, and the usual one stands in."""

from collections.abc import Collection
from dataclasses import dataclass, field

from django.http import QueryDict

SHOWS = ("counts", "row", "column", "all", "stated")
ORDERS = ("list", "size")
MOST_VALUES = 60
FILTER = "in_"  # before the name of a dimension: ?in_region=…


@dataclass
class Asked:
    """The address of a page; `problems` collects (parameter, value) that made no sense."""

    query: QueryDict
    problems: list[tuple[str, str]] = field(default_factory=list)

    def one(self, name: str, allowed: Collection[str], usual: str = "") -> str:
        """The value asked for, if it is a choice; else the usual one."""
        value = self.query.get(name, "")
        if value in allowed or not value:
            return value or usual
        self.problems.append((name, value[:40]))
        return usual

    def many(self, name: str, allowed: Collection[str]) -> tuple[str, ...]:
        """All values asked for that are choices, each once."""
        values = dict.fromkeys(value for value in self.query.getlist(name) if value)
        strange = [value for value in values if value not in allowed]
        self.problems += [(name, value[:40]) for value in strange[:3]]
        return tuple(value for value in values if value in allowed)[:MOST_VALUES]

    def address(self, **changes: str | None) -> str:
        """The same address with other values; None leaves a parameter out."""
        query = self.query.copy()
        for name, value in changes.items():
            query.pop(name, None)
            if value is not None:
                query[name] = value
        return f"?{query.urlencode()}"


def address(country: str, **values: str) -> str:
    """A new address from nothing but these."""
    query = QueryDict(mutable=True)
    query.update({"country": country, **values})
    return f"?{query.urlencode()}"
