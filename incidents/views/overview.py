"""Incidents of a country and year: sources side by side, charts, records."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Count as RowCount
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from foundation.access.forms import limit_choices
from foundation.reference.models import Country
from foundation.ui.pages import Header, ScopedPage

from .. import drawing
from ..counts import show, show_caseloads
from ..filters import SubmissionFilter
from ..groups import groups
from ..models import JusticeCaseload, Status, Submission
from ..releases.listed import listed
from .shared import (
    countries,
    country_of,
    findings_about,
    holds_in,
    same_sources,
    years,
)

PER_PAGE = 50
HEADERS = (
    Header(gettext_lazy("Source"), "source", ("source__short_title",)),
    Header(gettext_lazy("Occurred"), "occurred", ("occurred_to",)),
    Header(gettext_lazy("Verified or reported"), "verified", ("verified_to",)),
    Header(gettext_lazy("Measure")),
    Header(gettext_lazy("Collected by")),
    Header(gettext_lazy("Stated total"), css="n"),
    Header(gettext_lazy("Status")),
)


@dataclass(frozen=True)
class Card:
    """One country with records or releases: how many, from how many sources, until when."""

    country: Country
    records: int
    sources: int
    latest: int | None
    url: str


class Overview(ScopedPage, TemplateView):
    model = Submission

    def get_template_names(self):
        return ["incidents/overview.html" if self.has_country else "incidents/countries.html"]

    @property
    def has_country(self):
        return bool(self.request.GET.get("country"))

    def get_context_data(self, **kwargs):
        more = self._country() if self.has_country else self._cards()
        return super().get_context_data(**more, **kwargs)

    def _cards(self):
        seen = Submission.objects.visible_to(self.request.user)
        rows = (
            seen.order_by()
            .values("country")
            .annotate(
                records=RowCount("pk", distinct=True), sources=RowCount("source", distinct=True)
            )
        )
        by_country = {row["country"]: row for row in rows}
        by_year = {}
        for pk, first, last in seen.order_by().values_list(
            "country", "occurred_to", "verified_to"
        ):
            known = [day.year for day in (first, last) if day]
            by_year[pk] = max([*known, by_year.get(pk, 0)])
        cards = [
            Card(
                country,
                by_country.get(country.pk, {}).get("records", 0),
                by_country.get(country.pk, {}).get("sources", 0),
                by_year.get(country.pk) or None,
                f"{self.request.path}?country={country.slug}",
            )
            for country in countries(self.request.user)
        ]
        return {
            "cards": cards,
            "may_add": self.request.user.has_perm("incidents.add_submission"),
            "may_explore": self.request.user.has_perm("incidents.view_exact_submission"),
        }

    def _country(self):
        country = self.country = country_of(self.request)
        if country is None:
            return {"country": None, "title": _("Incidents")}
        user = self.request.user
        self.rows = Submission.objects.visible_to(user).filter(country=country)
        available = years(self.rows)
        data = self.request.GET.copy()
        data.setdefault("year", str(available[0]) if available else "")
        filters = SubmissionFilter(data, queryset=self.rows, request=self.request, years=available)
        limit_choices(filters.form, user)
        found = filters.qs if filters.is_valid() else self.rows.none()
        return {
            "country": country,
            "year": data["year"],
            "filter": filters,
            "page_is_sample": country.is_sample,
            "headers": HEADERS,
            "clear_url": self._clear_url(country, data),
            "tabs": self._tabs(country, data["year"], available),
            "may_add": holds_in(user, "add_submission", country),
            "may_explore": holds_in(user, "view_exact_submission", country),
            "releases": listed(country, user),
            **self._records(found),
            **self._justice(country),
        }

    def _clear_url(self, country, data):
        """The same country and period without the other filters; none if there are none."""
        narrowed = any(data.get(name) for name in ("source", "unit", "verification", "status"))
        query = urlencode({"country": country.slug, "year": data["year"]})
        return f"{self.request.path}?{query}" if narrowed else ""

    def _records(self, found):
        """One look at all that this page shows, so that one row in the trail says so."""
        numbers = found.order_by(*self._ordering(), "pk").values_list("pk", flat=True)
        page = Paginator(numbers, PER_PAGE).get_page(self.request.GET.get("page"))
        user, current = self.request.user, list(found.current().values_list("pk", flat=True))
        near = same_sources(found.current(), user, self.country) if current else []
        shown = {row.pk: row for row in show([*page.object_list, *current, *near], user)}
        standing = [shown[pk] for pk in current if pk in shown]
        side_by_side = groups(standing, user)
        every = [shown[pk] for pk in dict.fromkeys([*current, *near]) if pk in shown]
        return {
            "page_obj": page,
            "records": [shown[pk] for pk in page.object_list if pk in shown],
            "sort": self._sort,
            "findings": findings_about(standing, every),
            "groups": [group for group in side_by_side if len(group.members) > 1],
            "charts": drawing.perpetrator_charts(standing),
            "late_chart": drawing.late_chart(standing),
        }

    def _justice(self, country):
        if not self.request.user.has_perm("incidents.view_justicecaseload"):
            return {"caseloads": []}
        rows = JusticeCaseload.objects.filter(country=country)
        return {"caseloads": show_caseloads(rows, self.request.user)}

    @property
    def _sort(self):
        wanted = self.request.GET.get("sort", "")
        known = {header.sort_key for header in HEADERS if header.sort_key}
        return wanted if wanted.removeprefix("-") in known else "-occurred"

    def _ordering(self):
        key = self._sort.removeprefix("-")
        header = next(header for header in HEADERS if header.sort_key == key)
        return header.ordering(descending=self._sort.startswith("-"))

    def _tabs(self, country, year, available):
        """(label, address, number, current) per status, for those who may see drafts."""
        if not holds_in(self.request.user, "view_exact_submission", country):
            return []
        rows = self.rows.in_year(int(year)) if year in map(str, available) else self.rows
        found = rows.order_by().values_list("status").annotate(n=RowCount("pk", distinct=True))
        by_status, chosen = dict(found), self.request.GET.get("status", "")
        base = f"{self.request.path}?{urlencode({'country': country.slug, 'year': year})}"
        tabs = [(_("All"), base, sum(by_status.values()), not chosen)]
        for status in Status:
            address = f"{base}&status={status.value}"
            tabs.append((status.label, address, by_status.get(status, 0), chosen == status))
        return tabs
