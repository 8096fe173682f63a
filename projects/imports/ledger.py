"""Rows of the ledger from a file: posted by the same function as by hand, under its rules."""

from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.imports import values
from foundation.imports.columns import Column, Row
from foundation.imports.kinds import ImportKind, RefusedRowsError, register
from foundation.imports.plan import Outcome, Plan, Reading
from foundation.imports.words import Words
from foundation.reference.classification import Classification

from ..ledger import LedgerError, check_many, post_many
from ..models import Project, Transaction
from ..models.ledger import DOLLARS
from . import lookups

SAME = (
    "project_id", "kind", "organisation_id", "category_id", "year", "date", "amount", "currency",
    "rate", "rate_date", "finality", "voucher", "source_id", "page", "note", "classification",
)  # fmt: skip


def _choices(choices):
    return lambda: [(choice.value, str(choice.label)) for choice in choices]


def _categories():
    return [(code.code, f"{code.order}. {code.name}") for code in lookups.category_rows()]


COLUMNS = (
    Column("project", gettext_lazy("Project code"), gettext_lazy("A project you may change."),
           required=True, example="XV001", aliases=("code", "project")),
    Column("kind", gettext_lazy("Kind"), gettext_lazy("What kind of amount it is."), required=True,
           example="transfer", codes=_choices(Transaction.Kind), aliases=("type",)),
    Column("organisation", gettext_lazy("Organisation"),
           gettext_lazy("Acronym, name, other spelling, or the last part of its address here."),
           required=True, example="UNDP", aliases=("agency", "organization", "agence"),
           hxl=("#org+name", "#org")),
    Column("category", gettext_lazy("Budget category"),
           gettext_lazy("Code, number from 1 to 8, or name. Empty: the source does not say."),
           example="4", codes=_categories, aliases=("category", "unsdg category")),
    Column("year", gettext_lazy("Year"),
           gettext_lazy("The year the amount is about. May be empty where there is a date."),
           example="2019", hxl=("#date+year",), number=True),
    Column("date", gettext_lazy("Date"), gettext_lazy("The day of the voucher or payment."),
           example="2019-04-30", hxl=("#date",)),
    Column("amount", gettext_lazy("Amount"),
           gettext_lazy("Never negative; only a refund may be written with a minus."),
           required=True, example="119840.35", hxl=("#value+amount", "#value"), number=True),
    Column("currency", gettext_lazy("Currency"), gettext_lazy("Three letters. Empty: USD."),
           example="USD", hxl=("#currency",)),
    Column("rate", gettext_lazy("Rate"),
           gettext_lazy("US dollars for one unit of another currency."), example="1.0842",
           aliases=("exchange rate", "taux de change"), number=True),
    Column("rate_date", gettext_lazy("Date of the rate"), example="2019-04-01"),
    Column("finality", gettext_lazy("Finality"), gettext_lazy("For expenditure only."),
           example="interim", codes=_choices(Transaction.Finality)),
    Column("voucher", gettext_lazy("Voucher"),
           gettext_lazy("It tells two payments of one day apart."), example="0000123456",
           aliases=("voucher or reference", "reference")),
    Column("source", gettext_lazy("Source"),
           gettext_lazy("Symbol, or the last part of its address here."), required=True,
           example="S/2020/487", hxl=("#meta+source",)),
    Column("page", gettext_lazy("Page or section"), example="p. 12"),
    Column("note", gettext_lazy("Note"), gettext_lazy("What is unusual about the amount."),
           aliases=("remark", "remarque")),
    Column("classification", gettext_lazy("Classification"), gettext_lazy("Empty: internal."),
           example="internal", codes=_choices(Classification)),
)  # fmt: skip


@register
class LedgerImport(ImportKind):
    slug = "ledger"
    title = gettext_lazy("Ledger of projects")
    about = gettext_lazy("Approved budgets, transfers, expenditure, refunds and interest.")
    permission = "projects.add_transaction"
    columns = COLUMNS
    max_rows = 20_000
    where_label = gettext_lazy("See the projects")

    @property
    def where(self):
        return reverse("projects:list")

    def check(self, rows: list[Row], user: Any) -> list[Outcome]:
        reader = RowReader(user)
        outcomes = [reader.outcome(row) for row in rows]
        projects = {o.ready.project_id for o in outcomes if o.ready is not None}
        posted = Transaction.objects.for_user(user).filter(project__in=projects)
        known = set(posted.values_list(*SAME))
        first = {}
        for outcome in outcomes:
            if outcome.ready is None:
                continue
            said = _same(outcome.ready)
            if said in first:
                told = _("This is the same as row %(number)d.") % {"number": first[said]}
                outcome.errors.append(("", told))
            elif said in known:
                outcome.ready = None
            first.setdefault(said, outcome.row.number)
        return outcomes

    def check_together(self, plan: Plan, user: Any) -> None:
        """The ledger's own rules. A project with a row that cannot be read waits for it: the
        budget that is missing there would make every transfer look wrong."""
        broken = {values.text(outcome.row["project"]).upper() for outcome in plan.wrong}
        whole = [outcome for outcome in plan.new if outcome.ready.project.code not in broken]
        for index, name, told in check_many([outcome.ready for outcome in whole]):
            whole[index].errors.append((_column(name), told))

    def write(self, plan: Plan, *, by: Any, batch: str) -> None:
        new = plan.new
        try:
            post_many([outcome.ready for outcome in new], by=by, batch=batch)
        except LedgerError as refusal:
            raise RefusedRowsError(
                [(new[index].row.number, _column(name), told)
                 for index, name, told in refusal.errors]
            ) from refusal  # fmt: skip


class RowReader:
    """Makes an unsaved row of the ledger from a row of a file; every list is read once."""

    def __init__(self, user: Any):
        self.user = user
        may_change = Project.objects.for_user(user, "change").select_related("country")
        self.projects = {project.code: project for project in may_change}
        self.reach = {}
        self.organisations = lookups.organisations(user)
        self.sources = lookups.sources(user)
        self.categories = lookups.categories()
        self.kinds = Words.of_choices(Transaction.Kind)
        self.finalities = Words.of_choices(Transaction.Finality)
        self.classifications = Words.of_choices(Classification)

    def outcome(self, row: Row) -> Outcome:
        reading = Reading(row)
        ready = self._transaction(reading)
        return Outcome(row, None if reading.errors else ready, reading.errors)

    def _transaction(self, reading):
        read = reading.read
        ready = Transaction(
            project=read("project", self._project, required=True),
            kind=read("kind", self._in(self.kinds), required=True) or "",
            organisation=read("organisation", self._in(self.organisations), required=True),
            category=read("category", self._in(self.categories)),
            year=read("year", values.whole),
            date=read("date", values.day),
            amount=read("amount", values.amount, required=True),
            currency=(read("currency", values.text) or DOLLARS).upper(),
            rate=read("rate", values.amount),
            rate_date=read("rate_date", values.day),
            finality=read("finality", self._in(self.finalities)) or "",
            voucher=read("voucher", values.text) or "",
            source=read("source", self._in(self.sources), required=True),
            page=read("page", values.text) or "",
            note=read("note", values.text) or "",
            classification=read("classification", self._in(self.classifications))
            or Classification.INTERNAL.value,
        )
        if ready.year is None and ready.date is not None:
            ready.year = ready.date.year
        elif ready.year is None and not any(
            name in {"year", "date"} for name, _t in reading.errors
        ):
            reading.wrong("year", _("Give the year, or a date."))
        self._within_reach(ready, reading)
        return ready

    def _project(self, cell):
        """One answer for a code that is nowhere and for one that is out of reach."""
        project = self.projects.get(values.text(cell).upper())
        if project is None or not self._reach_of(project):
            raise values.wrong(_("This is not a project you may change."))
        return project

    def _reach_of(self, project):
        if project.pk not in self.reach:
            self.reach[project.pk] = lookups.ledger_reach(self.user, project)
        return self.reach[project.pk]

    def _within_reach(self, ready, reading):
        """What is more closed than its writer may see would be lost to them at once."""
        reach = self.reach.get(ready.project_id)
        if reach is not None and ready.classification not in reach:
            reading.wrong("classification", _("You may not post what is so closed."))
        if reach is not None and ready.source_id and ready.source.classification not in reach:
            reading.wrong("source", _("You may not post what is so closed."))

    @staticmethod
    def _in(words):
        return lambda cell: words.find(values.text(cell))


def _same(row):
    """What makes two rows the same amount: everything that a person wrote."""
    said = {name: getattr(row, name) for name in SAME}
    if row.kind == Transaction.Kind.REFUND:
        said["amount"] = abs(row.amount)
    return tuple(said.values())


def _column(name):
    return "" if name == NON_FIELD_ERRORS else name
