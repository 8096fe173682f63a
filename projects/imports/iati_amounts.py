"""Amounts of an IATI file as rows of the ledger to come, beside what the ledger holds.

Only what has no rival is posted, by projects/ledger.py and under its rules. An amount that the
ledger has otherwise is shown and stays as it is: a correction is made by a person, in the ledger.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from foundation.access.querysets import for_user
from foundation.imports.kinds import RefusedRowsError
from foundation.reference.models import Organisation

from ..iati import codes
from ..iati.said import Amount, Body, Parts
from ..ledger import LedgerError, check_many, post_many
from ..ledger_book import line_of, squeezed
from ..models import Transaction
from ..models.ledger import DOLLARS
from . import lookups
from .iati_rivals import is_rival, is_same
from .iati_rows import CLOSED_TO_YOU, Coming, Into, State

Kind, Finality = Transaction.Kind, Transaction.Finality
BUDGET, PLANNED = "budget", "planned-disbursement"
OF_TRANSACTION = {
    codes.COMMITMENT: Kind.BUDGET, codes.DISBURSEMENT: Kind.TRANSFER,
    codes.EXPENDITURE: Kind.EXPENDITURE,
}  # fmt: skip


@dataclass
class Pair:
    """An amount of the file and its row on the preview; `row` is what would be posted."""

    amount: Amount
    coming: Coming
    row: Transaction | None


class Bodies:
    """The organisations of a person, by what a file calls them; read once."""

    def __init__(self, user: Any):
        self.by_name = lookups.organisations(user)
        self.by_ref: dict[str, list[Organisation]] = defaultdict(list)
        for one in for_user(Organisation.objects.exclude(iati_identifier=""), user):
            self.by_ref[one.iati_identifier.casefold()].append(one)

    def of(self, body: Body) -> Organisation:
        """ValidationError for one that is not here; never the next best."""
        found = self.by_ref.get(body.ref.casefold(), []) if body.ref else []
        if len(found) == 1:
            return found[0]
        try:
            return self.by_name.find(body.name)
        except ValidationError as error:
            told = _("The register does not know the organisation “%(name)s”.")
            raise ValidationError(told % {"name": str(body)[:60]}) from error


def rows_of(pairs: Sequence[tuple[Into, Parts]], user: Any) -> list[list[Coming]]:
    """The rows of each activity. Some look-ups and four queries for all of them."""
    if not any(parts.amounts for _into, parts in pairs):
        return [[] for _pair in pairs]
    bodies, held = Bodies(user), _held([into.project for into, _parts in pairs], user)
    found: list[list[Pair]] = []
    for into, parts in pairs:
        there, closed = held[into.project.pk]
        found.append(_Ledger(into, parts, bodies, there, closed).pairs())
    _check([pair for some in found for pair in some])
    return [[pair.coming for pair in some] for some in found]


def post(rows: Iterable[Coming], *, by: Any, batch: str) -> None:
    """Post what is new, all or nothing."""
    new = [row.ready for row in rows if row.state == State.NEW]
    try:
        if new:
            post_many(new, by=by, batch=batch)
    except LedgerError as refusal:
        told = [(0, "", sentence) for _index, _field, sentence in refusal.errors]
        raise RefusedRowsError(told) from refusal


def _held(projects, user):
    """What stands in each ledger: rows open to the user, and those that are not."""
    found = defaultdict(lambda: ([], []))
    seen = set(
        Transaction.objects.for_user(user)
        .filter(project__in=projects)
        .values_list("pk", flat=True)
    )
    rows = Transaction.objects.filter(project__in=projects).standing()
    for row in rows.select_related("organisation", "source").order_by("pk"):
        found[row.project_id][row.pk not in seen].append(row)
    return found


def _check(pairs):
    """The rules of the ledger over all that is new, in the order in which it would be posted."""
    new = [pair for pair in pairs if pair.coming.state == State.NEW]
    told = defaultdict(list)
    for index, _field, sentence in check_many([pair.row for pair in new if pair.row]):
        if sentence not in told[index]:
            told[index].append(sentence)
    for index, sentences in told.items():
        new[index].coming.leave(" ".join(sentences))


class _Ledger:
    """The amounts of one activity against the ledger of its project."""

    def __init__(
        self,
        into: Into,
        parts: Parts,
        bodies: Bodies,
        held: list[Transaction],
        closed: Sequence[Transaction] = (),
    ):
        """`closed` are rows that the user may not see: they are compared with and not told."""
        self.into, self.parts, self.bodies = into, parts, bodies
        self.held, self.closed, self.used = held, closed, set()
        self.may = into.is_open(lookups.ledger_reach(into.user, into.project))
        self.commits = any(
            one.tag == "transaction" and one.type == codes.COMMITMENT for one in parts.amounts
        )

    def pairs(self) -> list[Pair]:
        found = [self._pair(amount) for amount in self.parts.amounts]
        open_ones = [pair for pair in found if pair.row is not None]
        for pair in open_ones:
            self._mark_same(pair)
        for pair in open_ones:
            self._mark_rivals(pair)
            self._mark_closed(pair)
        self._mark_crowded(open_ones)
        for pair in open_ones:
            if pair.coming.state == State.NEW and not self.may:
                pair.coming.leave(CLOSED_TO_YOU)
        return found

    def _pair(self, amount):
        said = _text(amount.amount, amount.currency, amount.day, str(amount.body))
        coming = Coming(amount.line, State.NEW, _kind_text(amount), said)
        if amount.tag == BUDGET and amount.day and self._by_year(amount, coming):
            return Pair(amount, coming, None)
        try:
            row = coming.ready = self._row(amount)
        except ValidationError as error:
            return Pair(amount, coming.leave(" ".join(error.messages)), None)
        short = row.organisation.short
        coming.said = _text(amount.amount, amount.currency, amount.day, short)
        return Pair(amount, coming, row)

    def _row(self, amount: Amount) -> Transaction:
        kind = _kind(amount)
        if amount.amount is None:
            raise ValidationError(_("It has no amount that is a number."))
        if amount.day is None:
            raise ValidationError(_("It has no day."))
        value = amount.amount
        if kind == Kind.TRANSFER and value < 0:
            kind, value = Kind.REFUND, -value
        return Transaction(
            project=self.into.project, kind=kind, organisation=self._organisation(amount),
            year=amount.day.year, date=None if amount.tag == BUDGET else amount.day,
            amount=value, currency=amount.currency or DOLLARS,
            finality=Finality.INTERIM if kind == Kind.EXPENDITURE else "",
            voucher=squeezed(amount.voucher), source=self.into.source,
            page=self.into.page(amount.line), classification=self.into.classification,
        )  # fmt: skip

    def _organisation(self, amount):
        """Whose it is; where the file does not say and one body carries it out, that one."""
        if str(amount.body):
            return self.bodies.of(amount.body)
        carriers = {one.pk: one for one in self._carriers()}
        if len(carriers) != 1:
            raise ValidationError(
                _("The file does not say whose it is, and not one body alone carries it out.")
            )
        return next(iter(carriers.values()))

    def _carriers(self):
        return [self.bodies.of(body) for body in self.parts.carriers]

    def _by_year(self, amount, coming) -> bool:
        """Whether a budget by year is settled without a row of its own.

        It says no body: it is what the ledger has of one source for that year, of all bodies, or
        what the commitments of the file say body by body.
        """
        sums: dict[tuple, list[Transaction]] = defaultdict(list)
        for row in self.held:
            if row.kind == Kind.BUDGET and row.year == amount.day.year:
                sums[row.source_id, row.currency].append(row)
        for (_source, currency), rows in sums.items():
            total = sum((row.amount for row in rows), Decimal(0))
            if total == amount.amount and currency == amount.currency:
                coming.leave("", State.SAME).held = _texts(rows)
                return True
        if self.commits:
            told = _("The commitments of the file say the same money by organisation: see there.")
            held = _texts(row for rows in sums.values() for row in rows)
            coming.leave(told).held = held
        return self.commits

    def _mark_same(self, pair):
        for held in self.held:
            if held.pk not in self.used and is_same(pair.row, held):
                self.used.add(held.pk)
                pair.coming.leave("", State.SAME).held = _texts([held])
                return

    def _mark_rivals(self, pair):
        if pair.coming.state != State.NEW:
            return
        rivals = [
            held for held in self.held if held.pk not in self.used and is_rival(pair.row, held)
        ]
        if rivals:
            told = _("The ledger has it otherwise. If the file is right, correct it there.")
            pair.coming.leave(told, State.DIFFERENT).held = _texts(rivals)
        elif pair.row.currency != DOLLARS:
            pair.coming.leave(
                _("The ledger holds %(currency)s with its rate, which the file does not give.")
                % {"currency": pair.row.currency}
            )

    def _mark_closed(self, pair):
        """The same money a second time would be wrong, whoever can see the first."""
        if pair.coming.state == State.NEW and any(
            is_same(pair.row, row) or is_rival(pair.row, row) for row in self.closed
        ):
            pair.coming.leave(_("It cannot be posted from a file. Post the line by hand."))

    def _mark_crowded(self, pairs):
        """Of one line one row stands: which of several of the file is for a person to say."""
        new = [pair for pair in pairs if pair.coming.state == State.NEW]
        times = Counter(line_of(pair.row) for pair in new)
        for pair in new:
            if times[line_of(pair.row)] > 1:
                pair.coming.leave(
                    _("Several amounts of the file are one line of the ledger. Post the line by"
                      " hand.")
                )  # fmt: skip


def _kind(amount):
    if amount.tag == PLANNED:
        raise ValidationError(_("The ledger holds what happened, and no planned payments."))
    kind = Kind.BUDGET if amount.tag == BUDGET else OF_TRANSACTION.get(amount.type)
    if kind is None:
        raise ValidationError(_("The ledger holds no amounts of this kind."))
    return kind


def _kind_text(amount):
    """The kind in the ledger; what the standard calls it where the ledger has none."""
    if amount.tag == PLANNED:
        return _("Planned disbursement")
    if amount.tag == BUDGET:
        return Kind.BUDGET.label
    if amount.type not in OF_TRANSACTION:
        known = codes.lists()["TransactionType"].get(amount.type)
        return known.name if known else amount.type[:20]
    kind = OF_TRANSACTION[amount.type]
    back = kind == Kind.TRANSFER and amount.amount is not None and amount.amount < 0
    return Kind.REFUND.label if back else kind.label


def _text(amount: Decimal | None, currency: str, day: date | None, body: str) -> str:
    money = "" if amount is None else f"{number_format(amount, 2, force_grouping=True)} {currency}"
    when = date_format(day, "SHORT_DATE_FORMAT") if day else ""
    return ", ".join(part for part in (body, when, money) if part)


def _texts(rows: Iterable[Transaction]) -> str:
    """Rows of the ledger as they stand, each with its source."""
    found = []
    for row in rows:
        when = date_format(row.date, "SHORT_DATE_FORMAT") if row.date else str(row.year)
        money = f"{number_format(row.amount, 2, force_grouping=True)} {row.currency}"
        found.append(f"{row.organisation.short}, {when}, {money} ({row.source})")
    return "; ".join(found)
