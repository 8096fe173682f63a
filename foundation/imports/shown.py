"""A plan as its pages and its file print it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from .columns import Column
from .plan import Outcome, Plan, Problem
from .values import text

LONGEST = 140  # letters of a cell on a page


@dataclass(frozen=True)
class ShownCell:
    label: str
    text: str
    number: bool
    problems: list[Problem]


@dataclass(frozen=True)
class ShownRow:
    number: int
    cells: list[ShownCell]
    problems: list[Problem]  # all of the row
    loose: list[Problem]  # those that are about no shown column


@dataclass(frozen=True)
class Shown:
    """A part of the rows of a file, in the columns that hold something there."""

    columns: list[Column]
    rows: list[ShownRow]


def preview(plan: Plan, outcomes: list[Outcome]) -> Shown:
    """Rows as the table of the preview prints them."""
    wrong = {name for outcome in outcomes for name, _told in outcome.errors}
    columns = [
        column
        for column in plan.columns
        if column.name in wrong or any(o.row[column.name] is not None for o in outcomes)
    ]
    return Shown(columns, [_row(plan, outcome, columns) for outcome in outcomes])


def error_rows(plan: Plan) -> list[list[str]]:
    """The wrong rows under the headings of their file, with the reasons in front."""
    heads = [_("Row in the file"), _("Reasons"), *(str(c.label) for c in plan.columns)]
    return [heads, *(_error_row(plan, outcome) for outcome in plan.wrong)]


def _row(plan, outcome, columns):
    problems = plan.problems_of(outcome)
    names = {column.name for column in columns}
    cells = [
        ShownCell(
            str(column.label),
            _short(text(outcome.row[column.name])),
            column.number,
            [problem for problem in problems if problem.column == column.name],
        )
        for column in columns
    ]
    loose = [problem for problem in problems if problem.column not in names]
    return ShownRow(outcome.row.number, cells, problems, loose)


def _short(told):
    return told if len(told) <= LONGEST else f"{told[:LONGEST].rstrip()}…"


def _error_row(plan, outcome):
    reasons = [
        f"{p.label}: {p.sentence}" if p.label else p.sentence for p in plan.problems_of(outcome)
    ]
    cells = [text(outcome.row[column.name]) for column in plan.columns]
    return [str(outcome.row.number), " ".join(reasons), *cells]
