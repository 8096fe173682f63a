"""The components that pages are made of: `{% load ui %}` brings all of them.

Tables, figures and forms have a module each beside this one; they are joined here.
"""

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import translate_url
from django.utils.html import format_html, format_html_join
from django.utils.text import slugify
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _

from foundation.access.scope import permission_name
from foundation.ui import menu

from . import ui_charts, ui_figures, ui_forms, ui_tables
from .marks import icon, pill

register = template.Library()
for library in (ui_charts, ui_figures, ui_forms, ui_tables):
    register.tags.update(library.register.tags)
    register.filters.update(library.register.filters)
register.simple_tag(icon)
register.simple_tag(pill)
register.filter(menu.localised)


@register.simple_tag
def status(thing, field="status", looks=None, plain=False):
    """{% status project %}, {% status action field="verified" plain=True %}

    The look is `<field>_look` of the object, or found in `looks` by the value of the field.
    """
    label = getattr(thing, f"get_{field}_display")()
    if looks is None:
        look = getattr(thing, f"{field}_look")
    else:
        look = looks.get(getattr(thing, field), "unk")
    return pill(look, label, plain)


@register.simple_tag
def flag(text, href=""):
    """{% flag "Sources differ" %}: something to look at; a link if it has somewhere to lead."""
    if href:
        return format_html('<a class="flag" href="{}">{}{}</a>', href, icon("warn"), text)
    return format_html('<span class="flag">{}{}</span>', icon("warn"), text)


@register.simple_tag
def sample(when=True):
    """{% sample %} or {% sample object.is_sample %}: this is invented, to show how it works."""
    return format_html('<span class="smp">{}</span>', _("sample")) if when else ""


@register.simple_tag
def tag(text):
    """{% tag "PDF" %}"""
    return format_html('<span class="tag">{}</span>', text)


@register.simple_block_tag
def note(content, look=""):
    """{% note "warn" %}…{% endnote %}: "" information, "ok" done, "warn" check, "bad" not done."""
    css = {"ok": " note-k", "warn": " note-w", "bad": " note-b"}.get(look, "")
    return format_html('<div class="note{}">{}</div>', css, content)


@register.simple_block_tag
def section(content, title, sub="", count=None, href="", link="", icon="", id="", level=2):  # noqa: A002  as in HTML
    """{% section _("Documents") count=3 href=url link=_("Add") icon="plus" %}…{% endsection %}

    A heading and what belongs to it; `sub` is a line under it, `link` stands at its right.
    """
    context = {
        "content": content, "title": title, "sub": sub, "count": count, "href": href,
        "link": link, "icon": icon, "id": id or slugify(title) or "part", "level": level,
    }  # fmt: skip
    return render_to_string("components/section.html", context)


@register.simple_block_tag
def panel(content, title="", id="", level=2):  # noqa: A002  as in HTML
    """{% panel _("Summary") %}…{% endpanel %}: a section with a white ground."""
    context = {"content": content, "title": title, "id": id or slugify(title), "level": level}
    return render_to_string("components/panel.html", context)


@register.simple_block_tag
def fill(content, element, css, id=""):  # noqa: A002  as in HTML
    """An element that is left out when nothing is in it: {% fill "p" "meta" %}…{% endfill %}"""
    if not content.strip():
        return ""
    given = [(name, value) for name, value in (("id", id), ("class", css)) if value]
    attributes = format_html_join("", ' {}="{}"', given)
    opening = format_html("<{}{}>", element, attributes)
    return format_html("{}{}</{}>", opening, content, element)


@register.simple_block_tag
def menu_button(content, label, name="", css="b"):
    """{% menu_button _("Export") "export" %}<a href="…">CSV</a>…{% endmenu_button %}"""
    context = {"content": content, "label": label, "name": name, "css": css}
    return render_to_string("components/menu_button.html", context)


@register.inclusion_tag("components/empty.html")
def empty_state(title, text="", url="", action=""):
    """{% empty_state _("No project yet") text=_("Why.") url=add_url action=_("Add project") %}"""
    return {"title": title, "text": text, "url": url, "action": action}


@register.inclusion_tag("components/breadcrumb.html")
def breadcrumb(*parts):
    """{% breadcrumb projects_url _("Projects") project.code %}: address, label, …, this page."""
    return {"links": list(zip(parts[::2], parts[1::2], strict=False)), "here": parts[-1]}


@register.inclusion_tag("components/timeline.html")
def timeline(entries):
    """{% timeline entries %}: .when .who .what .changes [(label, old, new)] .reason"""
    return {"entries": [(entry, [_change(c) for c in entry.changes]) for entry in entries]}


def _change(change):
    """A change as (label, old, new), from a tuple or an object that has these three."""
    return change if isinstance(change, tuple) else (change.label, change.old, change.new)


@register.inclusion_tag("components/document_row.html")
def document_row(title, url="", kind="", facts="", state="here", action="", action_url=""):
    """One <li> of ul.rows.docs; `state`: here, link, missing, not_expected."""
    return {
        "title": title, "url": url, "kind": kind, "facts": facts, "state": state,
        "action": action, "action_url": action_url,
    }  # fmt: skip


@register.simple_tag(takes_context=True)
def main_menu(context):
    """{% main_menu as entries %}: what this person may open."""
    request = context.get("request")
    return menu.links(request) if request else []


@register.simple_tag
def home_url():
    return menu.address(menu.HOME) or "/"


@register.simple_tag(takes_context=True)
def other_language(context):
    """{% other_language as other %}: .href .code .name of this page in the other language."""
    request = context.get("request")
    codes = [code for code, _name in settings.LANGUAGES if code != get_language()]
    if request is None or not codes:
        return None
    href = translate_url(request.get_full_path(), codes[0])
    if href == request.get_full_path():  # a page that does not exist: offer the way home
        href = translate_url(home_url(), codes[0])
    name = get_language_info(codes[0])["name_local"].capitalize()
    return {"href": href, "code": codes[0], "name": name}


@register.simple_tag(takes_context=True)
def may(context, action, thing):
    """{% may "change" project as editable %}: about this one thing; costs a query."""
    user = context["request"].user
    return user.has_perm(permission_name(type(thing), action), thing)
