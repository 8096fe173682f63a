"""Tables in which the database itself refuses to change or remove a row, on both engines."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class AppendOnly:
    """One such table and the sentence with which the database refuses."""

    table: str
    sentence: str

    def protect(self, connection: Any) -> None:
        """Put the triggers on the table."""
        _run(connection, self._made[connection.vendor])

    def unprotect(self, connection: Any) -> None:
        """Take them off: for a migration backwards, and for a test database being emptied."""
        _run(connection, self._undone[connection.vendor])

    @property
    def _made(self):
        name, table = f"{self.table}_append_only", self.table
        return {
            "postgresql": [
                (
                    f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger AS $$"
                    f" BEGIN RAISE EXCEPTION '{self.sentence}'; END $$ LANGUAGE plpgsql"
                ),
                (
                    f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table}"
                    f" FOR EACH ROW EXECUTE FUNCTION {name}()"
                ),
                (
                    f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}"
                    f" FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
                ),
            ],
            "sqlite": [
                f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}"
                f" BEGIN SELECT RAISE(ABORT, '{self.sentence}'); END"
                for verb in ("update", "delete")
            ],
        }

    @property
    def _undone(self):
        table = self.table
        return {
            "postgresql": [
                f"DROP TRIGGER IF EXISTS {table}_no_truncate ON {table}",
                f"DROP TRIGGER IF EXISTS {table}_no_change ON {table}",
                f"DROP FUNCTION IF EXISTS {table}_append_only()",
            ],
            "sqlite": [f"DROP TRIGGER IF EXISTS {table}_no_{v}" for v in ("update", "delete")],
        }


AUDIT_TRAIL = AppendOnly("audit_event", "The audit trail is append-only.")


def _run(connection, statements):
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
