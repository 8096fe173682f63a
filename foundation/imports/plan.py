"""What a file would do: every row checked, nothing written."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from . import person, sheets, single_cases
from .columns import Column, Matched, Row, recognise
from .reading import Limits, Table
from .refusals import sentence
from .values import text


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: in which row and column, what stands there, one sentence."""

    row: int
    column: str  # the name of a column, its letter where it has none, or empty: the row itself
    label: str
    value: str
    sentence: str
    part: str = ""  # letter of the column, where one row of the file holds several

    @property
    def anchor(self) -> str:
        return f"r{self.row}{self.part}-{self.column or 'row'}"


@dataclass
class Outcome:
    """What became of one row. `ready` is what the kind will write; None if it is there already."""

    row: Row
    ready: Any = None
    errors: list[tuple[str, str]] = field(default_factory=list)  # column name, sentence


@dataclass
class Plan:
    """A file as it would be let in by one person now."""

    kind: Any
    table: Table
    matched: Matched
    outcomes: list[Outcome]
    more: Any = None  # what the kind worked out over all rows
    report: Callable[[int], None] = lambda percent: None  # how far the writing is, per cent

    @property
    def new(self) -> list[Outcome]:
        return [o for o in self.outcomes if o.ready is not None and not o.errors]

    @property
    def unchanged(self) -> list[Outcome]:
        return [o for o in self.outcomes if o.ready is None and not o.errors]

    @property
    def wrong(self) -> list[Outcome]:
        return [outcome for outcome in self.outcomes if outcome.errors]

    @property
    def problems(self) -> list[Problem]:
        return [problem for outcome in self.wrong for problem in self.problems_of(outcome)]

    @property
    def ready(self) -> bool:
        """Whether it may be confirmed: every row is new, or there already."""
        return bool(self.outcomes) and not self.wrong

    @property
    def columns(self) -> list[Column]:
        return [column for _place, column in self.matched.columns]

    @property
    def notes(self) -> list[str]:
        unknown = self.matched.unknown
        ignored = _("These columns are not known here and were left aside: %(headings)s.")
        said = [ignored % {"headings": ", ".join(unknown)}] if unknown else []
        return [*self.table.notes, *said]

    def problems_of(self, outcome: Outcome) -> list[Problem]:
        labels = {column.name: str(column.label) for column in self.kind.columns}
        stray = dict(outcome.row.stray)
        return [
            Problem(
                outcome.row.number,
                name,
                labels.get(name) or (_("Column %(letter)s") % {"letter": name} if name else ""),
                text(outcome.row[name] if name in labels else stray.get(name)),
                told,
                outcome.row.part,
            )
            for name, told in outcome.errors
        ]

    def mark(self, row: int, column: str, told: str) -> None:
        """Add a problem that shows only when all rows are looked at together."""
        for outcome in self.outcomes:
            if outcome.row.number == row:
                outcome.errors.append((column, told))


def accept(kind: Any, table: Table) -> Matched:
    """The rows of a file by column. ValidationError refuses it whole; `code` says why.

    Persons are looked for before anything that somebody said of the headings: what looks like a
    person cannot be mapped to something else.
    """
    found = person.find(table, recognise(table, kind.columns))
    if kind.strict:
        found = found or single_cases.find(table, kind)
    found = found or sheets.find(table, kind) or single_cases.beside(table, closely=kind.strict)
    if found:
        raise ValidationError(sentence("persons", Limits(), found), code="persons")
    for held, code in ((table.has_comments, "comments"), (table.merged, "merged")):
        if kind.strict and held:
            raise ValidationError(sentence(code, Limits(), {"cell": table.merged}), code=code)
    matched = kind.match(table, recognise(table, kind.columns, kind.mapping))
    if not matched.rows:
        raise ValidationError(sentence("no-rows", Limits(), {}), code="no-rows")
    if len(matched.rows) > kind.max_rows:  # the child knows nothing of headings and tags
        raise ValidationError(sentence("rows", kind.limits, {}), code="rows")
    return matched


def build(kind: Any, table: Table, user: Any) -> Plan:
    """The plan of a file for `user`, or ValidationError as from accept()."""
    matched = accept(kind, table)
    plan = Plan(kind, table, matched, list(kind.check(matched.rows, user)))
    for outcome in plan.outcomes:
        outcome.errors += [
            (letter, _("This cell is under no heading.")) for letter, _cell in outcome.row.stray
        ]
    kind.check_together(plan, user)
    return plan


class Reading:
    """Takes the values of one row, collecting what is wrong with them.

    `read("amount", values.amount)` gives the value, or None and one more error.
    """

    def __init__(self, row: Row):
        self.row, self.errors = row, []

    def read(self, name: str, parse: Callable, *, required: bool = False) -> Any:
        """The value of a cell; an empty one where something must be is an error too."""
        cell = self.row[name]
        if cell is None:
            if required:
                self.wrong(name, _("This cell must not be empty."))
            return None
        try:
            return parse(cell)
        except ValidationError as error:
            self.errors += [(name, message) for message in error.messages]
            return None

    def wrong(self, name: str, told: str) -> None:
        self.errors.append((name, told))
