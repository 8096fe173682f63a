"""Posting to the ledger: the only writer of its rows.

A row is never changed or removed. What was wrong is corrected by a new row in its place, with a
reason; a correction to 0 takes the amount out. Of one line one row stands (`line_of`).
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.access.querysets import may
from foundation.access.scope import scope_of
from foundation.audit.record import Verb, record

from .ledger_book import Book, line_of
from .ledger_rules import budget_kept, problems
from .models import Project, Transaction

__all__ = ["LedgerError", "check", "check_many", "correct", "line_of", "post", "post_many"]

ADD = "projects.add_transaction"
BATCH = 500
# What a correction may say anew; project and author are those of the rows.
CORRECTABLE = (
    "kind", "organisation", "category", "year", "date", "amount", "currency", "rate", "rate_date",
    "finality", "voucher", "source", "page", "note", "classification",
)  # fmt: skip


class LedgerError(Exception):
    """Why rows cannot be posted: `errors` holds (index of the row, field, sentence)."""

    def __init__(self, errors: Sequence[tuple[int, str, str]]):
        super().__init__(f"{len(errors)} problems in the rows.")
        self.errors = list(errors)


def check(row: Transaction, *, correcting: Transaction | None = None) -> None:
    """ValidationError by field if the rules forbid this row; writes nothing."""
    book = Book.of([row.project_id])
    found = problems(row, book, timezone.localdate(), correcting=correcting)
    if found:
        raise ValidationError(found)


def check_many(rows: Sequence[Transaction]) -> list[tuple[int, str, str]]:
    """What the rules forbid of these rows, posted together in this order; writes nothing."""
    book = Book.of({row.project_id for row in rows})
    return _check_all(rows, book, timezone.localdate())


@transaction.atomic
def post(row: Transaction, *, by: Any, at: datetime | None = None) -> Transaction:
    """Post one new row. ValidationError by field, or PermissionDenied.

    `by` None is the register itself. `at` is given by sample data only: a posting in the past.
    """
    _lock([row.project_id])
    _require(by, [row])
    at = moment(by, at)
    found = problems(row, Book.of([row.project_id]), timezone.localdate(at))
    if found:
        raise ValidationError(found)
    _write(row, by=by, at=at)
    record(actor=by, verb=Verb.CREATED, target=row)
    return row


@transaction.atomic
def post_many(rows: Sequence[Transaction], *, by: Any, batch: str = "") -> list[Transaction]:
    """Post all rows in this order, or none: LedgerError with every problem, by row.

    Look-ups are made once, whatever the number of rows; one audit event with `batch`, a name.
    """
    rows = list(rows)
    projects = {row.project_id for row in rows}
    _lock(projects)
    _require(by, rows)
    at = timezone.now()
    book = Book.of(projects)
    errors = _check_all(rows, book, timezone.localdate(at))
    if errors:
        raise LedgerError(errors)
    for row in rows:
        row.posted_by, row.posted_at = by, at
    try:
        with transaction.atomic():
            Transaction.objects.bulk_create(rows, batch_size=BATCH)
    except IntegrityError as error:
        raise LedgerError([(0, "", _taken())]) from error
    if rows:
        details = {"rows": len(rows), "projects": sorted(projects), "batch": batch}
        record(actor=by, verb=Verb.IMPORTED, target=None, records="ledger", **details)
    return rows


@transaction.atomic
def correct(
    row: Transaction,
    values: dict[str, Any],
    *,
    by: Any,
    reason: str,
    at: datetime | None = None,
) -> Transaction:
    """Put a new row with `values` in the place of `row`; an amount of 0 takes it out.

    ValidationError by field, or PermissionDenied; a row that was corrected already is refused.
    """
    _lock([row.project_id])
    row = Transaction.objects.select_related("project").get(pk=row.pk)
    _require_sight(by, row)
    at = max(moment(by, at), row.posted_at)
    new = corrected(row, values, reason=reason)
    _require(by, [new])
    found = problems(new, Book.of([row.project_id]), timezone.localdate(at), correcting=row)
    changed = sorted(name for name in CORRECTABLE if getattr(new, name) != getattr(row, name))
    if not found and not changed:
        found = {NON_FIELD_ERRORS: [_("Nothing is different from the row as it stands.")]}
    if found:
        raise ValidationError(found)
    _write(new, by=by, at=at)
    record(actor=by, verb=Verb.CHANGED, target=new, corrects=row.pk, fields=changed)
    return new


@transaction.atomic
def post_budget(
    row: Transaction, *, by: Any, replaces: Transaction | None, at: datetime
) -> Transaction:
    """Post one line of an approved revision; called when it is decided, and by nobody else.

    The caller has locked the project, checked the right to decide and records the decision.
    """
    book = Book.of([row.project_id])
    row.supersedes = replaces
    found = problems(row, book, timezone.localdate(at), correcting=replaces, by_revision=True)
    found = found or budget_kept(row, book, replaces)
    if found:
        raise ValidationError(found)
    _write(row, by=by, at=max(at, replaces.posted_at) if replaces else at)
    return row


def corrected(row: Transaction, values: dict[str, Any], *, reason: str) -> Transaction:
    """The unsaved row that would stand in the place of `row`; unknown names are refused."""
    if unknown := values.keys() - set(CORRECTABLE):
        raise ValueError(f"A correction cannot change: {', '.join(sorted(unknown))}.")
    kept = {name: getattr(row, name) for name in CORRECTABLE}
    return Transaction(
        **{**kept, **values},
        project=row.project,
        revision_id=row.revision_id,
        supersedes=row,
        reason=reason.strip(),
    )


def _check_all(rows: Iterable[Transaction], book: Book, day) -> list[tuple[int, str, str]]:
    """Each row is held against the ledger and the rows before it; budgets come first."""
    errors = []
    numbered = sorted(enumerate(rows), key=lambda pair: pair[1].kind != Transaction.Kind.BUDGET)
    for index, row in numbered:
        found = problems(row, book, day)
        errors += [
            (index, field, str(sentence))
            for field, sentences in found.items()
            for sentence in sentences
        ]
        if not found:
            row.sequence = book.next_sequence(row)
            book.add(row)
    return sorted(errors)


def _lock(projects):
    """Two people posting to one project wait for each other."""
    rows = Project.objects.select_for_update(of=("self",)).filter(pk__in=projects).order_by("pk")
    list(rows.values_list("pk"))


def _require(by, rows):
    """Whether `by` may post these rows where they belong, and as closed as they are."""
    if by is None:
        return
    projects, sources = ({}, {})
    for row in rows:
        if row.project_id not in projects:
            projects[row.project_id] = _reach(by, row.project)
        if row.source_id not in sources:
            sources[row.source_id] = row.source.classification if row.source_id else None
        closed = {row.classification, sources[row.source_id]} - {None}
        if not closed <= projects[row.project_id]:
            raise PermissionDenied


def _reach(by, project):
    """How closed a row of this project may be for this person to post it."""
    inside = {
        classification
        for grant in scope_of(by, ADD).grants
        if grant.everywhere or project.country_id in grant.countries
        for classification in grant.classifications
    }
    if project.classification not in inside:
        raise PermissionDenied
    return inside


def _require_sight(by, row):
    if by is not None and not may(by, "view", row):
        raise PermissionDenied


def moment(by: Any, at: datetime | None) -> datetime:
    """When something is recorded: now, unless the register itself tells of the past."""
    if at is None:
        return timezone.now()
    if by is not None or at > timezone.now():
        raise ValueError("Only the register itself posts in the past, and never in the future.")
    return at


def _write(row, *, by, at):
    row.posted_by, row.posted_at = by, at
    row.sequence = Book.of([row.project_id]).next_sequence(row)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise ValidationError(_taken()) from error


def _taken():
    return _("Somebody else posted this line just now. Look at the ledger and correct that row.")
