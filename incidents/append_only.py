"""What a reader was once shown, and what people wrote of it, stays as it was, in the database.

A choice of a main figure stays, and so does an explanation. An approved release is frozen: of it
only the withdrawal is written later, and no cell is added to it, changed or removed.
"""

from dataclasses import dataclass
from typing import Any

from foundation.audit.append_only import AppendOnly

MAIN_FIGURES = AppendOnly(
    "incidents_mainfigure", "The choice of a main figure is never changed or removed."
)
EXPLANATIONS = AppendOnly(
    "incidents_explanation", "An explanation is never changed or removed: write another."
)
PREPARATIONS = AppendOnly("incidents_preparation", "What was prepared is never changed.")
RELEASED_TABLES = AppendOnly("incidents_releasedtable", "A released table is never changed.")
RELEASED_CELLS = AppendOnly("incidents_releasedcell", "A released cell is never changed.")

FROZEN = "An approved release is never changed or removed."
FIXED = [
    "id", "reference", "country_id", "year", "number", "edition", "edition_of_id", "cited_as",
    "audience", "title", "source_as_cited", "handling", "definition", "threshold",
    "submission_id", "unit", "verification", "collecting_system", "occurred_from", "occurred_to",
    "verified_from", "verified_to", "prepared_id", "author_id", "figures_by_id", "created_at",
    "approved_by_id", "approved_at", "checksum",
]  # fmt: skip
OF_APPROVED = {
    "incidents_releasedtable": (
        "SELECT 1 FROM incidents_release r"
        " WHERE r.prepared_id = NEW.preparation_id AND r.approved_at IS NOT NULL"
    ),
    "incidents_releasedcell": (
        "SELECT 1 FROM incidents_release r JOIN incidents_releasedtable t"
        " ON t.preparation_id = r.prepared_id"
        " WHERE t.id = NEW.table_id AND r.approved_at IS NOT NULL"
    ),
}


@dataclass(frozen=True)
class FrozenOnceApproved:
    """Triggers on releases: after the approval, only the step to withdrawn; nothing added."""

    def protect(self, connection: Any) -> None:
        made = self._sqlite if connection.vendor == "sqlite" else self._postgresql
        _run(connection, made())

    def unprotect(self, connection: Any) -> None:
        where = (lambda _table: "") if connection.vendor == "sqlite" else " ON {}".format
        names = [("incidents_release", "frozen"), ("incidents_release", "kept")]
        names += [(table, "closed") for table in OF_APPROVED]
        statements = [
            f"DROP TRIGGER IF EXISTS {table}_{verb}{where(table)}" for table, verb in names
        ]
        if connection.vendor != "sqlite":
            statements += [f"DROP FUNCTION IF EXISTS {t}_{v}_refused()" for t, v in names]
        _run(connection, statements)

    def _sqlite(self):
        same = " AND ".join(f"OLD.{name} IS NEW.{name}" for name in FIXED)
        refused = f"BEGIN SELECT RAISE(ABORT, '{FROZEN}'); END"
        yield (
            "CREATE TRIGGER incidents_release_frozen BEFORE UPDATE ON incidents_release"
            f" WHEN OLD.approved_at IS NOT NULL AND NOT ({_withdrawn(same)}) {refused}"
        )
        yield (
            "CREATE TRIGGER incidents_release_kept BEFORE DELETE ON incidents_release"
            f" WHEN OLD.approved_at IS NOT NULL {refused}"
        )
        for table, question in OF_APPROVED.items():
            yield (
                f"CREATE TRIGGER {table}_closed BEFORE INSERT ON {table}"
                f" WHEN EXISTS ({question}) {refused}"
            )

    def _postgresql(self):
        same = " AND ".join(f"OLD.{name} IS NOT DISTINCT FROM NEW.{name}" for name in FIXED)
        frozen = f"OLD.approved_at IS NOT NULL AND NOT ({_withdrawn(same)})"
        yield from _refusing("incidents_release", "frozen", "UPDATE", frozen, "NEW")
        kept = "OLD.approved_at IS NOT NULL"
        yield from _refusing("incidents_release", "kept", "DELETE", kept, "OLD")
        for table, question in OF_APPROVED.items():
            yield from _refusing(table, "closed", "INSERT", f"EXISTS ({question})", "NEW")


RELEASES = FrozenOnceApproved()
RELEASE_TABLES = (PREPARATIONS, RELEASED_TABLES, RELEASED_CELLS, RELEASES)


def _withdrawn(same):
    return f"'approved' = OLD.status AND 'withdrawn' = NEW.status AND {same}"


def _refusing(table, name, verb, when, row):
    function = f"{table}_{name}_refused"
    yield (
        f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger AS $$ BEGIN IF {when} THEN"
        f" RAISE EXCEPTION '{FROZEN}'; END IF; RETURN {row}; END $$ LANGUAGE plpgsql"
    )
    yield (
        f"CREATE TRIGGER {table}_{name} BEFORE {verb} ON {table}"
        f" FOR EACH ROW EXECUTE FUNCTION {function}()"
    )


def _run(connection, statements):
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
