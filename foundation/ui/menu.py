"""The main menu: five entries, the same order everywhere, each shown to those who may open it."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse, translate_url
from django.utils.functional import Promise
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

HOME = "overview:home"


@dataclass(frozen=True)
class Entry:
    """One entry: its name, where it leads, who may open it, which addresses are its own."""

    label: str | Promise
    url_name: str
    permission: str | None
    prefix: str


@dataclass(frozen=True)
class Link:
    """An entry as one person sees it; `current` is the value of aria-current, or empty."""

    label: str | Promise
    href: str
    current: str


ENTRIES = (
    Entry(_("Home"), HOME, None, ""),
    Entry(_("Countries"), "overview:countries", "reference.view_country", "countries/"),
    Entry(_("Projects"), "projects:list", "projects.view_project", "projects/"),
    Entry(_("Incidents"), "incidents:overview", "incidents.view_submission", "incidents/"),
    Entry(_("Commitments"), "commitments:list", "commitments.view_instrument", "commitments/"),
)


def links(request: HttpRequest) -> list[Link]:
    """The entries this person may open. A page that is not installed has no entry."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    may_open = [e for e in ENTRIES if e.permission is None or user.has_perm(e.permission)]
    addresses = [(entry, address(entry.url_name)) for entry in may_open]
    return [Link(e.label, href, _current(e, href, request.path)) for e, href in addresses if href]


def address(url_name: str) -> str:
    """The address of a page, or an empty text if there is no such page."""
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""


def localised(path: str) -> str:
    """An address that is kept without a language, in the language of the reader."""
    language = get_language() or settings.LANGUAGE_CODE
    with override(settings.LANGUAGE_CODE):
        return translate_url(path, language)


def _current(entry: Entry, href: str, path: str) -> str:
    if path == href:
        return "page"
    home = address(HOME)
    return "true" if entry.prefix and home and path.startswith(home + entry.prefix) else ""
