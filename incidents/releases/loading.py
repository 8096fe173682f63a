"""Releases from a file of the repository, made and prepared as on the pages."""

from typing import Any

from ..models import Release, Submission
from . import actions
from .definition import Chosen, Definition
from .prepare import prepare

PLAIN = {"reference", "title", "audience", "source_as_cited", "handling"}
KNOWN = PLAIN | {"submission", "tables", "threshold", "approved"}


def load_release(row: dict, authors: dict[str, Any]) -> int:
    """One release that the register itself prepares; approved if a reviewer is given for it."""
    if unknown := set(row) - KNOWN:
        raise ValueError(f"{row.get('reference')}: unknown {', '.join(sorted(unknown))}.")
    if Release.objects.filter(reference=row["reference"]).exists():
        return 0
    submission = Submission.objects.get(reference=row["submission"])
    tables = tuple(
        Chosen(table["tabulation"], tuple(table["by"]), table.get("step", ""))
        for table in row["tables"]
    )
    release = actions.make(
        submission,
        by=None,
        threshold=row.get("threshold", actions.least_threshold(submission)),
        definition=Definition(tables).as_json(),
        **{name: row[name] for name in PLAIN & row.keys()},
    )
    actions.keep(release, prepare(release))
    reviewer = authors.get("reviewer")
    if row.get("approved") and reviewer is not None:
        actions.approve(release, by=reviewer)
    return 1
