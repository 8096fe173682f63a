"""Counts of incidents from a file: into one's own draft, or as a new draft for each record."""

import copy
import hashlib
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.imports.columns import Column, Matched, Row, lines_of, refuse
from foundation.imports.kinds import ImportKind, register
from foundation.imports.plan import Outcome, Plan
from foundation.imports.reading import Table
from foundation.imports.values import text
from foundation.imports.words import plain

from ..counts import record_sight
from ..models import Submission
from ..wording import dimensions as dimension_words
from . import drafts, held, writing
from .columns import FREE, described, into_record
from .facts import FactReader
from .headings import HeadingReader
from .lists import Lists, is_total
from .records import by_record, choose, compare, into_tables
from .rows import RowReader, told_once
from .totals import check_sums, findings_of

MOST_RECORDS = 50


@register
class SubmissionImport(ImportKind):
    slug = "submission"
    title = gettext_lazy("Incident counts")
    about = gettext_lazy("Tables of counts by region, form, perpetrator or survivors, as drafts.")
    permission = "incidents.add_submission"
    max_rows = 100_000
    strict = maps = plans_ahead = True
    free = frozenset(FREE)
    listed = frozenset({"region", "form", "perpetrator", "party", "survivor"})
    upload_template = "incidents/import_upload.html"
    preview_template = "incidents/import_preview.html"
    user: Any = None
    reference = ""  # of the record for which the file was sent
    record: Submission | None = None

    def bound(self, about: dict[str, Any], user: Any) -> "SubmissionImport":
        kind = copy.copy(self)
        kind.__dict__.pop("lists", None)
        kind.user, kind.mapping = user, about.get("mapping")
        kind.reference = about.get("record", "")
        if kind.reference:
            rows = Submission.objects.visible_to(user).select_related("country", "source")
            kind.record = rows.filter(reference=kind.reference).first()
        return kind

    @property
    def columns(self) -> tuple[Column, ...]:
        return into_record() if self.reference else described()

    @property
    def where(self) -> str:
        return self.record.get_absolute_url() if self.record else reverse("incidents:overview")

    @property
    def where_label(self) -> str:
        return _("See the record") if self.record else _("See the incidents")

    @cached_property
    def lists(self) -> Lists:
        return Lists(self.user)

    # What the headings stand for

    def _headings(self, table: Table) -> HeadingReader:
        return HeadingReader(table, self.columns, self.lists, self.mapping)

    def match(self, table: Table, known: dict[int, Column]) -> Matched:
        if self.reference and self.record is None:
            refuse("no-record")
        return self._headings(table).matched()

    def unknown(self, table: Table) -> list[str]:
        return self._headings(table).unknown

    def meanings(self, table: Table) -> dict[int, str]:
        return self._headings(table).meanings()

    def meaning_choices(self, table: Table) -> list[Any]:
        return self._headings(table).choices()

    def is_listed(self, name: str, words: str) -> bool:
        return is_total(words) or self.lists.is_listed(name, words)

    def source_of(self, table: Table) -> int | None:
        """That of the record, or the one that the first row names."""
        if self.record is not None:
            return self.record.source_id
        known = self._headings(table).known
        place = next((p for p, column in known.items() if column.name == "source"), None)
        first = next(iter(lines_of(table)), None)
        if place is None or first is None:
            return None
        found = self.lists.sources.values.get(plain(text(first.at(place))), [])
        return found[0].pk if len(found) == 1 else None

    # What the rows do

    def check(self, rows: list[Row], user: Any) -> list[Outcome]:
        reader = RowReader(self.lists, FactReader(self.lists, self.record))
        return told_once([reader.outcome(row) for row in rows])

    def check_together(self, plan: Plan, user: Any) -> None:
        records = by_record(plan.outcomes)
        there = held.find(records, user)
        own = [held.one(self.record, user)] if self.record is not None else None
        for key, record in records.items():
            record.seen = {held.stamp_of(one.row) for one in there.get(key, [])}
            into_tables(record)
            choose(record, there.get(key, []) if own is None else own)
            compare(record)
            check_sums(record)
        plan.more = list(records.values())
        new = [record for record in plan.more if record.is_new]
        for record in new[:MOST_RECORDS]:
            drafts.check(record, user)
        for record in new[MOST_RECORDS:]:
            told = _("A file may begin at most %(most)d records. Send it in parts.")
            first = (record.rows or record.sums)[0][0]
            first.errors.append(("", told % {"most": MOST_RECORDS}))

    def counts(self, plan: Plan) -> dict[str, int]:
        tables = [table for record in plan.more for table in record.tables]
        new, changed = (sum(getattr(table, n) for table in tables) for n in ("new", "changed"))
        if not new + changed:  # a total alone is something too
            new = sum(record.writes_total for record in plan.more)
        return {
            "new": new,
            "changed": changed,
            "unchanged": sum(table.same for table in tables),
            "wrong": len(plan.wrong),
        }

    def seal(self, plan: Plan) -> str:
        seen = sorted(str(stamp) for record in plan.more for stamp in record.seen)
        told = repr((seen, self.counts(plan)))
        return hashlib.sha256(told.encode()).hexdigest()

    def mark_of(self, outcome: Outcome) -> str:
        change = outcome.ready
        if change is None or outcome.errors:
            return ""
        if change.was is None:
            return _("new")
        was = change.was.count if change.was.count is not None else _("no number")
        return _("was %(number)s") % {"number": was}

    def told(self, plan: Plan) -> dict[str, Any]:
        return {
            "records": [_told_record(record) for record in plan.more],
            "sums": sum(len(record.sums) for record in plan.more),
            "seen": [record.held.row.pk for record in plan.more if record.held],
            "is_sample": any(record.facts.country.is_sample for record in plan.more),
        }

    def before_showing(self, told: dict[str, Any], user: Any) -> None:
        record_sight(user, told["seen"])

    def writes(self, plan: Plan) -> bool:
        """A record may be new, or get its total, without a single cell."""
        return any(record.is_new or record.will_write for record in plan.more)

    def write(self, plan: Plan, *, by: Any, batch: str) -> None:
        writing.write(plan, plan.more, by=by, batch=batch)


def _told_record(record):
    facts, row = record.facts, record.held.row if record.held else None
    return {
        "name": drafts.title(facts) if row is None else str(row),
        "url": row.get_absolute_url() if row is not None else "",
        "country": str(facts.country),
        "source": str(facts.source),
        "is_new": record.is_new,
        "status": "" if row is None else str(row.get_status_display()),
        "stated": record.stated if record.writes_total else None,
        "tables": [_told_table(table) for table in record.tables],
        "findings": findings_of(record),
    }


def _told_table(table):
    return {
        "name": table.title or dimension_words(table.dimensions),
        "is_new": table.held is None,
        "new": table.new,
        "changed": table.changed,
        "same": table.same,
        "kept": table.kept,
    }
