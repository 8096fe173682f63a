"""What every file says of itself, the same in each format."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.reference.classification import Classification

from .content import About, Content
from .models import Export
from .reader import Reader
from .reports import Report

HANDLING = {
    "public": gettext_lazy("May be passed on with its source."),
    "internal": gettext_lazy("For the organisations that use the register. Not to be published."),
    "confidential": gettext_lazy(
        "For its reader and those who need it for their task. Not to be passed on."
    ),
    "strict": gettext_lazy("For its reader alone."),
}


def of(
    export: Export, report: Report, reader: Reader, content: Content, *, bare: bool = False
) -> About:
    """The statement of a file: names and values in the language of the file."""
    made_at = timezone.localtime()
    return About(
        title=str(report.title),
        number=export.reference,
        language=export.language,
        made_at=made_at,
        facts=tuple(_facts(export, report, reader, content, made_at)),
        classification=_label(reader.classification),
        mark=not bare,
        keys={
            "title": str(report.title),
            "number": export.reference,
            "report": export.report,
            "made_at": made_at.isoformat(timespec="seconds"),
            "audience": reader.audience,
            "classification": reader.classification,
            "options": export.options,
            "language": export.language,
        },
    )


def _label(classification):
    return str(dict(Classification.choices)[classification])


def _facts(export, report, reader, content, made_at):
    said = "; ".join(f"{name}: {value}" for name, value in export.said)
    facts = [
        (_("Title"), str(report.title)),
        (_("Number"), export.reference),
        (_("Made on"), date_format(made_at, "DATETIME_FORMAT")),
        (_("Made by"), str(export.by)),
        (_("For readers up to"), _label(reader.audience)),
        (_("Classification"), _label(reader.classification)),
        (_("Handling"), str(HANDLING[reader.classification])),
        (_("Filters"), said or _("none")),
        (_("Sources"), "; ".join(content.sources) or str(report.sources)),
    ]  # fmt: skip
    facts += content.facts
    if report.protection:
        facts.append((_("Small numbers"), str(report.protection)))
    if export.reason:
        facts.append((_("Made for"), export.reason))
    where = settings.SITE_URL + reverse("exports:export", args=[export.reference])
    facts.append((_("Found again at"), where))
    return facts
