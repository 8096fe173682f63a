"""What may stand in the ledger: each rule refuses with a sentence at the field it is about."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext as _

from .ledger_book import Book, line_of, squeezed
from .models import Project, Transaction
from .models.ledger import DOLLARS
from .money import in_dollars

Kind, Finality, Status = Transaction.Kind, Transaction.Finality, Project.Status
WORKED_OUT = {"line", "sequence", "amount_usd", "posted_at", "reason"}
UNREAD = WORKED_OUT | {f.name for f in Transaction._meta.concrete_fields if f.is_relation}
HIGHEST = Decimal(10) ** 14  # US dollars
Problems = dict[str, list]


def problems(
    row: Transaction,
    book: Book,
    day: date,
    *,
    correcting: Transaction | None = None,
    by_revision: bool = False,
) -> Problems:
    """Every rule that forbids `row` on `day`: sentences by field; empty if none does."""
    found: Problems = defaultdict(list)
    _read_fields(row, book, found)
    if found:
        return dict(found)
    sums = book.projects[row.project_id]
    _amount(row, correcting, found)
    _currency(row, sums, correcting, found)
    _finality(row, day, found)
    _when(row, day, found)
    _line(row, sums, correcting, found)
    if correcting is None:
        _open(sums.project, found)
    else:
        _correction(row, sums, correcting, found)
    if by_revision:
        return dict(found)
    _budget(row, sums, correcting, found)
    if not _voids(row, correcting):
        _notes(row, sums, found)
        if row.kind == Kind.TRANSFER:
            _within_budget(row, sums, correcting, found)
    return dict(found)


def _read_fields(row, book, found):
    """The fields by themselves, without asking the database; then what follows from them."""
    try:
        row.clean_fields(exclude=UNREAD)
    except ValidationError as error:
        for name, errors in error.error_dict.items():
            found[name] += [message for one in errors for message in one.messages]
    for name in ("organisation", "source"):
        if getattr(row, f"{name}_id") is None:
            found[name].append(_("This field is required."))
    if row.category_id not in book.categories:
        found["category"].append(_("This is no budget category."))
    if not found:
        _work_out(row)
        if row.amount_usd >= HIGHEST:
            found["amount"].append(_("This is more than the register can hold."))


def _work_out(row):
    """A refund without its minus, the amount in dollars, what the row is about."""
    if row.kind == Kind.REFUND:
        row.amount = abs(row.amount)
    row.voucher = squeezed(row.voucher)
    row.amount_usd = in_dollars(row.amount, row.rate)
    row.line = line_of(row)


def _voids(row, correcting):
    return correcting is not None and row.amount == 0


def _amount(row, correcting, found):
    if row.amount < 0:
        found["amount"].append(_("Only a refund may be written with a minus."))
    elif row.amount == 0 and row.kind != Kind.BUDGET and correcting is None:
        found["amount"].append(_("An amount of 0 says nothing."))


def _currency(row, sums, correcting, found):
    if row.currency == DOLLARS:
        for name in ("rate", "rate_date"):
            if getattr(row, name) is not None:
                found[name].append(_("US dollars need no rate."))
    else:
        for name in ("rate", "rate_date"):
            if getattr(row, name) is None:
                found[name].append(_("Another currency needs its rate and the rate's date."))
    replaced = correcting.pk if correcting else 0
    others = sums.vouchers.get(row.voucher.casefold(), ()) if row.voucher else ()
    if any(currency != row.currency for pk, currency in others if pk != replaced):
        found["currency"].append(_("This voucher is in another currency; it can have only one."))


def _finality(row, day, found):
    if row.kind != Kind.EXPENDITURE:
        if row.finality:
            found["finality"].append(_("Only expenditure says how final it is."))
    elif not row.finality:
        found["finality"].append(_("Say how final the expenditure is."))
    elif row.finality != Finality.INTERIM and row.year >= day.year:
        found["finality"].append(
            _("The year has not ended: its expenditure is interim until then.")
        )


def _when(row, day, found):
    if row.kind == Kind.BUDGET:
        return
    if row.date is not None and row.date.year != row.year:
        found["date"].append(_("This day is not in the year of the row."))
    elif row.date is not None and row.date > day:
        found["date"].append(_("This day is still to come."))
    elif row.year > day.year:
        found["year"].append(_("This year is still to come."))


def _line(row, sums, correcting, found):
    """Of one line one row stands."""
    standing = row.line in sums.standing
    replaced = correcting is not None and sums.standing.get(row.line) == correcting.pk
    if standing and not replaced:
        name = {Kind.BUDGET: "category", Kind.EXPENDITURE: "year"}.get(row.kind, "voucher")
        found[name].append(
            _("The budget has this line already. Change it by a budget revision.")
            if row.kind == Kind.BUDGET
            else _("The ledger has this line already. Correct that row.")
        )


def _open(project, found):
    if project.status in {Status.CANCELLED, Status.FINANCIALLY_CLOSED}:
        found[NON_FIELD_ERRORS].append(
            _("The project is closed or cancelled: only corrections can be posted.")
        )


def _correction(row, sums, correcting, found):
    if correcting.pk not in sums.standing.values():
        found[NON_FIELD_ERRORS].append(
            _("This row was corrected already. Correct the row that stands.")
        )
    if not row.reason:
        found["reason"].append(_("Say why it is corrected."))
    if (row.kind == Kind.BUDGET) != (correcting.kind == Kind.BUDGET):
        found["kind"].append(_("A budget cannot become something else, nor the other way round."))


def _budget(row, sums, correcting, found):
    """Once money was transferred, the budget is changed by a revision: proposed, then approved."""
    if row.kind != Kind.BUDGET:
        return
    if correcting is None:
        if sums.has_transfer:
            found["kind"].append(
                _("Money was transferred already. Add to the budget by a budget revision.")
            )
    elif correcting.kind == Kind.BUDGET and (
        (row.line, row.amount_usd) != (correcting.line, correcting.amount_usd)
    ):
        found["amount"].append(_("An approved budget is changed by a budget revision."))


def _notes(row, sums, found):
    """What is unusual is allowed, and says why."""
    if row.note.strip():
        return
    if row.organisation_id not in sums.partners:
        found["organisation"].append(
            _("This organisation does not take part in the project. Say in the note why it is"
              " named here.")
        )  # fmt: skip
    if row.kind == Kind.EXPENDITURE and not _in_life(row, sums.project):
        found["note"].append(
            _("This is outside the life of the project. Say in the note how that can be.")
        )


def _in_life(row, project):
    first = row.date or date(row.year, 12, 31)
    last = row.date or date(row.year, 1, 1)
    return (project.starts is None or first >= project.starts) and (
        project.ends is None or last <= project.ends
    )


def _within_budget(row, sums, correcting, found):
    """No transfer above the approved budget: of the project, and of the organisation.

    A budget is given by organisation where several organisations have one; a single one may
    hold the budget for all. A correction that transfers no more than before passes.
    """
    for organisation in (None, row.organisation_id):
        if organisation is not None and len(sums.budgeted) < 2:
            continue
        before = sums.of(Kind.TRANSFER, organisation)
        after = before + row.amount_usd - _replaced(correcting, Kind.TRANSFER, organisation)
        if after > before and after > sums.of(Kind.BUDGET, organisation):
            found["amount"].append(
                _("With this the transfers are above the approved budget. It needs a budget"
                  " revision first.")
                if organisation is None
                else _("With this the transfers to the organisation are above its approved"
                       " budget. It needs a budget revision first.")
            )  # fmt: skip
            return


def budget_kept(row: Transaction, book: Book, replaces: Transaction | None) -> Problems:
    """A smaller budget still covers what the project, or its organisation, keeps of transfers."""
    sums = book.projects[row.project_id]
    for organisation in (None, row.organisation_id):
        if organisation is not None and len(sums.budgeted) < 2:
            continue
        before = sums.of(Kind.BUDGET, organisation)
        after = before + row.amount_usd - _replaced(replaces, Kind.BUDGET, organisation)
        kept = sums.of(Kind.TRANSFER, organisation) - sums.of(Kind.REFUND, organisation)
        if after < before and after < kept:
            return {"lines": [_("The budget would be below what was transferred already.")]}
    return {}


def _replaced(row, kind, organisation):
    """What the corrected row counted there until now."""
    if row is None or row.kind != kind or organisation not in {None, row.organisation_id}:
        return Decimal(0)
    return row.amount_usd
