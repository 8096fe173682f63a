"""What an IATI file would add to a project beside values: one row of the preview each."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from foundation.reference.models import Source

PAGE = 80  # letters that "page or section" takes
CLOSED_TO_YOU = _("You may not add what is so closed to this project.")


class State(StrEnum):
    """What a confirmation would do with a row of the file."""

    NEW = "new"
    SAME = "same"
    DIFFERENT = "different"
    LEFT = "left"

    @property
    def label(self) -> str | Promise:
        return LABELS[self]

    @property
    def look(self) -> str:
        return LOOKS[self]


LABELS = {
    State.NEW: _("New"), State.SAME: _("there already"), State.DIFFERENT: _("Different"),
    State.LEFT: _("Left aside"),
}  # fmt: skip
LOOKS = {State.NEW: "new", State.SAME: "", State.DIFFERENT: "warn", State.LEFT: "stop"}


@dataclass
class Coming:
    """One row. `ready` is what would be written; `held` is what the register has in its place."""

    line: int
    state: State
    kind: str | Promise
    said: str
    held: str = ""
    told: str | Promise = ""
    ready: Any = None

    def leave(self, told: str | Promise, state: State = State.LEFT) -> "Coming":
        """It will not be written; why."""
        self.state, self.told, self.ready = state, told, None
        return self


@dataclass(frozen=True)
class Into:
    """Where the rows of one activity would go."""

    project: Any
    source: Source
    classification: str
    identifier: str
    user: Any

    def page(self, line: int) -> str:
        return page_of(self.identifier, line)

    def is_open(self, reach: set[str], *, classified: bool = True) -> bool:
        """Whether such rows may be added; `classified` where they have a level of their own."""
        own = {self.classification} if classified else set()
        return {self.project.classification, self.source.classification} | own <= reach


def page_of(identifier: str, line: int) -> str:
    """Where in a file something stands: the activity and the line."""
    where = gettext("line %(line)d") % {"line": line}
    return f"{identifier[: PAGE - len(where) - 2]}, {where}"


def seal_of(rows: list[Coming]) -> str:
    """What would be written, in a text that changes with it."""
    return "\n".join(f"{row.line}|{row.kind}|{row.said}" for row in rows if row.state == State.NEW)
