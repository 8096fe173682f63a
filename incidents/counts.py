"""The only way from a count to a page.

`show()` takes records and a reader and gives, for each, either its numbers or the fact that they
are not released to this reader. Numbers of other records are never loaded. Whoever is shown
numbers that no public document prints leaves a row in the audit trail first.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Count as RowCount
from django.db.models import Prefetch, Sum
from django.utils.translation import gettext as _

from foundation.audit.record import Verb, record_now
from foundation.reference.classification import Classification

from .models import Cell, Explanation, JusticeCaseload, Status, Submission, Tabulation
from .models.choices import LOOKS
from .models.tabulations import NO_REGION, Dimension, name_of, name_without
from .shown import NOT_RELEASED, Note, Period, Row, Shown, ShownCaseload, Table, number

# Everything about a record that says nothing about its counts; free text may.
SAFE = [
    "reference", "country", "source", "page", "collecting_system", "collected_by", "unit",
    "verification", "occurred_from", "occurred_to", "verified_from", "verified_to", "status",
    "classification", "as_published", "version", "author", "submitted_at", "reviewed_at",
    "reviewed_by", "supersedes",
]  # fmt: skip
TOLD = [
    "title", "stated_total", "caveats", "narrative", "occurred_as_written", "verified_as_written",
    "return_reason", "withdrawn_reason", "as_published_reason",
]  # fmt: skip


def show(records: Iterable[Submission] | Iterable[int], user: Any) -> list[Shown]:
    """The records (or their numbers) that `user` may know of, in the given order.

    Call it once per page: the sight of exact counts is recorded here, before anything is shown.
    """
    wanted = list(dict.fromkeys(getattr(record, "pk", record) for record in records))
    rows = Submission.objects.visible_to(user).filter(pk__in=wanted).only(*SAFE)
    rows = rows.select_related("country", "source", "collected_by", "author", "reviewed_by")
    found = {row.pk: row for row in rows}
    told = _told(found, user)
    record_sight(user, [pk for pk in told if not is_printed(found[pk])])
    tables, kept_back = _tables(told), _kept_back(set(found) - set(told))
    notes = _notes(told, user)
    return [
        Shown(
            _about(found[pk]), pk in told, told.get(pk, {}), tables[pk], kept_back[pk], notes[pk]
        )
        for pk in wanted
        if pk in found
    ]


def record_sight(user: Any, numbers: list[int]) -> None:
    """One row in the audit trail for exact counts about to be shown, by record number."""
    if len(numbers) == 1:
        target = Submission(pk=numbers[0])
        record_now(actor=user, verb=Verb.SAW_EXACT, target=target)
    elif numbers:
        record_now(actor=user, verb=Verb.SAW_EXACT, records=sorted(numbers))


def is_printed(row: Submission) -> bool:
    """Open to everybody: the same rule as `Submission.PRINTED`."""
    public = Classification.PUBLIC
    return (
        row.as_published
        and row.status == Status.APPROVED
        and row.classification == row.source.classification == public
    )


def cleared(user: Any) -> Any:
    """Records that stand today and whose exact counts this person may turn over."""
    return Submission.objects.visible_to(user).current().for_user(user, "view_exact")


def stated_totals(records: Iterable[int], user: Any) -> dict[int, int | None]:
    """The stated totals of records that `user` is cleared for, by record number.

    Whoever adds up their tables asks here first: the sight of the exact ones is recorded.
    """
    rows = cleared(user).filter(pk__in=list(records)).select_related("source")
    found = list(rows.only("stated_total", "status", "classification", "as_published", "source"))
    record_sight(user, [row.pk for row in found if not is_printed(row)])
    return {row.pk: row.stated_total for row in found}


def added_up(tables: Iterable[int], columns: Iterable[str], user: Any) -> list[dict[str, Any]]:
    """Counts of these tables, added up by the database over all but `columns` and the state.

    Each row says of how many `parts` it is made: only a table that adds up may have several.
    """
    rows = Cell.objects.for_user(user).filter(
        tabulation__in=list(tables), tabulation__submission__in=cleared(user).values("pk")
    )
    by = rows.order_by().values("tabulation", "state", *columns)
    return list(by.annotate(total=Sum("count"), parts=RowCount("pk")))


def _about(row):
    values = {name: getattr(row, name) for name in ["pk", *SAFE] if name != "supersedes"}
    return {
        **values,
        "supersedes_id": row.supersedes_id,
        "name": str(row),
        "url": row.get_absolute_url(),
        "unit_label": row.get_unit_display(),
        "verification_label": row.get_verification_display(),
        "system_label": row.get_collecting_system_display(),
        "status_label": row.get_status_display(),
        "status_look": LOOKS[row.status],
        "classification_label": row.get_classification_display(),
        "is_printed": is_printed(row),
    }


def _told(found, user):
    if not found:
        return {}
    exact = Submission.objects.filter(pk__in=found).exact_for(user)
    return {row.pop("pk"): row for row in exact.values("pk", *TOLD)}


def _tables(numbers):
    """By record. `numbers` are those whose counts may be shown, and no others."""
    tables = defaultdict(tuple)
    if not numbers:
        return tables
    cells = Cell.objects.select_related("region", "form", "perpetrator", "party", "survivor")
    rows = Tabulation.objects.filter(submission__in=list(numbers)).order_by("submission", "order")
    for row in rows.prefetch_related(Prefetch("cells", cells.order_by("order", "pk"))):
        dimensions = tuple(row.dimensions)
        drawn = tuple(_row(cell, dimensions) for cell in row.cells.all())
        table = Table(row.pk, row.title, dimensions, row.adds_up, drawn)
        tables[row.submission_id] += (table,)
    return tables


def _row(cell, dimensions):
    parts = [_part(cell, name) for name in dimensions]
    labels = tuple(label for label, _code in parts)
    codes = tuple(code for _label, code in parts)
    return Row(dimensions, labels, codes, cell.as_written, number(cell.count, cell.state))


def _part(cell, name):
    if name == "occurred":
        period = Period(cell.occurred_from, cell.occurred_to)
        return period.label, period.label
    value = getattr(cell, name)
    if value is None:
        return name_without(name), NO_REGION if name == "region" else ""
    if name == "region":  # one P-code of two editions can be two places
        return name_of(value), f"{value.pcode} {value.vintage}"
    return name_of(value), getattr(value, "slug" if name == "party" else "code")


def _notes(numbers, user):
    """What people wrote of findings. `numbers` are those whose counts may be shown."""
    notes = defaultdict(tuple)
    rows = Explanation.objects.told_to(user, numbers) if numbers else ()
    for row in rows:
        who = row.by.seen_by(user) if row.by else _("The register")
        note = Note(row.finding, tuple(row.numbers), row.text, who, row.at)
        notes[row.submission_id] += (note,)
    return notes


def _kept_back(numbers):
    """What tables exist in records whose counts are not released: by what, never what."""
    kept = defaultdict(tuple)
    rows = Tabulation.objects.filter(submission__in=list(numbers)).order_by("submission", "order")
    for pk, dimensions in rows.values_list("submission", "dimensions") if numbers else ():
        kept[pk] += (" × ".join(str(Dimension(name).label) for name in dimensions),)
    return kept


def show_caseloads(rows: Any, user: Any) -> list[ShownCaseload]:
    """The court cases in `rows` that `user` may know of; the sight of exact ones is recorded."""
    visible = rows.for_user(user).select_related("court", "source", "country")
    safe = list(visible.defer("count", "note", "as_of_as_written", "unit_as_written"))
    exact = JusticeCaseload.objects.filter(pk__in=[row.pk for row in safe]).exact_for(user)
    told = {
        row.pop("pk"): row
        for row in exact.values("pk", "count", "note", "as_of_as_written", "unit_as_written")
    }
    unprinted = sorted(row.pk for row in safe if row.pk in told and not _printed(row))
    if unprinted:
        record_now(actor=user, verb=Verb.SAW_EXACT, caseloads=unprinted)
    return [_caseload(row, told.get(row.pk)) for row in safe]


def _printed(row):
    public = Classification.PUBLIC
    return row.as_published and row.classification == row.source.classification == public


def _caseload(row, told):
    known = told or {}
    return ShownCaseload(
        pk=row.pk,
        court=str(row.court) if row.court else "",
        stage=row.get_stage_display(),
        step=JusticeCaseload.Stage.values.index(row.stage),
        unit=known.get("unit_as_written", ""),
        as_of=known.get("as_of_as_written", ""),
        as_of_date=row.as_of,
        source=row.source,
        page=row.page,
        note=known.get("note", ""),
        count=number(known["count"]) if told else NOT_RELEASED,
        is_printed=_printed(row),
        version=row.version,
    )
