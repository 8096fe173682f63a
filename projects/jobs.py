"""Work of this app that no page waits for."""

from pathlib import Path

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from foundation.documents.reading import Reading, UnreadableError, plain_words, read_file
from foundation.jobs.queue import Progress, task

from .models import DocumentText, ProjectDocument


@task("projects.read_document")
def read_document(progress: Progress, *, document: int) -> None:
    """Keep the text of a document's file and the picture of its first page."""
    found = ProjectDocument.objects.filter(pk=document).exclude(file="").first()
    if found is None:
        return
    try:
        reading = read_file(Path(found.file.path), found.content_type)
    except UnreadableError:
        reading = None
    progress.report(90)
    with transaction.atomic():
        # The file may have been exchanged while it was read: what was read is then of no use.
        still = ProjectDocument.objects.select_for_update().filter(
            pk=document, sha256=found.sha256
        )
        if still.exists():
            _keep(found, reading)


def _keep(document: ProjectDocument, reading: Reading | None) -> None:
    text, _made = DocumentText.objects.get_or_create(document=document)
    text.made_at = timezone.now()
    if reading is None:
        text.state = DocumentText.State.FAILED
    else:
        words = plain_words(reading.text)
        text.state = DocumentText.State.READ if words else DocumentText.State.NO_TEXT
        text.text, text.words, text.pages = reading.text, words, reading.pages
        if reading.picture:
            text.preview.save("preview", ContentFile(reading.picture), save=False)
    text.save()
