"""Environment readers that fail loudly: a setting misread is a setting nobody notices."""

from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parent.parent
environ.Env.read_env(ROOT / ".env")
env = environ.Env()


def flag(name: str, default: bool) -> bool:
    """True or False from "1", "true", "yes", "0", "false", "no"; anything else is refused."""
    text = env.str(name, default="").strip().lower()
    if not text:
        return default
    if text in {"1", "true", "yes", "on"}:
        return True
    if text in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name} must be true or false, not {text!r}.")


def number(name: str, default: int, *, least: int = 0) -> int:
    """A whole number of at least `least`."""
    text = env.str(name, default="").strip()
    if not text:
        return default
    if not text.isdecimal() or int(text) < least:
        raise ImproperlyConfigured(f"{name} must be a whole number from {least}, not {text!r}.")
    return int(text)


def words(name: str, default: str = "") -> list[str]:
    """Comma-separated words, blanks dropped."""
    return [word.strip() for word in env.str(name, default=default).split(",") if word.strip()]


def text(name: str, default: str = "") -> str:
    """A text; a variable that is set but blank counts as not set."""
    return env.str(name, default="").strip() or default


def database(default: str) -> dict:
    """Django's database settings from DATABASE_URL, with what each engine needs to be safe.

    SQLite: IMMEDIATE transactions (a deferred one fails at once when two people write),
    a write-ahead log, and full synchronisation so that a power cut loses nothing acknowledged.
    PostgreSQL: a connection pool and time limits; values given in the URL win.
    """
    settings = env.db_url_config(text("DATABASE_URL", default))
    options = settings.setdefault("OPTIONS", {})
    if settings["ENGINE"].endswith("sqlite3"):
        options.setdefault("transaction_mode", "IMMEDIATE")
        options.setdefault("timeout", 20)
        options.setdefault(
            "init_command",
            # trusted_schema=OFF would be stricter still, but refuses the JSON_VALID() check that
            # Django puts on every JSON column.
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        )
    elif settings["ENGINE"].endswith("postgresql"):
        # The pool keeps connections; Django then refuses CONN_MAX_AGE.
        settings["CONN_MAX_AGE"] = 0
        options.setdefault(
            "pool", {"min_size": 1, "max_size": number("DATABASE_POOL", 8, least=1)}
        )
        options.setdefault(
            "options",
            "-c statement_timeout=15000 -c lock_timeout=5000"
            " -c idle_in_transaction_session_timeout=30000",
        )
    return settings
