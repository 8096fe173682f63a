"""Everything that cites a source, and every part an organisation plays, as a reader may see it."""

from typing import Any, NamedTuple


class Group(NamedTuple):
    """One kind of record: its title, and (text, address, page) for each."""

    title: str
    rows: list[tuple[str, str, str]]


def citations(source: Any, user: Any) -> list[Group]:
    return []


def roles_of(organisation: Any, user: Any) -> list[Group]:
    return []
