"""How far it has come, as of any day: of an instrument, and over instruments."""

from datetime import date
from types import SimpleNamespace
from typing import Any

from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from foundation.access.querysets import for_user
from foundation.reference.models import Country, Organisation
from foundation.ui.pages import ScopedPage

from ..claims import claims
from ..counting import RULE, counting, one_world
from ..forms import AsOfForm, ProgressForm
from ..models import Commitment, Instrument
from ..progress import METHOD, progress
from ..standing import Measure
from .instruments import InstrumentPage

NOTHING = progress([])


def rows(things, found: dict[int, Any]) -> list[tuple[Any, Any]]:
    """Each thing with its progress; one without actions has nothing to count."""
    return [(thing, found.get(thing.pk, NOTHING)) for thing in things]


def methods(*groups) -> list[Any]:
    """How the shares in these rows were worked out, each way once."""
    ways = [found.method for group in groups for _thing, found in group if found.count.total]
    return list(dict.fromkeys(ways)) or [METHOD]


class InstrumentProgress(InstrumentPage):
    """By area, as of a day; beside it what sources state."""

    template_name = "commitments/instrument_progress.html"
    tab = "progress"

    @cached_property
    def day(self) -> date | None:
        return self.form.cleaned_data.get("as_of") if self.form.is_valid() else None

    @cached_property
    def form(self):
        return AsOfForm(self.request.GET or None)

    def get_context_data(self, **kwargs):
        user, instrument = self.request.user, self.object
        areas, promised, plans = self.commitments()
        shown = [plan.pk for plan in plans] if plans else [instrument.pk]
        measure = Measure(counting([instrument.pk], user).commitments(user), user, self.day)
        own, others = measure.under(shown), measure.under(shown, outside=True)
        by_area = own.by("area")
        table = rows(areas, by_area)
        if None in by_area:
            table.append((None, by_area[None]))
        whole = measure.whole()
        by_commitment = rows(promised, own.by("commitment"))
        serving = self._serving(others)
        return super().get_context_data(
            filter=SimpleNamespace(form=self.form),
            day=measure.day or timezone.localdate(),
            whole=whole,
            areas=table,
            promised=by_commitment,
            served=others.whole(),
            serving=serving,
            plans=plans,
            claims=claims(Instrument.objects.filter(pk=instrument.pk), user, self.day),
            methods=methods([(None, whole)], table, by_commitment, serving),
            **kwargs,
        )

    def _serving(self, others):
        """The commitments of other instruments that serve this one and have actions."""
        found = others.by("commitment")
        seen = Commitment.objects.for_user(self.request.user).filter(pk__in=found)
        seen = seen.select_related("instrument__country").order_by("instrument", "order")
        return rows(seen, found) if found else []


class ProgressPage(ScopedPage, TemplateView):
    """Over the instruments of a country, or of all: by instrument, duty bearer and country."""

    model = Commitment
    template_name = "commitments/progress.html"
    title = _("Progress of commitments")

    def get_context_data(self, **kwargs):
        user = self.request.user
        form = ProgressForm(self.request.GET or None, user=user)
        country, day = form.value("country"), form.value("as_of")
        instruments, is_sample, left_out = one_world(Instrument.objects.for_user(user))
        if country:
            instruments = Instrument.objects.for_user(user).filter(country=country)
            is_sample, left_out = country.is_sample, False
        keys = set(instruments.order_by().values_list("pk", flat=True))
        counts = counting(keys, user)
        measure = Measure(counts.commitments(user), user, day)
        own = measure.under(keys)
        tables = self._tables(own, measure.by_instrument(counts), instruments, user)
        return super().get_context_data(
            title=self.title,
            filter=SimpleNamespace(form=form),
            country=country,
            page_is_sample=is_sample,
            left_out=left_out,
            rule=RULE,
            day=measure.day or timezone.localdate(),
            whole=own.whole(),
            claims=claims(instruments, user, day),
            methods=methods(*tables.values()),
            **tables,
            **kwargs,
        )

    @staticmethod
    def _tables(own, by_instrument, instruments, user):
        by_party, by_country = own.by_party(), own.by("country")
        found = instruments.filter(pk__in=by_instrument).select_related("country")
        parties = for_user(Organisation.objects.all(), user).filter(pk__in=by_party)
        places = for_user(Country.objects.all(), user).filter(pk__in=set(by_country) - {None})
        by_place = rows(places, by_country)
        if None in by_country:
            by_place.append((None, by_country[None]))
        return {
            "by_instrument": rows(found, by_instrument),
            "by_party": rows(parties, by_party),
            "by_country": by_place,
        }
