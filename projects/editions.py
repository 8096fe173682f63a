"""A document that is replaced keeps its earlier editions; a new file is read in the background."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from foundation.access.querysets import may, require_in_scope
from foundation.audit.record import Verb, record
from foundation.documents.reading import READABLE
from foundation.jobs.queue import enqueue

from .models import DocumentText, Project, ProjectDocument


@transaction.atomic
def replace(old: ProjectDocument, new: ProjectDocument, *, by: Any) -> ProjectDocument:
    """Put `new` (unsaved, with its file) in the place of `old`, as its next edition.

    PermissionDenied without the right to change the old one; ValidationError if it has been
    replaced already or the new one lacks its file.
    """
    Project.objects.select_for_update(of=("self",)).get(pk=old.project_id)
    old = ProjectDocument.objects.get(pk=old.pk)
    if not may(by, "change", old):
        raise PermissionDenied
    if ProjectDocument.objects.filter(replaces=old).exists():
        raise ValidationError(
            _("Somebody else has replaced this edition. Replace the newest one.")
        )
    new.project_id, new.kind_id, new.title = old.project_id, old.kind_id, old.title
    new.year, new.replaces, new.edition = old.year, old, old.edition + 1
    new.full_clean()
    new._history_user = by
    new.save()
    require_in_scope(by, "change", new)
    record(actor=by, verb=Verb.CREATED, target=new, edition=new.edition)
    read_later(new)
    return new


def read_later(document: ProjectDocument) -> None:
    """Ask for the text of a file that has one; what is known of an earlier file is let go."""
    readable = bool(document.file) and document.content_type in READABLE
    DocumentText.objects.filter(document=document).delete()
    if readable:
        DocumentText.objects.create(document=document)
        enqueue(
            "projects.read_document",
            key=f"{document.pk} {document.sha256[:16]}",
            document=document.pk,
        )
