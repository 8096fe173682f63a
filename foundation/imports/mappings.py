"""What the headings of a source's files stand for: remembered, and used for the next file."""

from typing import Any

from foundation.audit.record import Verb, record

from .kinds import ImportKind
from .models import ColumnMapping
from .reading import Table

MOST = 50  # sources whose headings are tried on a file that does not say its source


def recall(
    kind: ImportKind, table: Table, about: dict[str, Any], user: Any
) -> dict[str, str] | None:
    """The headings as they were explained for the source of this file; None if they were not.

    Where the column with the source is itself one of the unknown ones, the mapping of a source is
    taken whose headings lead to a column that names that very source.
    """
    known = ColumnMapping.objects.for_user(user).filter(kind=kind.slug)
    source = kind.bound(about, user).source_of(table)
    if source is not None:
        own = known.filter(source=source).first()
        return own.headings if own else None
    if not kind.bound(about, user).unknown(table):
        return None
    for mapping in known.order_by("-at")[:MOST]:
        tried = kind.bound({**about, "mapping": mapping.headings}, user)
        if tried.source_of(table) == mapping.source_id and not tried.unknown(table):
            return mapping.headings
    return None


def remember(kind: ImportKind, table: Table, headings: dict[str, str], *, by: Any) -> None:
    """Keep the headings for the source of the file, if it names one; inside a transaction."""
    source = kind.source_of(table)
    if source is None:
        return
    mapping, _new = ColumnMapping.objects.update_or_create(
        kind=kind.slug, source_id=source, defaults={"headings": headings, "by": by}
    )
    record(actor=by, verb=Verb.CHANGED, target=mapping, headings=len(headings))
