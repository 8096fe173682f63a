"""What can be let in. Each app declares its kinds in its own imports.py; this room knows none."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from foundation.access.scope import scope_of

from . import plan, reading, shown
from .columns import Column, Matched, Row, match
from .plan import Outcome, Plan
from .reading import Limits, Table, with_rows

KINDS: dict[str, "ImportKind"] = {}


class RefusedRowsError(Exception):
    """Rows that could not be written after all: (row, column, sentence) of each."""

    def __init__(self, problems: list[tuple[int, str, str]]):
        super().__init__(f"{len(problems)} rows were refused.")
        self.problems = problems


class ImportKind:
    """One kind of rows. Subclass, declare, decorate with @register.

    `check` judges each row and writes nothing; `write` puts all that is new into the register,
    in the transaction of its caller, through the same functions as the pages.
    """

    slug: str
    title: str | Promise
    about: str | Promise
    permission: str  # "app.action_model"; whoever holds it somewhere may open the page
    columns: tuple[Column, ...] = ()
    accepts: tuple[str, ...] = (".csv", ".xlsx")
    file_help: str | Promise = _("CSV or XLSX, at most 10 MB. You can drop the file here.")
    what_it_holds: str = ""  # a template that says it, for a kind without columns
    max_rows = 20_000
    where_label: str | Promise = ""
    strict = False  # unknown columns and comments: refused if strict, left aside otherwise
    free: frozenset[str] = frozenset()  # columns of free words, looked through for single cases
    listed: frozenset[str] = frozenset()  # columns that hold what a list of the register holds
    maps = False  # what unknown headings mean is asked, and remembered for the source
    mapping: dict[str, str] | None = None
    large = 5_000  # rows; more are checked and added in the background
    plans_ahead = False  # planned before the transaction; `write` makes sure that it still holds
    upload_template = "imports/upload.html"
    preview_template = "imports/preview.html"

    @property
    def limits(self) -> Limits:
        return with_rows(self.max_rows)

    def bound(self, about: dict[str, Any], user: Any) -> "ImportKind":
        """The kind for one file of one person; `about` is what was said when it was sent."""
        return self

    def unknown(self, table: Table) -> list[str]:
        """Headings that stand for nothing here."""
        return []

    def is_listed(self, name: str, words: str) -> bool:
        """Whether a list of the register has these words for this column."""
        return False

    def meanings(self, table: Table) -> dict[int, str]:
        """What the heading at each place stands for, as far as that is known."""
        return {}

    def meaning_choices(self, table: Table) -> list[Any]:
        """What a heading may stand for."""
        return []

    def source_of(self, table: Table) -> int | None:
        """The number of the source for which headings are remembered."""
        return None

    def match(self, table: Table, known: dict[int, Column]) -> Matched:
        """The rows of a file by column."""
        return match(table, self.columns, known, strict=self.strict)

    def option_fields(self, user: Any) -> dict[str, forms.Field]:
        """What is asked beside the file. The answers are kept with it, a record by its key."""
        return {}

    def read(self, data: bytes, name: str) -> Any:
        """The file as read: `name`, `sha256`, `size`. ValidationError refuses it whole."""
        return reading.read(data, name, self.limits)

    def accept(self, table: Any) -> int:
        """How many rows; ValidationError for a file that is not kept even for its preview."""
        return len(plan.accept(self, table).rows)

    def plan(self, table: Any, user: Any) -> Any:
        """What it would do: `ready`, `new`, `unchanged`, `wrong`."""
        return plan.build(self, table, user)

    def fault_rows(self, made: Any) -> list[list[str]]:
        """What is wrong with the file, under headings, as a file of its own."""
        return shown.error_rows(made)

    def is_open_to(self, user: Any) -> bool:
        return bool(scope_of(user, self.permission))

    def check(self, rows: list[Row], user: Any) -> Iterable[Outcome]:
        """What would become of each row. Look things up once, before the first row."""
        raise NotImplementedError

    def check_together(self, plan: Plan, user: Any) -> None:
        """Rules over all rows; marks what is wrong in the plan."""

    def write(self, plan: Plan, *, by: Any, batch: str) -> None:
        """Write every new row of the plan, or raise RefusedRowsError."""
        raise NotImplementedError

    def counts(self, plan: Plan) -> dict[str, int]:
        """How many rows are new, changed, there already, wrong."""
        told = {"new": len(plan.new), "changed": 0, "unchanged": len(plan.unchanged)}
        return told | {"wrong": len(plan.wrong)}

    def seal(self, plan: Plan) -> str:
        """What a confirmation must find as it was shown; empty: whatever the rows do by then."""
        return ""

    def told(self, plan: Plan) -> dict[str, Any]:
        """More for the preview, as plain values."""
        return {}

    def mark_of(self, outcome: Outcome) -> str:
        """One word beside a row of the preview."""
        return ""

    def before_showing(self, told: dict[str, Any], user: Any) -> None:
        """Record the sight of what is about to be shown, as `told` names it."""

    def writes(self, plan: Plan) -> bool:
        """Whether the plan would change anything."""
        return bool(plan.new)

    @property
    def where(self) -> str:
        """The address of the page where the rows can be seen."""
        raise NotImplementedError


def register(kind: type[ImportKind]) -> type[ImportKind]:
    """Make a kind known under its slug."""
    if kind.slug in KINDS:
        raise ValueError(f"There is an import “{kind.slug}” already.")
    KINDS[kind.slug] = kind()
    return kind


def kinds_of(user: Any) -> list[ImportKind]:
    """The kinds this person may let in somewhere."""
    return [kind for kind in KINDS.values() if kind.is_open_to(user)]


def kind_or_404(slug: str) -> ImportKind:
    if slug not in KINDS:
        raise Http404
    return KINDS[slug]
