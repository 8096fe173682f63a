"""Where a file that is taken out lies: while it is written, and until its time is over."""

import hashlib
import logging
import tempfile
from functools import partial
from pathlib import Path
from typing import Any

from django.core.files import File
from django.utils import timezone
from django.utils.text import slugify

from .models import Export
from .writing import SUFFIXES

STRAY_SECONDS = 3_600  # no file takes longer than that to be recorded
PIECE = 1 << 20
logger = logging.getLogger(__name__)


def storage() -> Any:
    """The private storage of these files."""
    return Export._meta.get_field("file").storage


def workbench() -> tempfile.TemporaryDirectory:
    """A folder of its own for a file that is being written, where the sweeper looks too."""
    root = Path(storage().location) / "exports"
    root.mkdir(parents=True, exist_ok=True)
    return tempfile.TemporaryDirectory(prefix="unfinished-", dir=root)


def put(export: Export, path: Path) -> tuple[str, str]:
    """Put a finished file in its place: the name it has there, and its SHA-256."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        for piece in iter(partial(file.read, PIECE), b""):
            digest.update(piece)
        wanted = Export._meta.get_field("file").generate_filename(export, "")
        return storage().save(wanted, File(file)), digest.hexdigest()


def remove(name: str) -> None:
    """What fails here is found again by the sweeper."""
    try:
        storage().delete(name)
    except OSError:
        logger.exception("The file of an export could not be removed.")


def file_name(export: Export, edition: str) -> str:
    """What it is, of what, from when, its number: `projects-mali-2026-11-27-e7kq….csv`."""
    parts = [export.report, slugify(edition)[:40], f"{timezone.localdate():%Y-%m-%d}"]
    suffix = SUFFIXES.get(export.ending, export.ending)
    return "-".join([part for part in parts if part] + [f"{export.reference}.{suffix}"])


def sweep_strays() -> int:
    """Remove files of no row: their worker was killed between writing and recording; how many."""
    root = Path(storage().location)
    known = set(Export.objects.exclude(file="").values_list("file", flat=True))
    before = timezone.now().timestamp() - STRAY_SECONDS
    strays = [
        path
        for path in (root / "exports").rglob("*")
        if path.is_file() and path.stat().st_mtime < before
        and path.relative_to(root).as_posix() not in known
    ]  # fmt: skip
    for path in strays:
        path.unlink(missing_ok=True)
    return len(strays)
