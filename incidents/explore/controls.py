"""The form of the page as plain values: every choice is a part of the address."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Option:
    value: str
    label: Any
    chosen: bool = False


@dataclass(frozen=True)
class Control:
    """A drop-down, or ticks of which none means all; `name` is the parameter."""

    name: str
    label: Any
    options: tuple[Option, ...]

    @property
    def is_narrowed(self) -> bool:
        return any(option.chosen for option in self.options)

    @property
    def chosen(self) -> list[Option]:
        return [option for option in self.options if option.chosen]


def control(
    name: str, label: Any, choices: Iterable[tuple[str, Any]], chosen: Iterable[str]
) -> Control:
    known = set(chosen)
    return Control(name, label, tuple(Option(v, text, v in known) for v, text in choices))
