"""Whether an amount of a file and a row of the ledger are about the same money."""

from ..models import Transaction

Kind = Transaction.Kind


def is_same(row: Transaction, held: Transaction) -> bool:
    """The same money: of the same kind, for the same body, the same amount at the same time."""
    about = ("kind", "organisation_id", "year", "amount", "currency")
    if any(getattr(row, name) != getattr(held, name) for name in about):
        return False
    return row.kind in {Kind.BUDGET, Kind.EXPENDITURE} or _on_one_day(row, held)


def is_rival(row: Transaction, held: Transaction) -> bool:
    """Whether both could be about the same money, so that only one may stand."""
    if (row.kind, row.organisation_id) != (held.kind, held.organisation_id):
        return False
    if row.kind == Kind.BUDGET:
        return True
    if row.kind == Kind.EXPENDITURE:
        return row.year == held.year
    mine, other = row.voucher.casefold(), held.voucher.casefold()
    if mine and other:
        return mine == other
    return _on_one_day(row, held)


def _on_one_day(row, held):
    """A year without a day stands for its last one in a file, and for any of its days here."""
    return row.date == held.date if held.date else row.year == held.year
