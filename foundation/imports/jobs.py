"""The work that the pages of an import do not wait for. Done twice is the same as done once."""

from django.utils.translation import override

from foundation.jobs.queue import Progress, task

from . import background
from .models import Batch


@task("imports.check")
def check_file(progress: Progress, *, batch: str) -> None:
    _work(batch, Batch.State.CHECKING, background.check, progress)


@task("imports.add")
def add_file(progress: Progress, *, batch: str) -> None:
    _work(batch, Batch.State.ADDING, background.add, progress)


def _work(reference, state, what, progress):
    """Nothing to do where the file was thrown away, or the work done, by now."""
    batch = Batch.objects.select_related("by").filter(reference=reference, state=state).first()
    if batch is None:
        return
    with override(batch.about.get("language", "en")):
        what(batch, progress)
