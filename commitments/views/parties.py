"""Parties to instruments: the list, and one with its listings, commitments and incidents."""

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from foundation.access.scope import require
from foundation.reference.models import Organisation
from foundation.ui.pages import DetailPage, Header, ListPage

from .. import board, parties
from ..filters import PartyFilter
from ..models import Commitment, InstrumentParty
from ..standing import Measure

ROWS = 50


class OfParties:
    """Both pages are about commitments; the names of organisations alone are elsewhere."""

    def dispatch(self, request, *args, **kwargs):
        require(request.user, "commitments.view_commitment")
        return super().dispatch(request, *args, **kwargs)


class PartyList(OfParties, ListPage):
    model = Organisation
    template_name = "commitments/party_list.html"
    title = _("Parties")
    filterset_class = PartyFilter
    default_sort = "party"
    headers = (
        Header(_("Party"), "party", ("name_en",)),
        Header(_("Kind"), "kind", ("kind", "name_en")),
        Header(_("Country"), "country", ("country__name_en", "name_en")),
        Header(_("Instruments"), "instruments", ("instrument_count", "name_en"), css="n"),
        Header(_("Commitments"), "commitments", ("commitment_count", "name_en"), css="n"),
    )

    def get_queryset(self):
        user = self.request.user
        parts = InstrumentParty.objects.for_user(user).values("pk")
        promised = Commitment.objects.for_user(user).values("pk")
        self.queryset = (
            parties.parties(user)
            .select_related("country")
            .annotate(
                instrument_count=Count(
                    "instrument_parts__instrument",
                    filter=Q(instrument_parts__in=parts),
                    distinct=True,
                ),
                commitment_count=Count(
                    "commitments", filter=Q(commitments__in=promised), distinct=True
                ),
            )
        )
        return super().get_queryset()


class PartyDetail(OfParties, DetailPage):
    model = Organisation
    template_name = "commitments/party.html"

    def get_queryset(self):
        return super().get_queryset().select_related("country", "successor")

    def get_context_data(self, **kwargs):
        party, user = self.object, self.request.user
        borne = parties.borne_by(party, user)
        page = Paginator(parties.as_rows(borne, user), ROWS).get_page(self.request.GET.get("page"))
        incidents = user.has_perm("incidents.view_submission")
        return super().get_context_data(
            party=party,
            page_is_sample=_is_sample(party, page),
            listings=list(parties.listings(party, user)),
            parts=list(parties.parts(party, user)),
            statuses=parties.statuses(borne),
            progress=Measure(borne, user).whole(),
            page_obj=page,
            cards=[board.card(commitment) for commitment in page],
            attributed=parties.attributed(party, user) if incidents else None,
            **kwargs,
        )


def _is_sample(party, commitments):
    """Of a sample country, or shown with invented commitments, for want of others."""
    of_sample = party.country is not None and party.country.is_sample
    return of_sample or any(commitment.instrument.is_sample for commitment in commitments)
