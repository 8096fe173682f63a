"""IATI activities as what another register says of our projects. Nothing of a project is changed:
the values stand beside it, and where they differ its page says so.
"""

import hashlib
from collections.abc import Iterable
from copy import copy
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.db.models import QuerySet
from django.forms import ChoiceField, ModelChoiceField
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.access.querysets import for_user
from foundation.imports.kinds import ImportKind, RefusedRowsError, register
from foundation.reference.classification import Classification
from foundation.reference.models import Source

from .. import differences
from ..iati.read import Field, read_file
from ..models import RegisterEntry
from ..shown import values
from . import iati_amounts, iati_parts
from .iati_plan import IatiPlan, Match, Projects, Row
from .iati_rows import Into, page_of, seal_of


@register
class IatiImport(ImportKind):
    slug = "iati"
    title = gettext_lazy("IATI activities")
    about = gettext_lazy(
        "What an IATI 2.03 file says of projects here, kept beside them. It overwrites nothing."
    )
    permission = "projects.add_registerentry"
    accepts = (".xml",)
    file_help = gettext_lazy("XML, at most 10 MB. You can drop the file here.")
    what_it_holds = "projects/_iati_file.html"
    preview_template = "projects/iati_preview.html"
    where_label = gettext_lazy("See the projects")
    large = 1_000_000  # activities: the limits on XML are lower, its preview is made at once
    source: int | None = None  # the register that the file is from
    classification: str = Classification.INTERNAL.value  # of amounts and documents

    @property
    def where(self):
        return reverse("projects:list")

    def option_fields(self, user):
        return {
            "source": ModelChoiceField(
                for_user(Source.objects.order_by("short_title"), user),
                label=_("The register it is from"),
                help_text=_(
                    "A source, such as “IATI file of the fund, 3 March 2026”. Add it under Sources"
                    " first."
                ),
            ),
            "classification": ChoiceField(
                label=_("Amounts and documents are"),
                choices=Classification.choices,
                initial=Classification.INTERNAL,
                required=False,
                help_text=_(
                    "How far those that are added may travel. Results go with the source."
                ),
            ),
        }

    def read(self, data, name):
        return read_file(data, name, self.limits)

    def bound(self, about, user):
        kind = copy(self)
        options = about.get("options", {})
        kind.source = options.get("source")
        kind.classification = options.get("classification") or self.classification
        return kind

    def accept(self, table):
        """Reading has refused what is not to be kept."""
        return len(table.activities)

    def plan(self, table, user):
        source = for_user(Source.objects.all(), user).filter(pk=self.source).first()
        if source is None:
            raise ValidationError(_("The source is no longer there. Send the file again."))
        pairs = Projects(user).of(table.activities)
        plan = IatiPlan(
            table, source,
            [Match(found, project) for found, project in pairs if project],
            [found for found, project in pairs if project is None],
        )  # fmt: skip
        _fill(plan, user)
        self._fill_parts(plan, user)
        return plan

    def _fill_parts(self, plan, user):
        """Of one activity for each project: a second one would be held against a plan."""
        first: dict[int, Match] = {}
        for match in plan.matches:
            match.again = first.setdefault(match.project.pk, match) is not match
        pairs = [
            (Into(one.project, plan.source, self.classification, one.found.identifier, user),
             one.found.parts)
            for one in first.values()
        ]  # fmt: skip
        amounts, parts = iati_amounts.rows_of(pairs, user), iati_parts.rows_of(pairs, user)
        for match, its_amounts, its_parts in zip(first.values(), amounts, parts, strict=True):
            match.amounts, match.parts = its_amounts, its_parts

    def counts(self, plan):
        told = {"new": plan.new_count, "changed": 0, "unchanged": plan.unchanged_count}
        return told | {"wrong": len(plan.wrong)}

    def writes(self, plan):
        return bool(plan.new_count)

    def seal(self, plan):
        """An amount that was refused on the preview and is not any more was seen by nobody."""
        said = [f"{match.project.pk}\n{seal_of(match.amounts + match.parts)}"
                for match in plan.matches]  # fmt: skip
        said += [f"{row.project_id}|{row.field}|{row.value_as_written}" for row in plan.new]
        return hashlib.sha256("\n".join(said).encode()).hexdigest()

    def fault_rows(self, made):
        heads = [_("Line"), _("What is wrong")]
        return [heads, *([str(fault.line), fault.sentence] for fault in made.file.faults)]

    def write(self, plan, *, by, batch):
        """Entries as the page makes them, each with its history; then asked about as a whole."""
        reason = _("Imported, %(batch)s.") % {"batch": batch}
        new = plan.new
        for entry in new:
            entry._history_user, entry._change_reason = by, reason
            try:
                entry.full_clean()
                entry.save(force_insert=True)
            except ValidationError as error:
                raise RefusedRowsError([(0, "", " ".join(error.messages))]) from error
            except IntegrityError as error:
                told = _("Somebody else added this value just now.")
                raise RefusedRowsError([(0, "", told)]) from error
        keys = [entry.pk for entry in new]
        allowed = RegisterEntry.objects.for_user(by, "add").filter(pk__in=keys)
        if allowed.count() != len(keys):
            raise PermissionDenied
        iati_amounts.post(plan.amounts, by=by, batch=batch)
        iati_parts.save(plan.parts, by=by, reason=reason)


def _fill(plan: IatiPlan, user: Any) -> None:
    """Each value as an entry, and how it differs from what is shown and what others say."""
    projects = [match.project for match in plan.matches]
    held: dict[int, list[RegisterEntry]] = {}
    for entry in _held(projects, user):
        held.setdefault(entry.project_id, []).append(entry)
    seen = set()
    for match in plan.matches:
        there = held.setdefault(match.project.pk, [])
        known = {(e.field, e.value_as_written) for e in there if e.register_id == plan.source.pk}
        shown = values(match.project)
        for entry in _entries(match, plan.source):
            said = (entry.field, entry.value_as_written)
            if (match.project.pk, *said) in seen:
                continue
            seen.add((match.project.pk, *said))
            text = shown[entry.field].text if entry.field in shown else ""
            match.rows.append(Row(entry, text, said not in known))
        _mark(match, there, shown)


def _held(projects, user) -> QuerySet:
    return RegisterEntry.objects.for_user(user).filter(project__in=projects)


def _mark(match, there, shown):
    """The differences there would be, as the page of the project works them out."""
    entries = [*there, *(row.entry for row in match.rows if row.is_new)]
    found = differences.find(entries, shown, Field.values)
    kinds = {difference.field: difference.kinds for difference in found}
    for row in match.rows:
        row.kinds = kinds.get(row.entry.field, ())


def _entries(match: Match, source: Source) -> Iterable[RegisterEntry]:
    found, project = match.found, match.project
    number = project.register_number
    said = [(Field.NUMBER, number if number and found.identifier.endswith(f"-{number}")
             else found.identifier, found.line)]  # fmt: skip
    said += [(one.field, one.value, one.line) for one in found.said]
    for name, value, line in said:
        if not value:
            continue
        yield RegisterEntry(
            project=project, register=source, field=name, value_as_written=value,
            page=page_of(found.identifier, line), as_of=found.as_of,
        )  # fmt: skip
