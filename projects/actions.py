"""Choosing which register to follow: the only writer of a choice."""

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

from .differences import meaning
from .models import Project, RegisterEntry

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

    _let_go(entry, by)
    entry.chosen, entry.chosen_reason = True, reason
    entry.chosen_by, entry.chosen_at = by, timezone.now()
    entry.full_clean()
    _save(entry, by, reason)
    _show(project, entry, reason, by)
    require_in_scope(by, "change", project)
    record(actor=by, verb=Verb.CHOSE_VALUE, target=project, field=entry.field, entry=entry.pk)
    return entry


def can_be_chosen(entry: RegisterEntry) -> bool:
    """Whether the page has a place where this value would stand."""
    return entry.field in SHOW


def _let_go(entry, by):
    rivals = RegisterEntry.objects.filter(
        project_id=entry.project_id, field=entry.field, chosen=True
    ).exclude(pk=entry.pk)
    for rival in rivals:
        rival.chosen, rival.chosen_reason = False, ""
        rival.chosen_by = rival.chosen_at = None
        _save(rival, by, _("Another value was chosen."))


def _save(obj, by, reason):
    obj._history_user, obj._change_reason = by, reason
    obj.save()


def _show(project, entry, reason, by):
    if not can_be_chosen(entry):
        raise ValidationError(_("This field is kept for the record and shown nowhere else."))
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


def _status(project, value):
    known = {meaning(Field.STATUS, status): status for status in Project.Status.values}
    status = known.get(meaning(Field.STATUS, value))
    if status is None:
        raise ValidationError(_("“%(value)s” is not a known status."), params={"value": value})
    project.status = status


def _nothing(project, value):
    """The organisations stay; pages show those that the chosen register names."""


SHOW = {
    Field.TITLE: _text("title"),
    Field.NUMBER: _text("register_number"),
    Field.PARTNER: _text("partner_bodies"),
    Field.COUNTRY: _country,
    Field.STARTS: _date("starts"),
    Field.ENDS: _date("ends"),
    Field.STATUS: _status,
    Field.ORGANISATIONS: _nothing,
}
