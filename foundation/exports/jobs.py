"""Making a large file in the background."""

from foundation.jobs.queue import Progress, task

from . import gate


@task("exports.make")
def make(progress: Progress, export: str) -> None:
    """Doing it twice is the same as doing it once: a file that is ready is not made again."""
    gate.make(export, report_progress=progress.report)
