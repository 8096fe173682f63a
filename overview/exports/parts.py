"""The parts of a brief: each only as far as its maker may take it out, else named as left out."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commitments.models import Instrument
from foundation.exports.content import Block, Text
from foundation.exports.reader import Reader
from incidents.models import JusticeCaseload, Submission
from projects.models import Project

from ..models import Difference, KeyFigure, Situation
from . import commitments, courts, figures, projects, situation

Blocks = Iterator[Block]


class Part(NamedTuple):
    """One part: whoever may take out its kind of record in a country gets its blocks."""

    title: str | Promise
    model: Any
    blocks: Callable[[Any, Reader, int | None], Blocks]


PARTS = (
    Part(gettext_lazy("Situation"), Situation, situation.blocks),
    Part(gettext_lazy("Key figures"), KeyFigure, figures.of_country),
    Part(gettext_lazy("Incidents"), Submission, figures.of_incidents),
    Part(gettext_lazy("Projects"), Project, projects.blocks),
    Part(gettext_lazy("Commitments"), Instrument, commitments.blocks),
    Part(gettext_lazy("Cases before courts"), JusticeCaseload, courts.blocks),
    Part(gettext_lazy("Where sources differ"), Difference, situation.differences),
)


def of_country(country: Any, reader: Reader, year: int | None = None) -> Blocks:
    """All parts of one country, of today or of a year."""
    left_out = []
    for part in PARTS:
        if reader.may_take_in(part.model, country):
            yield from part.blocks(country, reader, year)
        else:
            left_out.append(str(part.title))
    if left_out:
        told = _("Left out, because the maker of this file may not take it out: %(parts)s.")
        yield Text(told % {"parts": ", ".join(left_out)})
