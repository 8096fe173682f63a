"""Documents and results of an IATI file as rows to come. What is here already stays as it is."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError
from django.db.models import Prefetch
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.access.querysets import require_in_scope
from foundation.imports.kinds import RefusedRowsError
from foundation.reference.models import Code

from ..iati import codes
from ..iati.from_parts import stated_value
from ..iati.said import Link, Measure, Outcome, Parts, Value
from ..models import ProjectDocument, Result, ResultIndicator, ResultMeasurement
from ..results import report_measurement
from .iati_rows import CLOSED_TO_YOU, Coming, Into, State
from .lookups import reach

Unit, Direction = ResultIndicator.Unit, ResultIndicator.Direction
KIND = {codes.RESULT["output"]: Result.Kind.OUTPUT, codes.RESULT["outcome"]: Result.Kind.OUTCOME}
UP, DOWN = {"1", "true"}, {"0", "false"}
PARENT = {ResultIndicator: "result", ResultMeasurement: "indicator"}
OTHERWISE = gettext_lazy(
    "The register has it otherwise. If the file is right, change it on the project."
)


def rows_of(pairs: Sequence[tuple[Into, Parts]], user: Any) -> list[list[Coming]]:
    """The rows of each activity; a handful of queries for all of them."""
    if not any(parts.links or parts.outcomes for _into, parts in pairs):
        return [[] for _pair in pairs]
    projects = [into.project for into, _parts in pairs]
    documents = _documents(projects, user)
    results = _results(projects, user)
    kinds = _kinds()
    return [
        [
            *_Documents(into, documents[into.project.pk], kinds).rows(parts.links),
            *_Results(into, results[into.project.pk]).rows(parts.outcomes),
        ]
        for into, parts in pairs
    ]


def save(rows: Iterable[Coming], *, by: Any, reason: str) -> None:
    """Write what is new; a result before its indicators, these before their values."""
    for row in rows:
        if row.state != State.NEW:
            continue
        new, parent = row.ready, PARENT.get(type(row.ready))
        if parent:  # it has a number by now
            setattr(new, parent, getattr(new, parent))
        new._history_user, new._change_reason = by, reason
        try:
            if isinstance(new, ResultMeasurement):
                report_measurement(new, by=by)
                continue
            new.full_clean()
            new.save(force_insert=True)
        except ValidationError as error:
            raise RefusedRowsError([(0, "", f"{row.said}: {' '.join(error.messages)}")]) from error
        except IntegrityError as error:
            told = _("Somebody else added this value just now.")
            raise RefusedRowsError([(0, "", f"{row.said}: {told}")]) from error
        require_in_scope(by, "add", new)


def _documents(projects, user):
    found = defaultdict(list)
    for one in ProjectDocument.objects.for_user(user).current().filter(project__in=projects):
        found[one.project_id].append(one)
    return found


def _results(projects, user):
    found = defaultdict(list)
    measured = ResultMeasurement.objects.for_user(user).select_related("indicator", "source")
    indicators = ResultIndicator.objects.for_user(user).prefetch_related(
        Prefetch("measurements", measured, to_attr="open_ones")
    )
    rows = Result.objects.for_user(user).filter(project__in=projects)
    for one in rows.prefetch_related(Prefetch("indicators", indicators, to_attr="open_ones")):
        found[one.project_id].append(one)
    return found


def _kinds():
    found = defaultdict(list)
    rows = Code.objects.filter(list=Code.List.DOCUMENT_KIND, active=True).exclude(iati="")
    for code in rows:
        found[code.iati].append(code)
    return found


class _Documents:
    """Links of one activity against the documents of its project."""

    def __init__(self, into: Into, held: list[ProjectDocument], kinds: dict[str, list[Code]]):
        self.into, self.held, self.kinds = into, held, kinds
        self.may = into.is_open(reach(into.user, into.project, ProjectDocument))
        self.seen: set[str] = set()

    def rows(self, links: Sequence[Link]) -> list[Coming]:
        return [self._row(link) for link in links]

    def _row(self, link):
        row = Coming(link.line, State.NEW, _("Document"), f"{link.title}, {link.url}")
        for held in self.held:
            same = _plain(held.title) == _plain(link.title)
            if held.url == link.url or same:
                row.held = ", ".join(part for part in (held.title, held.url) if part)
                if held.url == link.url and same:
                    return row.leave("", State.SAME)
                return row.leave(OTHERWISE, State.DIFFERENT)
        kinds = self.kinds.get(link.category, [])
        if link.url in self.seen:
            return row.leave(_("The file names it twice."))
        if len(kinds) != 1:
            told = _("Several kinds of document here have the category %(code)s.") if kinds else _(
                "No kind of document here has the category %(code)s.")  # fmt: skip
            return row.leave(told % {"code": link.category[:10]})
        if not self.may:
            return row.leave(CLOSED_TO_YOU)
        self.seen.add(link.url)
        row.ready = self._document(link, kinds[0])
        return _checked(row)

    def _document(self, link, kind):
        known = codes.is_known("Language", link.language)
        return ProjectDocument(
            project=self.into.project, title=link.title, kind=kind, url=link.url,
            state=ProjectDocument.State.LINK, language=link.language if known else "",
            date=link.day, classification=self.into.classification, listed_in=self.into.source,
        )  # fmt: skip


class _Results:
    """Results of one activity, with what is measured, against those of its project."""

    def __init__(self, into: Into, held: list[Result]):
        self.into = into
        self.held = {_plain(one.text): one for one in held}
        self.may = {
            model: into.is_open(reach(into.user, into.project, model), classified=False)
            for model in (Result, ResultIndicator, ResultMeasurement)
        }

    def rows(self, outcomes: Sequence[Outcome]) -> Iterable[Coming]:
        for outcome in outcomes:
            held = self.held.get(_plain(outcome.title))
            row = Coming(outcome.line, State.NEW, _("Result"), outcome.title)
            if held is not None:
                row.leave("", State.SAME).held = held.text
                result = held
            else:
                result = row.ready = Result(
                    project=self.into.project, kind=KIND.get(outcome.type, Result.Kind.RESULT),
                    text=outcome.title, source=self.into.source,
                    page=self.into.page(outcome.line),
                )  # fmt: skip
                result.open_ones = []
                self._allow(row, Result)
                self.held[_plain(outcome.title)] = result
            yield row
            for measure in outcome.measures:
                yield from self._measure(measure, result, row)

    def _measure(self, measure: Measure, result, above):
        said = ", ".join(part for part in (measure.title, *_numbers(measure)) if part)
        row = Coming(measure.line, State.NEW, _("Indicator"), said)
        title = _plain(measure.title)
        held = next((one for one in result.open_ones if _plain(one.title) == title), None)
        if held is None:
            held = row.ready = self._indicator(measure, result)
            held.open_ones = []
            result.open_ones.append(held)
            self._below(row, above, ResultIndicator)
        else:
            row.held = ", ".join([held.title, *_held_numbers(held)])
            same = _agree(measure, held)
            row.leave("" if same else OTHERWISE, State.SAME if same else State.DIFFERENT)
        yield row
        for value in measure.values:
            yield self._value(value, held, row)

    def _indicator(self, measure, result):
        direction = measure.ascending.casefold()
        return ResultIndicator(
            result=result, title=measure.title, unit=_unit(measure), unit_note=measure.about,
            direction=Direction.UP if direction in UP else
            Direction.DOWN if direction in DOWN else Direction.NONE,
            baseline=measure.baseline, baseline_year=measure.baseline_year,
            target=measure.target, target_date=measure.target_day,
            source=self.into.source, page=self.into.page(measure.line),
        )  # fmt: skip

    def _value(self, value: Value, indicator, above):
        said = f"{_period(value.starts, value.ends)}: {_number(value.value)}"
        row = Coming(value.line, State.NEW, _("Value"), said)
        period = (value.starts, value.ends)
        rivals = [one for one in indicator.open_ones if (one.period_from, one.period_to) == period]
        if rivals:
            row.held = "; ".join(
                f"{_number(stated_value(one))} ({one.source})" for one in rivals
            )  # fmt: skip
            same = any(stated_value(one) == value.value for one in rivals)
            return row.leave("" if same else OTHERWISE, State.SAME if same else State.DIFFERENT)
        row.ready = ResultMeasurement(
            indicator=indicator, period_from=value.starts, period_to=value.ends,
            value=value.value, source=self.into.source, page=self.into.page(value.line),
        )  # fmt: skip
        if above.state == State.DIFFERENT:
            return row.leave(_("Its indicator is measured otherwise here."))
        return self._below(row, above, ResultMeasurement)

    def _below(self, row, above, model):
        """What is measured of a result that is not taken over is not taken over either."""
        if above.state == State.LEFT:
            return row.leave(_("What it belongs to is left aside."))
        return self._allow(row, model)

    def _allow(self, row, model):
        return _checked(row) if self.may[model] else row.leave(CLOSED_TO_YOU)


def _checked(row: Coming) -> Coming:
    """What the page would refuse is refused here; what only the database knows, on writing."""
    new = row.ready
    parent = PARENT.get(type(new))
    try:
        new.clean_fields(exclude={parent} if parent else None)
        if getattr(new, f"{parent}_id", True):
            new.clean()
            new.validate_unique()
            new.validate_constraints()
    except ValidationError as error:
        messages = getattr(error, "error_dict", {NON_FIELD_ERRORS: [error]}).values()
        row.leave(" ".join(text for some in messages for one in some for text in one.messages))
    return row


def _agree(measure, held):
    """What the file says of an indicator and the register has otherwise is a difference."""
    if (_unit(measure) == Unit.PERCENT) != (held.unit == Unit.PERCENT):
        return False
    start = held.baseline
    if held.adds_up == ResultIndicator.AddsUp.SUM:
        start = Decimal(0)
    return _fits(measure.baseline, start) and _fits(measure.target, held.target)


def _fits(said, held):
    return said is None or said == held


def _unit(measure):
    return Unit.PERCENT if measure.measure == codes.PERCENTAGE else Unit.NUMBER


def _numbers(measure):
    if measure.baseline is not None:
        yield _("baseline %(number)s") % {"number": _number(measure.baseline)}
    if measure.target is not None:
        yield _("target %(number)s") % {"number": _number(measure.target)}


_held_numbers = _numbers  # an indicator of the register has the same two


def _number(value):
    return "" if value is None else format(value.normalize(), "f")


def _period(starts, ends):
    return f"{date_format(starts, 'SHORT_DATE_FORMAT')} – {date_format(ends, 'SHORT_DATE_FORMAT')}"


def _plain(text):
    return " ".join(text.casefold().split())
