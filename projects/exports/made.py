"""Reports of several small tables, whose rows are known only once they are worked out."""

from typing import Any

from django.db.models import QuerySet

from foundation.access.querysets import for_user
from foundation.exports.reader import Reader
from foundation.exports.reports import Choices
from foundation.reference.models import Source


def note_summaries(reader: Reader, projects: QuerySet) -> None:
    """A summary goes with its source: when that is closed, the file is asked about again."""
    sources = for_user(Source.objects.all(), reader.user)
    reader.note_rows(sources.filter(pk__in=projects.order_by().values("summary_source")))


class CountedByMaking:
    """The rows that limits and second persons are told are those that will be written.

    Before `Report` among the bases. Not for a report with many rows, nor for one whose making
    leaves a trace.
    """

    def count(self, reader: Reader, choices: Choices) -> int:
        made: Any = self
        tables = made.content(reader, choices).tables
        return sum(sum(1 for _row in table.rows) for table in tables)
