"""The table of commitments as a file: what is reported beside what is verified."""

from collections import Counter
from itertools import islice

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.exports.content import Column, Kind
from foundation.exports.reports import TableReport, register

from .. import board
from ..commitment_filter import CommitmentFilter
from ..models import Commitment, Evidence, StatusChange

GROUP = gettext_lazy("Commitments")
AT_ONCE = 500


@register
class CommitmentTable(TableReport):
    slug = "commitments"
    title = gettext_lazy("Commitments")
    about = gettext_lazy(
        "Each commitment with its reported and verified status, actions, evidence and due date."
    )
    permission = "commitments.export_commitment"
    group = GROUP
    sources = gettext_lazy("The instruments; each status by the statement in force.")
    filterset_class = CommitmentFilter
    columns = (
        Column("country", gettext_lazy("Country"),
               help=gettext_lazy("Empty: the instrument is international.")),
        Column("instrument", gettext_lazy("Instrument")),
        Column("kind", gettext_lazy("Kind of instrument"), on_paper=False),
        Column("legal_status", gettext_lazy("Legal status"), on_paper=False),
        Column("area", gettext_lazy("Area"), on_paper=False),
        Column("reference", gettext_lazy("Reference")),
        Column("title", gettext_lazy("Commitment"), wide=True),
        Column("bearers", gettext_lazy("Duty bearers")),
        Column("due_as_written", gettext_lazy("Due, as written")),
        Column("due_from", gettext_lazy("Due, earliest day"), Kind.DATE, on_paper=False),
        Column("due_to", gettext_lazy("Due, latest day"), Kind.DATE),
        Column("overdue", gettext_lazy("Overdue"), Kind.TRUTH,
               help=gettext_lazy("Worked out on the day of the file: open past the latest day.")),
        Column("reported", gettext_lazy("Reported")),
        Column("reported_as_of", gettext_lazy("Reported as of"), Kind.DATE, on_paper=False),
        Column("reported_by", gettext_lazy("Source of the report"), on_paper=False),
        Column("verified", gettext_lazy("Verified"), help=gettext_lazy("Empty: not verified.")),
        Column("verified_as_of", gettext_lazy("Verified as of"), Kind.DATE, on_paper=False),
        Column("disagreement", gettext_lazy("Disagreement"), help=gettext_lazy(
            "Whether report and verification differ, sources contradict each other, or the status"
            " in force is disputed.")),
        Column("actions_done", gettext_lazy("Actions done"), Kind.WHOLE),
        Column("actions", gettext_lazy("Actions"), Kind.WHOLE),
        Column("evidence", gettext_lazy("Pieces of evidence"), Kind.WHOLE,
               help=gettext_lazy("Those that the maker of the file may take out.")),
        Column("text", gettext_lazy("Text as signed"), wide=True, on_paper=False),
    )  # fmt: skip

    def choice_rows(self, user):
        return Commitment.objects.for_user(user)

    def queryset(self, choices):
        return Commitment.objects.order_by(
            "instrument__country__name_en", "instrument__short_title", "instrument", "order", "pk"
        )

    def content(self, reader, choices):
        rows = self.narrowed(reader, choices).order_by().values("pk")
        reader.note_rows(StatusChange.objects.for_user(reader.user).filter(commitment__in=rows))
        return super().content(reader, choices)

    def rows(self, rows, reader, choices):
        found = iter(rows.with_card(reader.user).iterator(AT_ONCE))
        while some := list(islice(found, AT_ONCE)):
            evidence = Counter(
                Evidence.objects.for_user(reader.user)
                .filter(commitment__in=some)
                .order_by()
                .values_list("commitment_id", flat=True)
            )
            statements = _in_force(some, reader.user)
            for commitment in some:
                yield _row(board.card(commitment), evidence[commitment.pk], statements)


def _in_force(commitments, user):
    """The statement in force of each opinion about each, where the reader may take it out.

    An older one never stands in for it: its day and source would be those of another status.
    """
    newest = {}
    said = StatusChange.objects.filter(commitment__in=commitments)
    for pk, *about in said.values_list("pk", "commitment_id", "opinion"):
        newest.setdefault(tuple(about), pk)
    seen = StatusChange.objects.for_user(user).select_related("source").in_bulk(newest.values())
    return {about: seen[pk] for about, pk in newest.items() if pk in seen}


def disagreement(card) -> str:
    """What a reader should look at twice, in words."""
    told = [
        (card.commitment.opinions_differ, _("report and verification differ")),
        (card.rivals, _("sources differ")),
        (card.commitment.is_disputed, _("status disputed")),
    ]
    return "; ".join(str(words) for is_so, words in told if is_so)


def _row(card, pieces, statements):
    commitment = card.commitment
    instrument = commitment.instrument
    reported = statements.get((commitment.pk, "reported"))
    verified = statements.get((commitment.pk, "verified"))
    return (
        str(instrument.country) if instrument.country else "",
        instrument.short_title,
        str(instrument.get_kind_display()),
        str(instrument.get_legal_status_display()),
        str(commitment.area or ""),
        commitment.code,
        commitment.title,
        ", ".join(bearer.short for bearer in commitment.duty_bearers.all()),
        commitment.due_as_written,
        commitment.due_from,
        commitment.due_to,
        commitment.overdue,
        str(commitment.get_reported_status_display()),
        reported.as_of if reported else None,
        str(reported.source or "") if reported else "",
        str(commitment.get_verified_status_display()) if commitment.verified_status else "",
        verified.as_of if verified else None,
        disagreement(card),
        card.actions.done,
        card.actions.total,
        pieces,
        commitment.text_as_signed,
    )
