"""Projects as activities, some at a time, so that a long file needs no more memory than a short
one. Every row comes through the reader of the file, who is the public.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Prefetch, QuerySet
from django.utils import timezone, translation

from foundation.exports.reader import Reader

from ..models import (
    Participation,
    Project,
    ProjectDocument,
    RegisterEntry,
    Result,
    ResultIndicator,
    ResultMeasurement,
    Transaction,
)
from . import codes
from .activity import Activity, Area, Day, Organisation, Sector, Text
from .from_money import budgets_of, organisation_of, payments_of, run_of
from .from_parts import documents_of, results_of
from .lacking import Lacking, gaps_of, sectors_of, twins
from .publisher import Publisher, publisher
from .stated import read_targets

AT_ONCE = 100  # projects whose rows are held at a time
CLOSED = {Project.Status.OPERATIONALLY_CLOSED, Project.Status.FINANCIALLY_CLOSED}
BEGUN = {Project.Status.ONGOING, *CLOSED}


@dataclass
class Survey:
    """Which of some projects can be activities, and what the others lack."""

    ready: list[int] = field(default_factory=list)
    lacking: list[Lacking] = field(default_factory=list)
    samples_aside: int = 0  # invented projects are never beside real ones

    @property
    def of(self) -> int:
        return len(self.ready) + len(self.lacking)


def survey(projects: QuerySet, among: QuerySet | None = None) -> Survey:
    """`projects` are the reader's, or those chosen `among` them; four queries."""
    found, by = Survey(), publisher()
    real = projects.exclude(country__is_sample=True)
    if real.exists():
        found.samples_aside = projects.filter(country__is_sample=True).count()
        projects = real
    same = twins(projects if among is None else among)
    rows = projects.select_related("fund", "country", "summary_source").defer("background")
    for project in rows.order_by("code").iterator(AT_ONCE):
        gaps = gaps_of(project, by, same)
        if gaps:
            found.lacking.append(Lacking(project, gaps))
        else:
            found.ready.append(project.pk)
    return found


def activities(keys: Sequence[int], reader: Reader) -> Iterator[Activity]:
    """The projects with these keys, which a survey found ready, as activities."""
    by, today = publisher(), timezone.localdate()
    for at in range(0, len(keys), AT_ONCE):
        some = Project.objects.filter(pk__in=keys[at : at + AT_ONCE])
        with translation.override(by.language):
            rows = _with_parts(reader.rows(some), reader)
            found = [_activity(project, by, today) for project in rows]
        yield from found


def _with_parts(projects, reader):
    """All that an activity says of its project, in one query for each kind of row."""
    indicators = reader.rows(ResultIndicator.objects.all()).prefetch_related(
        Prefetch(
            "measurements",
            reader.rows(
                ResultMeasurement.objects.filter(review=ResultMeasurement.Review.ACCEPTED)
            ).select_related("indicator"),
            to_attr="accepted",
        )
    )
    return (
        projects.select_related("fund__administrator", "country")
        .order_by("code")
        .prefetch_related(
            _of("participations", Participation.objects.select_related("organisation"), reader),
            _of("register_entries", RegisterEntry.objects.filter(chosen=True), reader,
                "chosen_entries"),
            _of("transactions", _ledger(), reader, "public_rows"),
            _of("documents", ProjectDocument.objects.current().select_related("kind"), reader,
                "public_documents"),
            Prefetch(
                "results",
                reader.rows(Result.objects.all()).prefetch_related(
                    Prefetch("indicators", indicators, to_attr="public_indicators")
                ),
                to_attr="public_results",
            ),
            Prefetch("follows", reader.rows(Project.objects.all())),
            _of("follow_ups", Project.objects.order_by("code"), reader),
        )
    )  # fmt: skip


def _ledger():
    return Transaction.objects.standing().select_related("organisation", "category", "source")


def _of(relation, rows, reader, name=None):
    return Prefetch(relation, reader.rows(rows), to_attr=name)


def _activity(project: Project, by: Publisher, today: date) -> Activity:
    return Activity(
        identifier=by.identifier(project.register_number),
        reporting=by.organisation,
        secondary=by.secondary,
        language=by.language,
        currency=by.currency,
        titles=_titles(project),
        description=Text(project.summary),
        participants=_participants(project),
        other_identifier=project.code,
        other_owner=project.fund.name_en,
        status=codes.STATUS[project.status],
        days=_days(project, today),
        areas=(_area(project.country),),
        sectors=tuple(Sector(code, share) for code, share in sectors_of(project)),
        targets=_targets(project),
        gender=project.gender_marker,
        defaults=by.defaults,
        budgets=budgets_of(project, project.public_rows),
        payments=payments_of(project.public_rows, _payer(project), today),
        documents=documents_of(project.public_documents),
        related=_related(project, by),
        results=results_of(project, project.public_results),
    )


def _titles(project):
    french = (Text(project.title_fr, "fr"),) if project.title_fr else ()
    return (Text(project.title), *french)


def _participants(project) -> tuple[Organisation, ...]:
    """The fund, who administers it, and each body once in each of its parts."""
    fund = project.fund
    type_ = codes.organisation_type(fund.administrator) if fund.administrator else ""
    found: dict[Any, Organisation] = {
        ("fund", ""): Organisation(fund.name_en, "", type_, codes.ROLE["funding"])
    }
    parts = project.shown_participations
    if fund.administrator and not any(part.role == "accountable" for part in parts):
        found["administrator", ""] = organisation_of(fund.administrator, codes.ROLE["accountable"])
    for part in parts:
        body = organisation_of(part.organisation, codes.ROLE[part.role], on=project.starts)
        found.setdefault((part.organisation_id, part.role), body)
    return tuple(found.values())


def _payer(project):
    fund = project.fund
    if fund.administrator:
        return organisation_of(fund.administrator)
    return Organisation(fund.name_en)


def _days(project, today) -> tuple[Day, ...]:
    """Planned days as registered; actual ones once the project has begun, or was closed."""
    written = project.written_start
    inexact = written.text if written.is_date and written.first != written.last else ""
    found = [Day(codes.PLANNED_START, project.starts, inexact)]
    if project.status in BEGUN and project.starts <= today:
        found.append(Day(codes.ACTUAL_START, project.starts, inexact))
    if end := run_of(project).ends:
        written = project.written_end
        inexact = written.text if written.is_date and written.first != written.last else ""
        found.append(Day(codes.PLANNED_END, end, inexact))
        if project.status in CLOSED and end <= today:
            found.append(Day(codes.ACTUAL_END, end, inexact))
    return tuple(found)


def _area(country) -> Area:
    """A sample country has no code in the standard; it is an area of our own list, by name."""
    if country.is_sample:
        return Area(country.iso2, f"{country.name_en} (sample)", is_country=False)
    return Area(country.iso2)


def _targets(project):
    try:
        return tuple(read_targets(project.sdg_targets))
    except ValidationError:
        return ()


def _related(project, by):
    """What it follows and what follows it, as far as they are public and have an identifier."""
    others = [project.follows, *project.follow_ups.all()]
    return tuple(
        identifier
        for other in others
        if other is not None and (identifier := by.identifier(other.register_number))
    )
