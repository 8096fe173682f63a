"""A plan as its pages and its file print it: plain values, those of a large file are kept."""

from typing import Any

from django.utils.translation import gettext as _

from .plan import Outcome, Plan, Problem
from .values import text

LONGEST = 140  # letters of a cell on a page
ROWS_A_PAGE = 50
FIRST_PROBLEMS = 20


def summary(plan: Plan, outcomes: list[Outcome] | None = None) -> dict[str, Any]:
    """What the preview says; `outcomes` are the rows of its page, the first ones by themselves."""
    wrong, new = plan.wrong, plan.new
    if outcomes is None:
        outcomes = (wrong or new)[:ROWS_A_PAGE]
    columns, rows = _part(plan, outcomes)
    problems = [problem for row in rows for problem in row["problems"]]
    count = sum(len(outcome.errors) for outcome in wrong)
    ready_columns, ready = _part(plan, new[:FIRST_PROBLEMS]) if wrong and new else ([], [])
    return {
        "counts": plan.kind.counts(plan),
        "of": len(wrong or new),
        "ready": plan.ready,
        "notes": plan.notes,
        "problem_count": count,
        "problems": problems[:FIRST_PROBLEMS],
        "more_problems": max(0, count - FIRST_PROBLEMS),
        "columns": columns,
        "rows": rows,
        "ready_count": len(new) if wrong else 0,
        "ready_columns": ready_columns,
        "ready_rows": ready,
        "seal": plan.kind.seal(plan),
        "told": plan.kind.told(plan),
    }


def error_rows(plan: Plan) -> list[list[str]]:
    """The wrong rows under the headings of their file, with the reasons in front."""
    heads = [_("Row in the file"), _("Reasons"), *(str(c.label) for c in plan.columns)]
    return [heads, *(_error_row(plan, outcome) for outcome in plan.wrong)]


def _part(plan, outcomes):
    """Rows as the table of the preview prints them, in the columns that hold something there."""
    wrong = {name for outcome in outcomes for name, _told in outcome.errors}
    columns = [
        column
        for column in plan.columns
        if column.name in wrong or any(o.row[column.name] is not None for o in outcomes)
    ]
    drawn = [{"label": str(column.label), "number": column.number} for column in columns]
    return drawn, [_row(plan, outcome, columns) for outcome in outcomes]


def _row(plan, outcome, columns):
    problems = plan.problems_of(outcome)
    names = {column.name for column in columns}
    cells = [
        {
            "label": str(column.label),
            "text": _short(text(outcome.row[column.name])),
            "number": column.number,
            "problems": [_told(p) for p in problems if p.column == column.name],
        }
        for column in columns
    ]
    return {
        "number": outcome.row.number,
        "part": outcome.row.part,
        "mark": plan.kind.mark_of(outcome),
        "cells": cells,
        "problems": [_told(problem) for problem in problems],
        "loose": [_told(problem) for problem in problems if problem.column not in names],
    }


def _told(problem: Problem):
    return {
        "row": problem.row,
        "part": problem.part,
        "label": problem.label,
        "value": problem.value,
        "sentence": problem.sentence,
        "anchor": problem.anchor,
    }


def _short(told):
    return told if len(told) <= LONGEST else f"{told[:LONGEST].rstrip()}…"


def _error_row(plan, outcome):
    reasons = [
        f"{p.label}: {p.sentence}" if p.label else p.sentence for p in plan.problems_of(outcome)
    ]
    cells = [text(outcome.row[column.name]) for column in plan.columns]
    return [f"{outcome.row.number}{outcome.row.part}", " ".join(reasons), *cells]
