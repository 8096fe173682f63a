"""Along time: one instrument with those it superseded, and all instruments of a country."""

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from foundation.ui.pages import Header

from .. import timeline
from ..models import Commitment, Instrument, InstrumentDate
from .instruments import InstrumentList, InstrumentPage


def with_dates(rows, user):
    dates = InstrumentDate.objects.for_user(user).select_related("source")
    return rows.select_related("country").prefetch_related(Prefetch("dates", dates))


class InstrumentTimeline(InstrumentPage):
    template_name = "commitments/timeline.html"
    tab = "timeline"

    def get_context_data(self, **kwargs):
        instrument, user = self.object, self.request.user
        seen = Instrument.objects.for_user(user)
        members = timeline.chain(
            dict(seen.order_by("pk").values_list("pk", "supersedes")), instrument.pk
        )
        rows = with_dates(seen.filter(pk__in=[member.key for member in members]), user)
        found = {row.pk: row for row in rows}
        commitments = Commitment.objects.for_user(user).filter(instrument=instrument)
        return super().get_context_data(
            chain=timeline.drawn(members, found, instrument.pk),
            chart=timeline.chart_of(
                [found[member.key] for member in members],
                _("Dates of the instrument"),
                commitments,
            ),
            due=commitments.filter(due_to__isnull=False)
            .select_related("instrument__country")
            .order_by("due_to", "order"),
            **kwargs,
        )


class Timeline(InstrumentList):
    """All instruments that the filters find, a lane each; the dates in words below."""

    template_name = "commitments/all_timeline.html"
    title = _("Instruments along time")
    default_sort = "date"
    headers = (
        Header(_("Instrument"), "instrument", ("short_title",)),
        Header(_("Country"), "country", ("country__name_en", "first_day", "short_title")),
        Header(_("Dates"), "date", ("first_day", "short_title")),
        Header(_("Supersedes")),
        Header(_("Legal status"), "status", ("legal_status", "short_title")),
    )

    def base_rows(self, user):
        seen = Instrument.objects.for_user(user).select_related("country")
        return with_dates(Instrument.objects.all(), user).prefetch_related(
            Prefetch("supersedes", seen)
        )

    def beside(self, instruments):
        return {"chart": timeline.chart_of(instruments, self.title)}
