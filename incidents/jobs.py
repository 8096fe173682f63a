"""Work of this app that no page waits for."""

from foundation.jobs.queue import Progress, task

from .models import Release
from .releases.actions import TASK, keep
from .releases.prepare import prepare


@task(TASK)
def prepare_release(progress: Progress, *, release: int, version: int) -> None:
    """Decide what a release prints. A release that moved on meanwhile is left alone."""
    rows = Release.objects.select_related("submission", "country")
    found = rows.filter(pk=release, version=version, status=Release.Status.DRAFT).first()
    if found is None:
        return
    progress.report(10)
    prepared = prepare(found)
    progress.report(90)
    keep(found, prepared)
