"""Sources line by line, and the choice of the figure to show first."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView

from foundation.ui.pages import ScopedPage

from ..actions import choose_main_figure
from ..counts import show
from ..forms import MainFigureForm
from ..groups import groups, measure_label
from ..models import MainFigure, Submission
from .shared import country_of, findings_about, holds_in, same_sources, year_of, years


class Compare(ScopedPage, TemplateView):
    model = Submission
    template_name = "incidents/compare.html"

    def get_context_data(self, **kwargs):
        country = country_of(self.request)
        if country is None:
            return super().get_context_data(country=None, **kwargs)
        user = self.request.user
        rows = Submission.objects.visible_to(user).filter(country=country)
        year = year_of(self.request, years(rows))
        found = rows.current().in_year(year) if year else rows.current()
        current = list(found.values_list("pk", flat=True))
        near = same_sources(found, user, country) if current else []
        shown = show([*current, *near], user)
        listed = [record for record in shown if record.pk in current]
        every = groups(listed, user)
        wanted = self.request.GET.get("measure", "")
        return super().get_context_data(
            country=country,
            year=year,
            page_is_sample=country.is_sample,
            measures=[(group.slug, group.label) for group in every],
            measure=wanted,
            groups=[group for group in every if self._asked_for(group, wanted)],
            others=[group for group in every if not self._asked_for(group, wanted)],
            findings=findings_about(listed, shown),
            may_choose=holds_in(user, "add_mainfigure", country),
            **kwargs,
        )

    def _asked_for(self, group, wanted):
        return group.slug == wanted if wanted else len(group.members) > 1


class ChooseMainFigure(ScopedPage, FormView):
    """403 without the right; 404 for a record that cannot be chosen by this person."""

    model = MainFigure
    action = "add"
    template_name = "pages/confirm.html"
    form_class = MainFigureForm
    extra_context = {"submit_label": gettext_lazy("Choose as main figure")}

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm("incidents.add_mainfigure"):
            raise PermissionDenied
        rows = Submission.objects.current().exact_for(request.user)
        row = get_object_or_404(rows.only("pk"), reference=kwargs["reference"])
        self.shown = show([row], request.user)[0]
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            title=_("Choose as main figure"),
            text=_("%(source)s will be shown first for: %(measure)s. The others stay beside it.")
            % {"source": self.shown.source, "measure": measure_label(self.shown)},
            cancel_url=self.shown.url,
            page_is_sample=self.shown.country.is_sample,
            **kwargs,
        )

    def form_valid(self, form):
        submission = Submission.objects.get(pk=self.shown.pk)
        try:
            choose_main_figure(
                submission, by=self.request.user, reason=form.cleaned_data["reason"]
            )
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, _("Chosen."))
        return redirect(self.shown.url)

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)
