"""Adding and changing what a country page shows. Each page is a declaration."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.access.querysets import for_user
from foundation.access.scope import permission_name, require
from foundation.audit.record import changed_fields, record
from foundation.reference.models import Country
from foundation.ui.history import HistoryPage
from foundation.ui.pages import CreatePage, EditPage

from .forms import DifferenceForm, KeyDateForm, KeyFigureForm, SituationForm
from .models import Difference, KeyDate, KeyFigure, Situation
from .statements import disagreements, statements_for


class OnCountryPage:
    """Opened from a country page and leading back to it; 404 for a country out of scope."""

    template_name = "overview/form.html"

    def dispatch(self, request, *args, **kwargs):
        require(request.user, permission_name(self.model, self.action))
        countries = for_user(Country.objects.all(), request.user)
        self.country = get_object_or_404(countries, slug=kwargs["slug"])
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self):
        return super().get_queryset().filter(country=self.country)

    def get_initial(self):
        return {**super().get_initial(), "country": self.country}

    def get_success_url(self):
        return reverse("overview:country", args=[self.object.country.slug])

    def get_cancel_url(self):
        return reverse("overview:country", args=[self.country.slug])

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            country=self.country, page_is_sample=self.country.is_sample, **kwargs
        )


class SituationAdd(OnCountryPage, CreatePage):
    model, form_class = Situation, SituationForm
    title = _("Add a situation analysis")


class SituationEdit(OnCountryPage, EditPage):
    model, form_class = Situation, SituationForm


class SituationHistory(OnCountryPage, HistoryPage):
    model = Situation
    template_name = HistoryPage.template_name


class KeyFigureAdd(OnCountryPage, CreatePage):
    model, form_class = KeyFigure, KeyFigureForm
    title = _("Add a key figure")


class KeyFigureEdit(OnCountryPage, EditPage):
    model, form_class = KeyFigure, KeyFigureForm


class KeyDateAdd(OnCountryPage, CreatePage):
    model, form_class = KeyDate, KeyDateForm
    title = _("Add a key date")


class KeyDateEdit(OnCountryPage, EditPage):
    model, form_class = KeyDate, KeyDateForm


class WithStatements(OnCountryPage):
    """A difference is edited together with what each source says."""

    model, form_class = Difference, DifferenceForm

    def get_success_url(self):
        return self.object.get_absolute_url()

    def get_cancel_url(self):
        return reverse("overview:differences", args=[self.country.slug])

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        self.statements = statements_for(self.object, self.request.user, self.request.POST or None)
        if self.request.method == "POST" and not self.statements.is_valid():
            form.add_error(None, _("Correct what the sources say, below."))
        return form

    def form_valid(self, form):
        if form.cleaned_data.get("shown") and "shown" in form.changed_data:
            form.instance.decided_by = self.request.user
        response = super().form_valid(form)
        self.statements.instance = self.object
        self.statements.save()
        return response

    def form_invalid(self, form):
        if form.conflict is not None:
            form.conflict += disagreements(self.statements)
        return super().form_invalid(form)

    def record(self, form):
        changed = sum(1 for statement in self.statements.forms if statement.has_changed())
        record(
            actor=self.request.user,
            verb=self.verb,
            target=self.object,
            fields=changed_fields(form),
            statements=changed,
        )

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return {**context, "formset": self.statements}


class DifferenceAdd(WithStatements, CreatePage):
    title = _("Add a difference between sources")


class DifferenceEdit(WithStatements, EditPage):
    pass
