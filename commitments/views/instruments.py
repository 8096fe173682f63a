"""The list of instruments and the pages of one: board, table, indicators, text."""

from datetime import date

from django.db.models import OuterRef, Prefetch, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from foundation.access.querysets import for_user, may
from foundation.reference.models import Country, Source
from foundation.ui.history import HistoryPage
from foundation.ui.pages import CreatePage, DetailPage, EditPage, Header, ListPage

from .. import board, progress
from ..claims import claims
from ..filters import InstrumentFilter
from ..forms import InstrumentForm
from ..models import (
    NAMING,
    Area,
    Commitment,
    Indicator,
    Instrument,
    InstrumentDate,
    InstrumentParty,
)
from ..readings import tracks
from ..resolved import resolved
from .documents import rows
from .filtered import Filtered
from .parts import AtInstrument, WithinReach
from .serving import served_by

LAST = Value(date.max)  # instruments without a date stand last, on both engines


class InstrumentList(ListPage):
    model = Instrument
    template_name = "commitments/list.html"
    title = _("Commitments")
    filterset_class = InstrumentFilter
    default_sort = "country"
    headers = (
        Header(_("Instrument"), "instrument", ("short_title",)),
        Header(_("Country"), "country", ("country__name_en", "first_day", "short_title")),
        Header(_("Kind"), "kind", ("kind", "short_title")),
        Header(_("Parties")),
        Header(_("Date"), "date", ("first_day", "short_title")),
        Header(_("Commitments")),
        Header(_("Legal status"), "status", ("legal_status", "short_title")),
    )

    def get_queryset(self):
        user = self.request.user
        dates = InstrumentDate.objects.for_user(user).filter(
            instrument=OuterRef("pk"), event__in=NAMING, date_from__isnull=False
        )
        first = Subquery(dates.order_by("date_from").values("date_from")[:1])
        self.queryset = self.base_rows(user).annotate(first_day=Coalesce(first, LAST))
        return super().get_queryset()

    def base_rows(self, user):
        return Instrument.objects.with_row(user)

    def beside(self, instruments):
        """What the template shows beside the instruments of the page."""
        return {
            "rows": [
                (one, board.status_bar(one.commitments.all()), board.differing(one))
                for one in instruments
            ],
            "may_add": self.request.user.has_perm("commitments.add_instrument"),
        }

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return {**context, **self.beside(context["object_list"])}


class InstrumentPage(AtInstrument, DetailPage):
    """One instrument: what all of its pages show."""

    model = Instrument
    tab = ""

    def get_queryset(self):
        user = self.request.user
        seen = Instrument.objects.for_user(user).select_related("country")
        return (
            super()
            .get_queryset()
            .prefetch_related(
                *(
                    Prefetch(name, seen)
                    for name in ("supersedes", "superseded_by", "implements", "implemented_by")
                ),
                Prefetch("sources", for_user(Source.objects.all(), user)),
                Prefetch("dates", InstrumentDate.objects.for_user(user).select_related("source")),
                Prefetch(
                    "parties",
                    InstrumentParty.objects.for_user(user).select_related(
                        "organisation", "source"
                    ),
                ),
            )
        )

    def get_context_data(self, **kwargs):
        user, instrument = self.request.user, self.object
        return super().get_context_data(
            tab=self.tab,
            page_is_sample=instrument.is_sample,
            may_edit=may(user, "change", instrument),
            see_history=may(user, "view_history", instrument),
            indicator_count=self.indicators().count(),
            paragraph_count=instrument.paragraphs.for_user(user).count(),
            **kwargs,
        )

    def indicators(self):
        """Those of the instrument and those whose target rests on it."""
        return Indicator.objects.for_user(self.request.user).filter(
            Q(instrument=self.object) | Q(legal_basis=self.object)
        )

    def commitments(self):
        """Its own commitments; without areas or commitments of its own, those of its plan."""
        user, instrument = self.request.user, self.object
        areas = list(Area.objects.for_user(user).filter(instrument=instrument))
        found = Commitment.objects.for_user(user).with_card(user)
        own = list(found.filter(instrument=instrument))
        plans = [plan.pk for plan in instrument.implemented_by.all()]
        if areas or own or not plans:
            return areas, own, None
        areas = Area.objects.for_user(user).filter(instrument__in=plans).order_by("instrument")
        return (
            list(areas),
            list(found.filter(instrument__in=plans)),
            instrument.implemented_by.all(),
        )


class InstrumentBoard(Filtered, InstrumentPage):
    template_name = "commitments/board.html"
    tab = "board"

    def get_context_data(self, **kwargs):
        user, instrument = self.request.user, self.object
        areas, commitments, plans = self.commitments()
        shown = self.found(commitments)
        cards = [board.card(commitment) for commitment in shown]
        links = served_by(instrument, user)
        self.resolve_dates()
        return super().get_context_data(
            **self.filter_context(shown),
            columns=board.columns(areas, cards),
            plans=plans,
            commitments=commitments,
            overdue=sum(1 for commitment in commitments if commitment.overdue),
            implemented=sum(1 for c in commitments if c.status == "implemented"),
            bar=board.status_bar(commitments),
            stated=self.stated(commitments, links),
            may_add=may(user, "change", instrument)
            and user.has_perm("commitments.add_commitment"),
            documents=self.documents(),
            served_by=links,
            **kwargs,
        )

    def resolve_dates(self):
        """Beside each date that its text does not say: who gave the days."""
        dates = self.object.dates.all()
        found = resolved(dates, ["date"], self.request.user)
        for date_of in dates:
            date_of.resolved = found.get(date_of.pk, [])

    def stated(self, commitments, links):
        """Each claim beside the share counted here: counting.py says of which commitments."""
        about = Instrument.objects.filter(pk=self.object.pk)
        own = board.steps(commitments)
        steps = board.steps([*commitments, *(link.commitment for link in links)])
        return {
            "whole": progress.progress(steps),
            "served": len(steps) - len(own),
            "claims": claims(about, self.request.user),
        }

    def documents(self):
        user = self.request.user
        found = self.object.documents.for_user(user).select_related("kind", "instrument__country")
        found = found.prefetch_related(Prefetch("listed_in", for_user(Source.objects.all(), user)))
        return rows(found, may_edit=may(user, "change", self.object))


class InstrumentTable(Filtered, InstrumentPage):
    template_name = "commitments/table.html"
    tab = "table"

    def get_context_data(self, **kwargs):
        _areas, commitments, plans = self.commitments()
        shown = self.found(commitments)
        cards = [board.card(commitment) for commitment in shown]
        return super().get_context_data(
            **self.filter_context(shown),
            cards=cards,
            plans=plans,
            commitments=commitments,
            **kwargs,
        )


class InstrumentIndicators(InstrumentPage):
    template_name = "commitments/indicators.html"
    tab = "indicators"

    def get_context_data(self, **kwargs):
        found = tracks(self.indicators().with_values(self.request.user))
        return super().get_context_data(tracks=found, **kwargs)


class InstrumentText(InstrumentPage):
    template_name = "commitments/text.html"
    tab = "text"

    def get_context_data(self, **kwargs):
        paragraphs = self.object.paragraphs.for_user(self.request.user).select_related("source")
        return super().get_context_data(paragraphs=paragraphs, **kwargs)


class InstrumentHistory(AtInstrument, HistoryPage):
    model = Instrument

    def get_context_data(self, **kwargs):
        return super().get_context_data(page_is_sample=self.object.is_sample, **kwargs)


class InstrumentAdd(WithinReach, CreatePage):
    model, form_class = Instrument, InstrumentForm
    title = _("Add an instrument")

    def get_initial(self):
        """From a country's page the country is given, if it is one in reach."""
        wanted = self.request.GET.get("country", "")
        country = for_user(Country.objects.all(), self.request.user).filter(slug=wanted).first()
        return {**super().get_initial(), **({"country": country} if country else {})}


class InstrumentEdit(AtInstrument, WithinReach, EditPage):
    model, form_class = Instrument, InstrumentForm
    template_name = "commitments/instrument_edit.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(page_is_sample=self.object.is_sample, **kwargs)
