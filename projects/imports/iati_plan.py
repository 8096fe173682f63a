"""An IATI file as one person would let it in: what it says of which project here."""

from dataclasses import dataclass, field

from foundation.reference.models import Source

from ..iati.publisher import publisher
from ..iati.read import Found, IatiFile
from ..models import Project, RegisterEntry
from .iati_rows import Coming, State

ON_THE_PAGE = 100  # faults, and activities about no project here


@dataclass
class Row:
    """One value on the preview: what the file says, what is shown, and what would become of it."""

    entry: RegisterEntry
    shown: str
    is_new: bool
    kinds: tuple = ()  # how it differs


@dataclass
class Match:
    """An activity and the project that it is about."""

    found: Found
    project: Project
    rows: list[Row] = field(default_factory=list)
    amounts: list[Coming] = field(default_factory=list)  # rows of the ledger to come
    parts: list[Coming] = field(default_factory=list)  # documents and results
    again: bool = False  # an earlier activity of the file is about this project too

    @property
    def differing(self) -> int:
        return sum(bool(row.kinds) for row in self.rows)


@dataclass
class IatiPlan:
    """A file as one person would let it in now, under one source."""

    file: IatiFile
    source: Source
    matches: list[Match]
    unmatched: list[Found]
    wrong: list[str] = field(default_factory=list)  # only what shows on writing

    def _entries(self, is_new):
        return [row.entry for match in self.matches for row in match.rows if row.is_new is is_new]

    @property
    def new(self) -> list[RegisterEntry]:
        return self._entries(True)

    @property
    def unchanged(self) -> list[RegisterEntry]:
        return self._entries(False)

    @property
    def coming(self) -> list[Coming]:
        """Amounts, documents and results of all activities."""
        return [*self.amounts, *self.parts]

    @property
    def amounts(self) -> list[Coming]:
        return [row for match in self.matches for row in match.amounts]

    @property
    def parts(self) -> list[Coming]:
        return [row for match in self.matches for row in match.parts]

    def number(self, state: State) -> int:
        return sum(row.state == state for row in self.coming)

    @property
    def new_count(self) -> int:
        return len(self.new) + self.number(State.NEW)

    @property
    def unchanged_count(self) -> int:
        return len(self.unchanged) + self.number(State.SAME)

    @property
    def ready(self) -> bool:
        return bool(self.matches) and not self.wrong

    def mark(self, row: int, column: str, told: str) -> None:
        self.wrong.append(told)

    @property
    def fault_count(self) -> int:
        return len(self.file.faults) + self.file.more_faults

    @property
    def faults_shown(self) -> list:
        return self.file.faults[:ON_THE_PAGE]

    @property
    def faults_more(self) -> int:
        return self.fault_count - len(self.faults_shown)

    @property
    def unmatched_shown(self) -> list[Found]:
        return self.unmatched[:ON_THE_PAGE]

    @property
    def unmatched_more(self) -> int:
        return len(self.unmatched) - len(self.unmatched_shown)


class Projects:
    """The projects that a person may change, by what a file calls them; read once."""

    def __init__(self, user):
        self.user, self.prefix = user, publisher().prefix
        self.rows = Project.objects.for_user(user, "change")
        self.by_code: dict[str, int] = {}
        self.by_number: dict[str, list[int]] = {}
        for pk, code, number in self.rows.values_list("pk", "code", "register_number"):
            self.by_code[code] = pk
            if number:
                self.by_number.setdefault(number, []).append(pk)

    def of(self, activities: list[Found]) -> list[tuple[Found, Project | None]]:
        """Each activity with its project, or with None if it fits none, or several."""
        keys = [self._key(found) for found in activities]
        wanted = {key for key in keys if key}
        projects = self.rows.with_card(self.user).in_bulk(wanted)
        return [(found, projects.get(key)) for found, key in zip(activities, keys, strict=True)]

    def _key(self, found):
        """By our code among the other identifiers, or by the fund's number in its own."""
        fits = {self.by_code[ref.upper()] for ref in found.others if ref.upper() in self.by_code}
        for number in self._numbers(found):
            fits.update(self.by_number.get(number, []))
        return fits.pop() if len(fits) == 1 else None

    def _numbers(self, found):
        yield from found.others
        for prefix in {found.reporting, self.prefix} - {""}:
            if found.identifier.startswith(f"{prefix}-"):
                yield found.identifier.removeprefix(f"{prefix}-")
