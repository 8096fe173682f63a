"""Countries, sources, organisations: the pages that join what the apps know."""

from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy

from foundation.access.querysets import for_user
from foundation.access.scope import require
from foundation.reference.models import Country, Organisation, Source
from foundation.ui.pages import DetailPage, Header, ListPage

from .citations import citations, roles_of
from .country import country_context, country_rows
from .differing import differences_for, editable_by
from .filters import OrganisationFilter
from .models import Situation


class CountryList(ListPage):
    """The followed countries in the reader's scope."""

    model = Country
    template_name = "overview/countries.html"
    title = gettext_lazy("Countries")
    headers = (
        Header(gettext_lazy("Country"), "name", ("name_en",)),
        Header(gettext_lazy("Situation as of")),
        Header(gettext_lazy("Projects"), css="n"),
        Header(gettext_lazy("Instruments"), css="n"),
        Header(gettext_lazy("Sources differ"), css="n"),
    )
    default_sort = "name"

    def get_queryset(self):
        return super().get_queryset().filter(is_followed=True)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return {**context, "rows": country_rows(context["object_list"], self.request.user)}


def country(request, slug):
    """Everything about one country that its reader may see. Codes lead to the page's address."""
    require(request.user, "reference.view_country")
    countries = for_user(Country.objects.all(), request.user)
    if slug != slug.lower() and len(slug) in {2, 3}:
        by_code = {"iso2": slug} if len(slug) == 2 else {"iso3": slug}
        return redirect(get_object_or_404(countries, **by_code), permanent=True)
    found = get_object_or_404(countries, slug=slug)
    return render(request, "overview/country.html", country_context(found, request.user))


def situation(request, slug, pk):
    """One analysis, with the others of its country beside it."""
    require(request.user, "overview.view_situation")
    countries = for_user(Country.objects.all(), request.user)
    found = get_object_or_404(countries, slug=slug)
    situations = Situation.objects.for_user(request.user).filter(country=found)
    shown = get_object_or_404(situations.select_related("source"), pk=pk)
    context = {
        "country": found,
        "situation": shown,
        "situations": situations,
        "page_is_sample": found.is_sample,
    }
    return render(request, "overview/situation.html", context)


def differences(request, slug):
    """Where sources differ, point by point: what each says, what is shown, why."""
    require(request.user, "overview.view_difference")
    countries = for_user(Country.objects.all(), request.user)
    found = get_object_or_404(countries, slug=slug)
    context = {
        "country": found,
        "differences": differences_for(found, request.user),
        "editable": editable_by(request.user, found),
        "page_is_sample": found.is_sample,
    }
    return render(request, "overview/differences.html", context)


class SourceList(ListPage):
    model = Source
    template_name = "overview/sources.html"
    title = gettext_lazy("Sources")
    headers = (
        Header(gettext_lazy("Source"), "title", ("short_title",)),
        Header(gettext_lazy("Publisher"), "publisher"),
        Header(gettext_lazy("Date"), "date", ("date_to",)),
        Header(gettext_lazy("Classification")),
    )
    default_sort = "-date"


class SourceDetail(DetailPage):
    """A source and every record that cites it, as far as the reader may see."""

    model = Source
    template_name = "overview/source.html"

    def get_context_data(self, **kwargs):
        groups = citations(self.object, self.request.user)
        return super().get_context_data(
            groups=groups, page_is_sample=self.object.is_sample, **kwargs
        )


class OrganisationList(ListPage):
    model = Organisation
    template_name = "overview/organisations.html"
    queryset = Organisation.objects.select_related("parent", "successor", "country")
    filterset_class = OrganisationFilter
    title = gettext_lazy("Organisations")
    headers = (
        Header(gettext_lazy("Organisation"), "name", ("name_en",)),
        Header(gettext_lazy("Acronym"), "acronym"),
        Header(gettext_lazy("Kind"), "kind"),
        Header(gettext_lazy("Part of")),
        Header(gettext_lazy("Became")),
    )
    default_sort = "name"


class OrganisationDetail(DetailPage):
    model = Organisation
    template_name = "overview/organisation.html"
    queryset = Organisation.objects.select_related("parent", "successor", "country")

    def get_context_data(self, **kwargs):
        user, found = self.request.user, self.object
        return super().get_context_data(
            aliases=for_user(found.aliases.select_related("source"), user),
            listings=for_user(found.listings.select_related("source"), user),
            parts=for_user(found.parts.all(), user),
            groups=roles_of(found, user),
            page_is_sample=bool(found.country and found.country.is_sample),
            **kwargs,
        )
