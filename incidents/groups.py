"""Records that measure the same thing, side by side, with the figure that a reviewer chose."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from . import wording
from .comparison import Comparison, Line, compare
from .models import MainFigure, Submission
from .shown import Count, Shown, number


@dataclass(frozen=True)
class Choice:
    """One choice of a main figure as a reader may see it; the reason goes with the counts."""

    reference: str
    name: str
    url: str
    who: str
    when: datetime
    reason: str
    stands: bool


@dataclass(frozen=True)
class DrawnLine:
    """A line ready to print: its label, one count per column, what we see."""

    label: str
    values: tuple[tuple[Count, bool], ...]
    remark: str
    look: str


@dataclass(frozen=True)
class Group:
    """One measure and period: the records about it, compared where their counts are shown."""

    label: str
    slug: str
    members: tuple[Shown, ...]
    columns: tuple[Shown, ...]
    lines: tuple[DrawnLine, ...]
    differs: bool
    choices: tuple[Choice, ...] = ()

    @property
    def main(self) -> Choice | None:
        return next((choice for choice in self.choices if choice.stands), None)

    @property
    def not_released(self) -> list[Shown]:
        return [shown for shown in self.members if not shown.released]


def measure_slug(shown: Shown) -> str:
    """How an address names a measure and period."""
    days = [shown.occurred_from, shown.occurred_to]
    parts = [shown.verification, shown.unit, *(f"{day:%Y%m%d}" for day in days if day)]
    return "-".join(parts)


def measure_label(shown: Shown) -> str:
    """What is measured, when: "Verified: cases, 2019"."""
    names = {
        "verification": shown.verification_label,
        "unit": str(shown.unit_label).lower(),
        "period": shown.occurred.label or _("period not stated"),
    }
    return _("%(verification)s: %(unit)s, %(period)s") % names


def groups(records: Iterable[Shown], viewer: Any) -> list[Group]:
    """By measure, those with most sources first; `records` are current ones of one country."""
    records = list(records)
    by_measure = defaultdict(list)
    for shown in records:
        by_measure[shown.measure].append(shown)
    choices, kept = _choices(records, viewer), _kept_from(records, viewer)
    late = [shown for shown in records if shown.is_late and shown.released]
    made = [
        _group(members, choices.get(measure, []), late, measure not in kept)
        for measure, members in by_measure.items()
    ]
    return sorted(made, key=lambda group: -len(group.members))


def _group(members, rows, late, told):
    references = {shown.reference for shown in members}
    standing = next((row for row in rows if row[0] in references), None)
    choices = tuple(_choice(row, told, row is standing) for row in rows)
    released = [shown for shown in members if shown.released]
    main = standing[0] if standing else None
    first = members[0]
    behind = [s for s in late if _verified_in(s, first) and s.source in _sources(released)]
    comparison = compare(
        [shown.figures() for shown in released],
        main=main,
        late=[shown.figures() for shown in behind],
    )
    by_reference = {shown.reference: shown for shown in released}
    return Group(
        label=measure_label(first),
        slug=measure_slug(first),
        members=tuple(members),
        columns=tuple(by_reference[figures.key] for figures in comparison.columns),
        lines=tuple(_draw(line, comparison, _late_labels(behind)) for line in comparison.lines),
        differs=len(released) > 1 and comparison.differs,
        choices=choices,
    )


def _sources(members):
    return {shown.source for shown in members}


def _verified_in(late, other):
    """Late figures stand beside those of the period in which they were verified, never in them."""
    return (
        late.verification == other.verification
        and other.occurred.span is not None
        and late.verified.span == other.occurred.span
    )


def _late_labels(late):
    return {
        shown.reference: _("Occurred in %(occurred)s, verified in %(verified)s (%(unit)s)")
        % {
            "occurred": shown.occurred.label,
            "verified": shown.verified.label,
            "unit": str(shown.unit_label).lower(),
        }
        for shown in late
    }


def _draw(line: Line, comparison: Comparison, late_labels: dict) -> DrawnLine:
    values = tuple(
        (_count(value), position in line.odd) for position, value in enumerate(line.values)
    )
    label = wording.line_label(line, comparison, late_labels)
    return DrawnLine(label, values, wording.remark(line), wording.LOOKS[line.remark])


def _count(value):
    if value.state == "absent":
        return number(None, "not-stated")
    return number(value.count, value.state)


def _choices(records, viewer):
    """By measure, newest first: (reference of the record, the row)."""
    found = defaultdict(list)
    if not records:
        return found
    country = records[0].country
    rows = MainFigure.objects.for_user(viewer).filter(country=country)
    safe = rows.select_related("chosen_by", "submission").only(
        "country", "occurred_from", "occurred_to", "unit", "verification", "reason", "chosen_at",
        "chosen_by", "submission__reference", "submission__unit", "submission__verification",
    )  # fmt: skip
    for row in safe:
        found[row.measure].append((row.submission.reference, row, viewer))
    return found


def _kept_from(records, viewer):
    """Measures with a count kept from this reader, on this page or not: a reason may name it."""
    if not records:
        return set()
    rows = Submission.objects.kept_from(viewer).filter(country=records[0].country)
    names = ["country", "occurred_from", "occurred_to", "unit", "verification"]
    return set(rows.order_by().values_list(*names))


def _choice(found, told, stands):
    reference, row, viewer = found
    who = row.chosen_by.seen_by(viewer) if row.chosen_by else _("The register")
    return Choice(
        reference=reference,
        name=str(row.submission),
        url=row.submission.get_absolute_url(),
        who=who,
        when=row.chosen_at,
        reason=row.reason if told else "",
        stands=stands,
    )
