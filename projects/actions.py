"""Choosing which register to follow; choices.py lets a choice go again."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.access.querysets import may, require_in_scope
from foundation.audit.record import Verb, record
from foundation.reference.models import Country
from foundation.reference.written_dates import read

from . import life
from .choices import stop_showing
from .differences import meaning
from .iati.codes import spelt_gender, spelt_status
from .models import Project, RegisterEntry
from .reports import expect_reports

Field = RegisterEntry.Field


@transaction.atomic
def choose_entry(entry: RegisterEntry, *, by: Any, reason: str) -> RegisterEntry:
    """Show what this entry says, in place of its rivals; the reason stays in the history.

    ValidationError without a reason, or for a value that no page could show; PermissionDenied
    if `by` may not choose here, or not change the project, or would lose sight of it.
    """
    project = Project.objects.select_for_update(of=("self",)).get(pk=entry.project_id)
    entry = RegisterEntry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    if not may(by, "choose", entry) or not may(by, "change", project):
        raise PermissionDenied
    reason = reason.strip()
    if not reason:
        raise ValidationError({"reason": _("Say why this value is shown.")})

    stop_showing(project, entry.field, by=by, reason=_("Another value was chosen."), but=entry)
    entry.chosen, entry.chosen_reason = True, reason
    entry.chosen_by, entry.chosen_at = by, timezone.now()
    entry.full_clean()
    _save(entry, by, reason)
    _show(project, entry, reason, by)
    require_in_scope(by, "change", project)
    record(actor=by, verb=Verb.CHOSE_VALUE, target=project, field=entry.field, entry=entry.pk)
    if entry.field == Field.STATUS:
        expect_reports(project, by=by)
    return entry


def can_be_chosen(entry: RegisterEntry) -> bool:
    """Whether the page has a place where this value would stand."""
    return entry.field in SHOW


def _save(obj, by, reason):
    obj._history_user, obj._change_reason = by, reason
    obj.save()


def _show(project, entry, reason, by):
    if not can_be_chosen(entry):
        raise ValidationError(_("This field is kept for the record and shown nowhere else."))
    if entry.field == Field.STATUS:
        _take_over_status(project, entry, reason, by)
    elif entry.field == Field.ENDS and life.end_is_fixed(project):
        raise ValidationError(life.END_IS_FIXED)
    else:
        SHOW[entry.field](project, entry.value_as_written)
    project.full_clean()
    project.claim_version(project.version)
    _save(project, by, f"{entry.get_field_display()}: {reason}")


def _text(name):
    def show(project, value):
        setattr(project, name, value)

    return show


def _date(name):
    def show(project, value):
        setattr(project, f"{name}_as_written", value)
        if read(value).is_date:
            setattr(project, name, None)  # clean() resolves it again

    return show


def _country(project, value):
    value = " ".join(value.split())
    found = Country.objects.filter(
        Q(name_en__iexact=value) | Q(name_fr__iexact=value) | Q(iso2=value) | Q(iso3=value)
    ).first()
    if found is None:
        raise ValidationError(_("“%(value)s” is not a country."), params={"value": value})
    project.country = found


def _gender(project, value):
    known = {
        meaning(Field.GENDER, spelling): marker
        for marker, label in Project.Gender.choices
        for spelling in (marker, spelt_gender(marker), str(label))
    }
    marker = known.get(meaning(Field.GENDER, value))
    if marker is None:
        raise ValidationError(
            _("“%(value)s” is no marker of a project here."), params={"value": value}
        )
    project.gender_marker = marker


def _take_over_status(project, entry, reason, by):
    """Only where none is recorded yet: afterwards a status is a step that somebody takes."""
    known = {
        meaning(Field.STATUS, spelling): status
        for status in Project.Status.values
        for spelling in (status, spelt_status(status))
        if spelling
    }
    to = known.get(meaning(Field.STATUS, entry.value_as_written))
    if to is None:
        raise ValidationError(
            _("“%(value)s” is not a known status."), params={"value": entry.value_as_written}
        )
    life.take_over(project, to, by=by, reason=reason)


def _nothing(project, value):
    """The organisations stay; pages show those that the chosen register names. So with a status,
    which life.py takes over.
    """


SHOW = {
    Field.TITLE: _text("title"),
    Field.TITLE_FR: _text("title_fr"),
    Field.NUMBER: _text("register_number"),
    Field.PARTNER: _text("partner_bodies"),
    Field.COUNTRY: _country,
    Field.STARTS: _date("starts"),
    Field.ENDS: _date("ends"),
    Field.STATUS: _nothing,
    Field.ORGANISATIONS: _nothing,
    Field.SECTORS: _text("sectors"),
    Field.TARGETS: _text("sdg_targets"),
    Field.GENDER: _gender,
}
