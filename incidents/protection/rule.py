"""What is promised, and the words for it: the rule, the one sign, the reasons."""

from dataclasses import dataclass
from enum import Enum
from typing import Literal

SMALLEST_THRESHOLD = 3


class ProtectionError(ValueError):
    """Input that cannot be protected: says in one line what is wrong with it."""


class Refused(ProtectionError):
    """The result did not stand its own audit, so it is not handed out."""


class Withheld(Enum):
    """The one value every withheld cell has; it prints as the sign."""

    WITHHELD = "-"

    def __str__(self) -> str:
        return self.value


WITHHELD = Withheld.WITHHELD


@dataclass(frozen=True)
class Rule:
    """The promise.

    threshold: counts below it are small; at least 3.
    zeros: "small" protects zeros like 1 to threshold - 1; "open" prints them where it can.
    goal: "label", every small cell can still be anything from 0 to threshold - 1;
        "exact", no small cell can be worked out exactly.
    effort: "page", a heuristic in a fraction of a second; "release", the fewest cells that
        can be proven within `seconds`.
    """

    threshold: int = 5
    zeros: Literal["small", "open"] = "small"
    goal: Literal["label", "exact"] = "label"
    effort: Literal["page", "release"] = "page"
    seconds: float = 60.0

    def __post_init__(self) -> None:
        whole = isinstance(self.threshold, int) and not isinstance(self.threshold, bool)
        if not whole or self.threshold < SMALLEST_THRESHOLD:
            raise ProtectionError(
                f"threshold must be a whole number of at least {SMALLEST_THRESHOLD},"
                f" not {self.threshold!r}"
            )
        choices = {
            "zeros": ("small", "open"), "goal": ("label", "exact"), "effort": ("page", "release"),
        }  # fmt: skip
        for name, allowed in choices.items():
            if getattr(self, name) not in allowed:
                raise ProtectionError(
                    f"{name} must be {' or '.join(allowed)}, not {getattr(self, name)!r}"
                )

    @property
    def smallest(self) -> int:
        """The smallest count that is protected."""
        return 0 if self.zeros == "small" else 1

    def is_small(self, count: int) -> bool:
        return self.smallest <= count < self.threshold


@dataclass(frozen=True)
class Small:
    """Withheld because the count itself is small (or named as one to protect)."""


@dataclass(frozen=True)
class Shields:
    """Withheld so that these cells, (table, codes), cannot be worked out."""

    cells: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Earlier:
    """Withheld because an earlier release withheld it for the same readers."""

    release: str


@dataclass(frozen=True)
class Revised:
    """Withheld because it differs from what a release printed by less than the threshold."""

    release: str


Reason = Small | Shields | Earlier | Revised
