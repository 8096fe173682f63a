"""Parts of list tables: sortable heads, cells that become lines on a phone, pages, filters."""

from django import template
from django.utils.html import format_html
from django.utils.translation import gettext as _

register = template.Library()


def _query(context, **changes):
    """The query string of this page with some parameters changed; None takes one out."""
    request = context.get("request")
    query = request.GET.copy() if request else None
    if query is None:
        return "?"
    for name, value in changes.items():
        if value is None:
            query.pop(name, None)
        else:
            query[name] = value
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def query(context, **changes):
    """{% query view="table" page=None %}: this page's query string, changed."""
    return _query(context, **changes)


@register.inclusion_tag("components/th.html", takes_context=True)
def th(context, header):
    """{% th header %}: a head cell; `header` has .label .sort_key .css, the context `sort`."""
    key, sort = header.sort_key, context.get("sort") or ""
    direction = {key: "ascending", f"-{key}": "descending"}.get(sort, "") if key else ""
    turned = f"-{key}" if direction == "ascending" else key
    return {
        "header": header,
        "direction": direction,
        "icon": direction or "sort",
        "href": _query(context, sort=turned, page=None) if key else "",
        "list_target": context.get("list_target"),
    }


@register.simple_block_tag
def cell(content, label, css="", sub=False):
    """{% cell _("Budget") css="n" %}…{% endcell %}: its label is seen where rows are cards.

    css: "n" number, "in" joins the line under the title, "p2" left out on a phone, "d2" unbroken.
    """
    inner = "<span>{}</span>" if sub else "{}"  # a span keeps several things beside the label
    return format_html(
        '<td role="cell"{} data-l="{}">' + inner + "</td>",
        format_html(' class="{}"', css) if css else "",
        label,
        content,
    )


@register.simple_block_tag
def row_head(content, css=""):
    """{% row_head %}<a class="tt" href="…">UNA046</a>{% endrow_head %}: what the row is about."""
    css = format_html(' class="{}"', css) if css else ""
    return format_html('<th scope="row" role="rowheader"{}>{}</th>', css, content)


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context, page_obj):
    """{% pagination page_obj %}: "1 to 50 of 134", Previous, Next; keeps the query string."""
    previous = page_obj.previous_page_number() if page_obj.has_previous() else None
    following = page_obj.next_page_number() if page_obj.has_next() else None
    return {
        "page": page_obj,
        "previous_url": _query(context, page=previous) if previous else "",
        "next_url": _query(context, page=following) if following else "",
        "list_target": context.get("list_target"),
    }


@register.inclusion_tag("components/filters.html", takes_context=True)
def filters(context, filterset, headers=(), target="#list"):
    """{% filters filter headers=view.headers %}: a row on a desk, folded on a phone."""
    form = filterset.form
    sortable = [] if "sort" in form.fields else sort_options(headers)
    request = context.get("request")
    return {
        "form": form,
        "sort_options": sortable,
        "sort": context.get("sort") or "",
        "target": target,
        "path": request.path if request else "",
        "columns": request.GET.getlist("col") if request else [],
    }


def sort_options(headers):
    """(value, label) for "Sort by": on a phone the heads, and with them the links, are hidden."""
    options = []
    for header in headers:
        if header.sort_key:
            options.append((header.sort_key, header.label))
            options.append((f"-{header.sort_key}", _("%s, descending") % header.label))
    return options


@register.inclusion_tag("components/list_tools.html", takes_context=True)
def list_tools(context):
    """{% list_tools %}: which columns to show, keeping what stands in the address as a view."""
    request, view = context["request"], context["view"]
    columns = [
        (header.column, header.label, header.column in view.columns)
        for header in view.headers
        if header.column
    ]
    here = [(name, value) for name, values in request.GET.lists() for value in values]
    return {
        "page": request.resolver_match.view_name,
        "path": request.path,
        "query": view.kept_query,
        "current": next((v for v in context["views"] if v["current"] and v["pk"]), None),
        "columns": columns,
        "hidden": [(name, value) for name, value in here if name not in {"col", "page"}],
        "can_be_saved": view.can_be_saved,
        "csrf_token": context.get("csrf_token"),
    }
