"""What can be let in. Each app declares its kinds in its own imports.py; this room knows none."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from foundation.access.scope import scope_of

from . import plan, reading, shown
from .columns import Column, Row
from .plan import Outcome, Plan
from .reading import Limits, with_rows

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
    preview_template = "imports/preview.html"
    max_rows = 20_000
    where_label: str | Promise = ""
    strict = False  # unknown columns and comments: refused if strict, left aside otherwise

    @property
    def limits(self) -> Limits:
        return with_rows(self.max_rows)

    def option_fields(self, user: Any) -> dict[str, forms.Field]:
        """What is asked beside the file. The answers are kept with it, a record by its key."""
        return {}

    def read(self, data: bytes, name: str) -> Any:
        """The file as read: `name`, `sha256`, `size`. ValidationError refuses it whole."""
        return reading.read(data, name, self.limits)

    def accept(self, table: Any) -> None:
        """ValidationError for a file that is not to be kept even for its preview."""
        plan.accept(self, table)

    def plan(self, table: Any, user: Any, options: dict[str, Any]) -> Any:
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
