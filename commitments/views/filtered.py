"""Commitments as filters in the address find them: on one instrument, and in one table of all."""

from datetime import date
from typing import Any

from django.db.models import Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from foundation.access.forms import limit_choices
from foundation.ui.pages import Header, ListPage

from .. import board
from ..commitment_filter import BoardFilter, CommitmentFilter
from ..models import Commitment

LAST = Value(date.max)  # commitments without a date stand last, on both engines


class Filtered:
    """A page of one instrument whose cards are filtered; what it counts over all stays whole."""

    request: Any
    filterset: Any = None
    get_chips = ListPage.get_chips

    def found(self, commitments: list[Commitment]) -> list[Commitment]:
        """Those that the filters in the address find; none if the address makes no sense."""
        user = self.request.user
        rows = Commitment.objects.for_user(user).filter(pk__in=[c.pk for c in commitments])
        self.filterset = BoardFilter(self.request.GET, queryset=rows, request=self.request)
        limit_choices(self.filterset.form, user)
        if not self.filterset.is_valid():
            return []
        if not any(self.filterset.form.cleaned_data.values()):
            return commitments
        keys = set(self.filterset.qs.values_list("pk", flat=True))
        return [commitment for commitment in commitments if commitment.pk in keys]

    def filter_context(self, shown: list[Commitment]) -> dict[str, Any]:
        return {
            "filter": self.filterset,
            "chips": self.get_chips(),
            "clear_url": self.request.path,
            "shown": len(shown),
        }


class CommitmentList(ListPage):
    """All commitments that the reader may see, over instruments; a view of it can be kept."""

    model = Commitment
    template_name = "commitments/all.html"
    title = _("All commitments")
    filterset_class = CommitmentFilter
    default_sort = "instrument"
    can_be_saved = True
    ready_views = (
        (_("Overdue"), "status=overdue"),
        (_("Due soon"), "due=soon"),
        (_("Opinions differ"), "differ=opinions"),
        (_("Disputed"), "differ=disputed"),
        (_("Not verified"), "verified=no"),
    )
    default_columns = ("country", "area", "bearers", "due", "actions", "reported", "verified")
    headers = (
        Header(_("Commitment"), "commitment", ("reference", "instrument__short_title")),
        Header(
            _("Instrument"), "instrument",
            ("instrument__short_title", "order", "reference"), column="instrument",
        ),
        Header(
            _("Country"), "country", ("instrument__country__name_en", "reference"),
            column="country",
        ),
        Header(_("Area"), column="area"),
        Header(_("Duty bearers"), column="bearers"),
        Header(pgettext_lazy("date", "Due"), "due", ("last_day", "reference"), column="due"),
        Header(_("Actions done"), css="n", column="actions"),
        Header(_("Reported"), "reported", ("reported_status", "reference"), column="reported"),
        Header(_("Verified"), "verified", ("verified_status", "reference"), column="verified"),
    )  # fmt: skip

    def get_queryset(self):
        rows = Commitment.objects.with_card(self.request.user)
        self.queryset = rows.annotate(last_day=Coalesce("due_to", LAST))
        return super().get_queryset()

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return context | {"cards": [board.card(row) for row in context["object_list"]]}
