"""Proposing a later end without more money; revisions.py decides."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.access.querysets import may, require_in_scope
from foundation.audit.record import Verb, record

from .models import Extension, Project

Status = Project.Status


@transaction.atomic
def propose_extension(extension: Extension, *, by: Any) -> Extension:
    """Save a new proposal: one at a time, for a project that is ongoing and has an end."""
    project = _open_to(extension, by)
    newest = Extension.objects.filter(project=project).aggregate(newest=Max("number"))["newest"]
    extension.number = (newest or 0) + 1
    return _save(extension, by, "add", Verb.CREATED)


@transaction.atomic
def change_extension(extension: Extension, *, by: Any, version: int) -> Extension:
    """Save an open proposal anew. Whoever changed it last is its author: another person decides.

    EditConflictError if somebody else saved or decided it since it was opened at `version`.
    """
    _open_to(extension, by)
    stored = Extension.objects.select_for_update(of=("self",)).get(pk=extension.pk)
    if by is not None and not may(by, "change", stored):
        raise PermissionDenied
    if not stored.is_open:
        raise ValidationError(_("It was decided already."))
    extension.claim_version(version)
    return _save(extension, by, "change", Verb.CHANGED)


def _open_to(extension, by):
    """The project, locked; a proposal about it must be possible."""
    project = Project.objects.select_for_update(of=("self",)).get(pk=extension.project_id)
    if by is not None and not may(by, "change", project):
        raise PermissionDenied
    if project.status != Status.ONGOING:
        raise ValidationError(_("Only an ongoing project is extended."))
    if project.ends is None:
        raise ValidationError(_("The project has no end to extend; enter its end first."))
    if extension.new_end and extension.new_end <= project.ends:
        raise ValidationError({"new_end": _("The project ends on this day or later already.")})
    return project


def _save(extension, by, action, verb):
    if extension.document_id and extension.document.project_id != extension.project_id:
        raise ValidationError({"document": _("This document is of another project.")})
    extension.proposed_by, extension.proposed_at = by, timezone.now()
    extension.full_clean()
    extension.save()
    if by is not None:
        require_in_scope(by, action, extension)
    record(actor=by, verb=verb, target=extension)
    return extension
