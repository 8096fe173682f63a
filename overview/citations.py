"""Everything that cites a source, and every part an organisation plays, as a reader may see it."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commitments.models import (
    Action,
    Commitment,
    Indicator,
    Instrument,
    InstrumentDate,
    InstrumentParty,
    Measurement,
    StatedProgress,
)
from foundation.access.querysets import for_user
from incidents.models import JusticeCaseload, Submission
from projects.models import Participation, RegisterEntry, Result

from .models import KeyDate, KeyFigure, Situation, Statement

Row = tuple[str, str, str]


class Group(NamedTuple):
    """One kind of record: its title, and (text, address, page) for each."""

    title: str | Promise
    rows: list[Row]


class Way(NamedTuple):
    """One way in which records refer to something: through which field, and what is told."""

    title: str | Promise
    model: Any
    field: str
    related: tuple[str, ...] = ()
    of: Callable[[Any], Any] = lambda row: row


CITED_BY = (
    Way(gettext_lazy("Incident records"), Submission, "source", ("country",)),
    Way(gettext_lazy("Cases before courts"), JusticeCaseload, "source", ("country", "court")),
    Way(gettext_lazy("Situation analyses"), Situation, "source", ("country",)),
    Way(gettext_lazy("Key figures"), KeyFigure, "source", ("country",)),
    Way(gettext_lazy("Key dates"), KeyDate, "source", ("country",)),
    Way(gettext_lazy("Where sources differ"), Statement, "source", ("difference__country",),
        lambda row: row.difference),
    Way(gettext_lazy("Projects, what registers say"), RegisterEntry, "register", ("project",),
        lambda row: row.project),
    Way(gettext_lazy("Projects, agencies"), Participation, "source",
        ("project", "organisation"), lambda row: row.project),
    Way(gettext_lazy("Projects, results"), Result, "source", ("project",),
        lambda row: row.project),
    Way(gettext_lazy("Instruments"), Instrument, "sources", ("country",)),
    Way(gettext_lazy("Dates of instruments"), InstrumentDate, "source",
        ("instrument__country",), lambda row: row.instrument),
    Way(gettext_lazy("Commitments"), Commitment, "source", ("instrument__country",)),
    Way(gettext_lazy("Measurements"), Measurement, "source", ("indicator",),
        lambda row: row.indicator),
    Way(gettext_lazy("Stated progress"), StatedProgress, "source"),
)  # fmt: skip
PLAYED_BY = (
    Way(gettext_lazy("Projects"), Participation, "organisation", ("project", "organisation"),
        lambda row: row.project),
    Way(gettext_lazy("Party to instruments"), InstrumentParty, "organisation",
        ("instrument__country", "organisation"), lambda row: row.instrument),
    Way(gettext_lazy("Bears commitments"), Commitment, "duty_bearers", ("instrument__country",)),
    Way(gettext_lazy("Responsible for actions"), Action, "responsible",
        ("commitment__instrument__country",), lambda row: row.commitment),
    Way(gettext_lazy("Indicators"), Indicator, "body"),
    Way(gettext_lazy("Cases before it"), JusticeCaseload, "court", ("country", "court")),
)  # fmt: skip


def citations(source: Any, user: Any) -> list[Group]:
    """Records of all kinds that point to this source, each scoped as its own page is."""
    return _groups(CITED_BY, source, user)


def roles_of(organisation: Any, user: Any) -> list[Group]:
    """The parts of this organisation. Who is named as perpetrator stands with the counts alone."""
    return _groups(PLAYED_BY, organisation, user)


def _groups(ways: Iterable[Way], thing: Any, user: Any) -> list[Group]:
    groups = []
    for way in ways:
        rows = _visible(way.model, user).filter(**{way.field: thing})
        rows = [_row(way, row) for row in rows.select_related(*way.related).distinct()]
        if rows:
            groups.append(Group(way.title, rows))
    return groups


def _visible(model, user) -> QuerySet:
    if model is Submission:
        return Submission.objects.visible_to(user)
    return for_user(model.objects.all(), user)


def _row(way, row) -> Row:
    shown = way.of(row)
    url = shown.get_absolute_url() if hasattr(shown, "get_absolute_url") else ""
    country = getattr(shown, "country", None)
    if not url and country is not None:
        url = country.get_absolute_url()
    return _text(row, shown), url, getattr(row, "page", "")


def _text(row, shown) -> str:
    if isinstance(row, Statement):
        return f"{shown}: {row.says}"
    if isinstance(row, RegisterEntry):
        return f"{shown.code}: {row.get_field_display()}"
    if isinstance(row, InstrumentDate):
        return f"{shown}: {row.get_event_display()} {row.date_as_written}"
    if isinstance(row, JusticeCaseload):
        return _("%(country)s: %(stage)s") % {
            "country": row.country, "stage": row.get_stage_display()
        }  # fmt: skip
    return str(shown)
