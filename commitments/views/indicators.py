"""Indicators: the list, one with its chart and its values, and their forms."""

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from foundation.access.querysets import may
from foundation.ui.pages import CreatePage, DetailPage, EditPage, Header, ListPage

from ..filters import IndicatorFilter
from ..forms import IndicatorForm, MeasurementForm
from ..models import Commitment, Indicator, Instrument, Measurement
from ..readings import Track, tracks
from .parts import UnderIndicator, WithinReach, reachable


class IndicatorList(ListPage):
    model = Indicator
    template_name = "commitments/indicator_list.html"
    title = _("Indicators")
    filterset_class = IndicatorFilter
    default_sort = "order"
    headers = (
        Header(_("Indicator"), "name", ("name",)),
        Header(_("Country"), "order", ("country__name_en", "order", "slug")),
        Header(_("Baseline"), css="n"),
        Header(_("Target"), css="n"),
        Header(_("Latest"), css="n"),
        Header(_("Progress")),
        Header(_("Source")),
    )

    def get_queryset(self):
        self.queryset = Indicator.objects.with_values(self.request.user)
        return super().get_queryset()

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context["tracks"] = tracks(context["object_list"])
        context["may_add"] = self.request.user.has_perm("commitments.add_indicator")
        return context


class IndicatorDetail(DetailPage):
    model = Indicator
    template_name = "commitments/indicator.html"

    def get_queryset(self):
        user = self.request.user
        seen = Instrument.objects.for_user(user).select_related("country")
        promised = Commitment.objects.for_user(user).select_related("instrument__country")
        return (
            super()
            .get_queryset()
            .with_values(user)
            .prefetch_related(
                Prefetch("instrument", seen),
                Prefetch("legal_basis", seen),
                Prefetch("commitment", promised),
            )
        )

    def get_context_data(self, **kwargs):
        user, indicator = self.request.user, self.object
        track = Track(indicator)
        may_measure = reachable(Indicator.objects.all(), user, Measurement, "add")
        return super().get_context_data(
            page_is_sample=indicator.is_sample,
            track=track,
            chart=track.chart(),
            may_edit=may(user, "change", indicator),
            may_measure=may_measure.filter(pk=indicator.pk).exists(),
            correctable=set(
                Measurement.objects.for_user(user, "change")
                .filter(indicator=indicator)
                .values_list("pk", flat=True)
            ),
            **kwargs,
        )


class IndicatorAdd(WithinReach, CreatePage):
    model, form_class = Indicator, IndicatorForm
    title = _("Add an indicator")


class IndicatorEdit(WithinReach, EditPage):
    model, form_class = Indicator, IndicatorForm

    def get_context_data(self, **kwargs):
        return super().get_context_data(page_is_sample=self.object.is_sample, **kwargs)


class MeasurementAdd(UnderIndicator, CreatePage):
    model, form_class = Measurement, MeasurementForm
    title = _("Add a measurement")


class MeasurementEdit(UnderIndicator, EditPage):
    model, form_class = Measurement, MeasurementForm

    def get_object(self, queryset=None):
        return get_object_or_404(self.get_queryset(), pk=self.kwargs["pk"])
