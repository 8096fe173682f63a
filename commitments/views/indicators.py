"""Indicators: the list, one with its chart and its values, and their forms."""

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from foundation.access.querysets import may
from foundation.ui.pages import CreatePage, DetailPage, EditPage, Header, ListPage

from .. import measurements
from ..filters import IndicatorFilter
from ..forms import IndicatorForm
from ..indicator_chart import chart_of
from ..models import Commitment, Indicator, Instrument, Measurement, Target
from ..readings import Track, said, tracks
from ..target_status import METHOD
from .parts import WithinReach, reachable


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
        may_edit = may(user, "change", indicator)
        may_measure = reachable(Indicator.objects.all(), user, Measurement, "add")
        return super().get_context_data(
            page_is_sample=indicator.is_sample,
            track=track,
            chart=chart_of(track),
            method=METHOD,
            targets=_targets(indicator, user),
            may_edit=may_edit,
            may_target=may_edit and user.has_perm("commitments.add_target"),
            may_measure=may_measure.filter(pk=indicator.pk).exists(),
            values=_values(track, user),
            **kwargs,
        )


def _values(track, user):
    """(reading, what the reader may do with it): newest last, those sent back too."""
    keys = {
        action: set(
            Measurement.objects.for_user(user, action)
            .filter(indicator=track.indicator)
            .values_list("pk", flat=True)
        )
        for action in ("change", "review")
    }
    return [(reading, _may_do(reading.measurement, keys, user)) for reading in track.readings]


def _may_do(measurement, keys, user):
    may_do = set()
    if measurement.pk in keys["change"] and measurement.review != Measurement.Review.ACCEPTED:
        may_do.add("change")
    steps = ("accept", "send_back")
    refused = [measurements.why_not(measurement, step, user) for step in steps]
    if measurement.pk in keys["review"] and not all(refused):
        may_do.add("review")
    measurement.who = (
        measurement.reported_by.seen_by(user) if measurement.reported_by else _("The register")
    )
    return may_do


def _targets(indicator, user):
    """(target, its text, what replaced it or None), those in force first."""
    known = list(indicator.targets.all())
    replaced_by = {target.supersedes_id: target for target in known if target.supersedes_id}
    for target in known:
        target.who = target.set_by.seen_by(user) if target.set_by else _("The register")
    rows = [(t, said(t, indicator), replaced_by.get(t.pk)) for t in known]
    return sorted(rows, key=lambda row: (row[2] is not None, row[0].stage == Target.Stage.FINAL))


class IndicatorAdd(WithinReach, CreatePage):
    model, form_class = Indicator, IndicatorForm
    title = _("Add an indicator")


class IndicatorEdit(WithinReach, EditPage):
    model, form_class = Indicator, IndicatorForm

    def get_context_data(self, **kwargs):
        return super().get_context_data(page_is_sample=self.object.is_sample, **kwargs)
