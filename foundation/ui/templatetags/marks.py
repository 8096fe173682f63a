"""Icons and statuses as HTML, for tags of all modules."""

from django.utils.html import format_html

LOOKS = {"new", "go", "ok", "warn", "bad", "stop", "unk"}

ICONS = {
    "menu": "M2.5 4.5h11M2.5 8h11M2.5 11.5h11",
    "search": "M11.5 7a4.5 4.5 0 1 1-9 0 4.5 4.5 0 0 1 9 0m-1 3.5 3.5 3.5",
    "down": "m4 6 4 4 4-4",
    "plus": "M8 3v10M3 8h10",
    "export": "M8 2v8m0 0 3-3m-3 3L5 7M2.5 13.5h11",
    "import": "M8 10V2m0 0L5 5m3-3 3 3M2.5 13.5h11",
    "edit": "m3 13 .6-2.8L11 2.8 13.2 5l-7.4 7.4z",
    "print": "M4.5 6V2.5h7V6M4.5 11.5h-2V6h11v5.5h-2M4.5 9.5h7v4h-7z",
    "warn": "M8 2.2 14.3 13H1.7zM8 6.5v3M8 11.4v.1",
    "sort": "m5.5 6 2.5-2.5L10.5 6m-5 4L8 12.5l2.5-2.5",
    "ascending": "M8 3v10m0 0 3.5-3.5M8 13 4.5 9.5",
    "descending": "M8 13V3m0 0 3.5 3.5M8 3 4.5 6.5",
    "check": "m3 8.5 3.2 3.2L13 5",
    "close": "m4 4 8 8m0-8-8 8",
    "history": "M2.5 8a5.5 5.5 0 1 0 1.7-4M2.5 2.5v2.2h2.2M8 5v3.2l2.2 1.4",
    "lock": "M4 7.5h8v6H4zM5.7 7.5V5.3a2.3 2.3 0 0 1 4.6 0v2.2",
    "file": "M4 2h5l3 3v9H4zM9 2v3h3",
    "link": "M6.5 9.5 13 3m0 0H8.8M13 3v4.2M6.5 4H3v9h9V9.5",
}  # fmt: skip

ICON = (
    '<svg class="i" viewBox="0 0 16 16" aria-hidden="true" focusable="false"><path d="{}"/></svg>'
)


def icon(name):
    """{% icon "edit" %}: a drawing beside a word; the word is never left out."""
    return format_html(ICON, ICONS[name])


def pill(look, text, plain=False):
    """{% pill "warn" _("Delayed") %}; `plain=True` in running text, without the ground."""
    look = look if look in LOOKS else "unk"
    return format_html('<span class="st{} st-{}">{}</span>', " st-t" if plain else "", look, text)
