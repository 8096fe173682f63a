"""The database itself refuses to change or remove a change of status, on both engines."""

TABLE = "commitments_statuschange"

POSTGRESQL = [
    """CREATE OR REPLACE FUNCTION commitments_append_only() RETURNS trigger AS $$
       BEGIN RAISE EXCEPTION 'A change of status is never changed or removed.'; END
       $$ LANGUAGE plpgsql""",
    f"""CREATE TRIGGER commitments_no_change BEFORE UPDATE OR DELETE ON {TABLE}
        FOR EACH ROW EXECUTE FUNCTION commitments_append_only()""",
    f"""CREATE TRIGGER commitments_no_truncate BEFORE TRUNCATE ON {TABLE}
        FOR EACH STATEMENT EXECUTE FUNCTION commitments_append_only()""",
]
POSTGRESQL_UNDO = [
    f"DROP TRIGGER IF EXISTS commitments_no_truncate ON {TABLE}",
    f"DROP TRIGGER IF EXISTS commitments_no_change ON {TABLE}",
    "DROP FUNCTION IF EXISTS commitments_append_only()",
]
SQLITE = [
    f"""CREATE TRIGGER commitments_no_{verb} BEFORE {verb} ON {TABLE}
        BEGIN SELECT RAISE(ABORT, 'A change of status is never changed or removed.'); END"""
    for verb in ("update", "delete")
]
SQLITE_UNDO = [f"DROP TRIGGER IF EXISTS commitments_no_{verb}" for verb in ("update", "delete")]


def protect(connection) -> None:
    """Put the triggers on the table."""
    _run(connection, POSTGRESQL if connection.vendor == "postgresql" else SQLITE)


def unprotect(connection) -> None:
    """Take them off: for a migration backwards, and for a test database being emptied."""
    _run(connection, POSTGRESQL_UNDO if connection.vendor == "postgresql" else SQLITE_UNDO)


def _run(connection, statements):
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
