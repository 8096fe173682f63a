"""The way from a page to its file."""

from django import template
from django.http import QueryDict
from django.urls import reverse

from ..reports import REPORTS

register = template.Library()


@register.inclusion_tag("exports/menu.html", takes_context=True)
def export_menu(context, *pairs):
    """{% export_menu "projects" query "portfolio" query %}: report, choices, report, choices, …

    Only the reports that this person may take out; nothing where there is none.
    """
    user = context["request"].user
    links = []
    for slug, query in zip(pairs[::2], pairs[1::2], strict=True):
        report = REPORTS[slug]
        if report.is_open_to(user):
            address = reverse("exports:report", args=[slug])
            links.append((report.title, f"{address}?{query}" if query else address))
    return {"links": links}


@register.filter
def only(data, names):
    """{{ request.GET|only:"country year" }}: those of its values that another page knows."""
    kept = QueryDict(mutable=True)
    for name in names.split():
        if data.get(name):
            kept.setlist(name, data.getlist(name))
    return kept.urlencode()
