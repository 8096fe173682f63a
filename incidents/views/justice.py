"""Cases before courts, as numbers."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from foundation.access.scope import scope_of
from foundation.audit.record import Verb, record_now
from foundation.reference.models import Country
from foundation.ui.pages import CreatePage, EditPage, ScopedPage

from ..actions import is_stale, mark_caseload_as_published
from ..counts import show_caseloads
from ..forms import CaseloadForm, ReasonForm
from ..models import JusticeCaseload
from ..pipeline import in_order, trends
from .shared import holds_in


class Justice(ScopedPage, TemplateView):
    model = JusticeCaseload
    template_name = "incidents/justice.html"

    def get_context_data(self, **kwargs):
        user = self.request.user
        rows = JusticeCaseload.objects.for_user(user)
        known = Country.objects.filter(pk__in=rows.values("country"))
        country = known.filter(slug=self.request.GET.get("country", "")).first()
        if country is None:
            return super().get_context_data(country=None, countries=known, **kwargs)
        caseloads = show_caseloads(JusticeCaseload.objects.filter(country=country), user)
        return super().get_context_data(
            country=country,
            caseloads=in_order(caseloads),
            trends=trends(caseloads),
            may_add=holds_in(user, "add_justicecaseload", country),
            may_change=holds_in(user, "change_justicecaseload", country),
            may_publish=holds_in(user, "publish_justicecaseload", country),
            page_is_sample=country.is_sample,
            **kwargs,
        )


class AddCaseload(CreatePage):
    model = JusticeCaseload
    form_class = CaseloadForm
    title = gettext_lazy("Add a number of court cases")

    def get_success_url(self):
        return f"{reverse('incidents:justice')}?country={self.object.country.slug}"

    def get_cancel_url(self):
        return reverse("incidents:justice")


class EditCaseload(EditPage):
    """Open ones only: what is shown as printed is locked, and a newer row stands beside it."""

    model = JusticeCaseload
    form_class = CaseloadForm
    title = gettext_lazy("Edit a number of court cases")
    get_success_url = AddCaseload.get_success_url
    get_cancel_url = AddCaseload.get_success_url

    def get_queryset(self):
        rows = super().get_queryset()
        return rows.exact_for(self.request.user).filter(as_published=False)

    def get_object(self, queryset=None):
        obj = super().get_object(queryset)
        record_now(actor=self.request.user, verb=Verb.SAW_EXACT, target=obj)
        return obj


def publish_caseload(request, pk):
    if not scope_of(request.user, "incidents.publish_justicecaseload"):
        raise PermissionDenied
    rows = JusticeCaseload.objects.for_user(request.user, "publish").filter(as_published=False)
    row = get_object_or_404(rows.select_related("country", "source"), pk=pk)
    back = f"{reverse('incidents:justice')}?country={row.country.slug}"
    form = ReasonForm(request.POST or None, initial={"version": row.version})
    status = 422 if form.errors else 200
    if form.is_valid():
        try:
            mark_caseload_as_published(row, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
            status = 409 if is_stale(error) else 422
        else:
            messages.success(request, _("Now shown as printed."))
            return redirect(back)
    context = {
        "title": _("Show this number as printed?"),
        "text": f"{row}. {row.source}",
        "submit_label": _("Show as printed"),
        "form": form,
        "cancel_url": back,
    }
    return render(request, "pages/confirm.html", context, status=status)
