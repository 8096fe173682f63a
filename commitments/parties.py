"""A party to instruments, as one reader may know it: listings, parts, commitments, incidents."""

from collections import Counter
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet
from django.utils import timezone

from foundation.access.querysets import for_user
from foundation.reference.models import Listing, Organisation
from foundation.ui.charts import Part, StackedBar
from incidents.counts import show
from incidents.models import Submission, Tabulation

from .board import LABELS, ORDER
from .models import Commitment, InstrumentParty
from .models.statuses import CLOSED, LOOKS

K = Organisation.Kind


class Attributed(NamedTuple):
    """One record: what it attributes to the party, or only that it exists. Nothing is added up."""

    record: Any
    tables: list[tuple[Any, list]]  # (table, its rows that name the party)


class Statuses(NamedTuple):
    """How the commitments of a party stand: as a bar, and how often two opinions differ."""

    bar: StackedBar
    total: int
    overdue: int
    verified: int
    differ: int


def parties(user: Any) -> QuerySet:
    """Whoever has a part in an instrument, bears a commitment or is listed, as one may see."""
    parts = InstrumentParty.objects.for_user(user).order_by().values("organisation")
    borne = promised(user).order_by().values("duty_bearers")
    listed = for_user(Listing.objects.all(), user).order_by().values("organisation")
    return for_user(Organisation.objects.all(), user).filter(
        Q(pk__in=parts) | Q(pk__in=borne.exclude(duty_bearers=None)) | Q(pk__in=listed)
    )


def promised(user: Any) -> QuerySet:
    return Commitment.objects.for_user(user)


def borne_by(party: Organisation, user: Any) -> QuerySet:
    """The commitments of which the party is a duty bearer.

    Invented ones are left out beside real ones: no count is of both.
    """
    rows = promised(user).filter(duty_bearers=party)
    real = rows.exclude(instrument__country__is_sample=True)
    return real if real.exists() else rows


def as_rows(borne: QuerySet, user: Any) -> QuerySet:
    """With what a table shows of each."""
    rows = borne.with_card(user)
    return rows.order_by("instrument__short_title", "instrument", "order", "reference")


def statuses(borne: QuerySet) -> Statuses:
    """One query, however many commitments there are."""
    today = timezone.localdate()
    found = borne.order_by().values_list("reported_status", "verified_status", "due_to")
    counts, verified, differ = Counter(), 0, 0
    for reported, checked, due in found:
        late = due is not None and due < today and reported not in CLOSED
        counts["overdue" if late else reported] += 1
        verified += bool(checked)
        differ += bool(checked) and checked != reported
    bar = StackedBar([Part(LABELS[s], counts[s], LOOKS[s]) for s in ORDER])
    return Statuses(bar, counts.total(), counts["overdue"], verified, differ)


def listings(party: Organisation, user: Any) -> QuerySet:
    """By newest report."""
    return for_user(party.listings.all(), user).select_related("source").order_by("-year", "pk")


def parts(party: Organisation, user: Any) -> QuerySet:
    rows = InstrumentParty.objects.for_user(user).filter(organisation=party)
    return rows.select_related("instrument__country", "source").order_by(
        "instrument__short_title", "pk"
    )


def attributed(party: Organisation, user: Any) -> list[Attributed]:
    """Records whose counts the reader may read and that name the party, and records that exist.

    Which party an unreleased record names is told with its counts alone: such records are those of
    the party's country with any table by party, whomever it names.
    """
    visible = Submission.objects.visible_to(user).current()
    exact = Submission.objects.exact_for(user).current()
    naming = exact.filter(tabulations__cells__party=party)
    wanted = set(naming.values_list("pk", flat=True))
    if party.country_id:
        kept = visible.filter(country=party.country_id).exclude(pk__in=exact.values("pk"))
        tables = Tabulation.objects.filter(submission__in=kept.values("pk"))
        by_party = tables.values_list("submission", "dimensions")
        wanted |= {pk for pk, dimensions in by_party if "party" in dimensions}
    if not wanted:
        return []
    shown = sorted(show(sorted(wanted), user), key=_newest_first)
    return [Attributed(record, _naming(record, party)) for record in shown]


def _newest_first(record):
    day = record.occurred_to or record.verified_to
    return (not record.released, -(day.toordinal() if day else 0), record.pk)


def _naming(record, party):
    found = []
    for table in record.tables:
        if "party" in table.dimensions:
            at = table.dimensions.index("party")
            rows = [(_rest(row, at), row) for row in table.rows if row.codes[at] == party.slug]
            if rows:
                found.append((table, rows))
    return found


def _rest(row, at):
    """What else the row is about, beside the party: a form, a period."""
    return ", ".join(str(label) for i, label in enumerate(row.labels) if i != at)
