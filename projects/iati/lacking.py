"""What a project lacks to be a valid IATI activity, field by field. No query of its own."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import Count, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from foundation.reference.classification import Classification

from ..models import Project
from . import codes
from .publisher import Publisher
from .stated import read_sectors

PUBLIC = Classification.PUBLIC.value


@dataclass(frozen=True)
class Gap:
    """One field that keeps a project out, why, and the name of the field in its form."""

    field: str
    label: str | Promise
    why: str | Promise


@dataclass(frozen=True)
class Lacking:
    project: Project
    gaps: tuple[Gap, ...]


def gaps_of(project: Project, publisher: Publisher, twins: set[str]) -> tuple[Gap, ...]:
    """Needs the fund, the country and the source of the summary. `twins` as twins() says."""
    found = (
        _number(project, publisher, twins), _title(project), _summary(project), _start(project),
        _status(project), _country(project), _sector(project),
    )  # fmt: skip
    return tuple(gap for gap in found if gap)


def twins(projects: QuerySet) -> set[str]:
    """Numbers that several of these projects have; IATI would take them for one activity."""
    numbers = projects.exclude(register_number="").order_by().values("register_number")
    twice = numbers.annotate(times=Count("pk")).filter(times__gt=1)
    return set(twice.values_list("register_number", flat=True))


def _gap(field, why, label=None):
    return Gap(field, label or Project._meta.get_field(field).verbose_name, why)


def _number(project, publisher, twins):
    if not project.register_number:
        return _gap("register_number", _("It makes the identifier; none is recorded."))
    if not publisher.identifier(project.register_number):
        why = _("An identifier holds letters, digits, points and hyphens only.")
        return _gap("register_number", why)
    if project.register_number in twins:
        return _gap("register_number", _("Another project has the same number."))
    return None


def _title(project):
    return None if project.title.strip() else _gap("title", _("None is recorded."))


def _summary(project):
    if not project.summary.strip():
        return _gap("summary", _("It is the description; none is recorded."))
    if project.summary_source and project.summary_source.classification != PUBLIC:
        return _gap("summary_source", _("The summary cites a source that is not public."))
    return None


def _start(project):
    written = project.written_start
    if project.starts is None:
        return _gap("starts_as_written", _("None is recorded."))
    if written.text and not written.is_date:
        return _gap("starts_as_written", _("What is written is no date."))
    return None


def _status(project):
    if project.status not in codes.STATUS:
        return _gap("status", _("None is recorded; it is a step of the project's life."))
    return None


def _country(project):
    if project.country is None:
        why = _("A project in several countries needs each with its share; the register has none.")
        return _gap("country", why)
    if not project.is_sample and not codes.is_known("Country", project.country.iso2):
        return _gap("country", _("IATI does not know its code."))
    return None


def _sector(project):
    said = sectors_of(project)
    if not said:
        return _gap("sectors", _("Neither the project nor its fund states one."))
    return None


def sectors_of(project: Project) -> list[tuple]:
    """Those of the project, else those of its fund; none where the text is no list of sectors."""
    for text in (project.sectors, project.fund.sectors):
        try:
            if said := read_sectors(text):
                return said
        except ValidationError:
            return []
    return []
