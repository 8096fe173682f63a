"""Exact counts turned over, for those cleared for the country."""

from django.http import Http404
from django.views.generic import TemplateView

from foundation.access.querysets import for_user
from foundation.reference.models import Country
from foundation.ui.models import kept
from foundation.ui.pages import SavedViewsMixin, ScopedPage

from ..explore import drawing, drawn, reading
from ..explore.answer import Exploration
from ..explore.form import ExploreForm
from ..explore.mapping import draw_map
from ..explore.side_by_side import SideBySide
from ..models import Submission
from .shared import holds_in

POINTER = ("at", "at_row", "at_col")


class Explore(SavedViewsMixin, ScopedPage, TemplateView):
    """403 for those cleared nowhere, 404 for a country where the reader is not cleared."""

    model = Submission
    action = "view_exact"
    template_name = "incidents/explore/page.html"
    ready_views = ()

    def get_context_data(self, **kwargs):
        known = reading.countries_of(self.request.user)
        country = self._country(known)
        base = {"countries": known, "country": country, "views": self.get_views(), **kwargs}
        if country is None:
            return super().get_context_data(**base)
        exploration = Exploration(country, self.request.user, self.request.GET)
        return super().get_context_data(
            **base,
            page_is_sample=country.is_sample,
            exploration=exploration,
            **self._answer(exploration),
            form=ExploreForm(exploration, known),
        )

    def _country(self, known):
        """The one of the address; without one, the only one there is."""
        slug = self.request.GET.get("country", "")
        if not slug:
            return known[0] if len(known) == 1 else None
        country = for_user(Country.objects.all(), self.request.user).filter(slug=slug).first()
        if country is None or not holds_in(self.request.user, "view_exact_submission", country):
            raise Http404
        return country

    def _answer(self, exploration):
        if exploration.wants_side_by_side:
            return {"beside": SideBySide(exploration)}
        pivot = drawn.draw(exploration)
        if pivot is None:
            return {"trend": drawing.draw_trend(exploration)}
        return {
            "pivot": pivot,
            "sums": drawn.sums_under(exploration.turned),
            "chart": drawing.bar_chart(exploration, pivot),
            "multiples": drawing.multiples(exploration, pivot),
            "trend": drawing.draw_trend(exploration),
            "map": draw_map(exploration, pivot),
            "origins": drawn.origins(exploration),
            "pointed_at": drawn.pointed_at(exploration),
        }

    @property
    def kept_query(self):
        """Where the reader points is no part of a view."""
        query = self.request.GET.copy()
        for name in POINTER:
            query.pop(name, None)
        return kept(query)
