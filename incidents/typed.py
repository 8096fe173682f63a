"""What may be typed into a cell, in the language of its reader."""

from django.utils.formats import get_format
from django.utils.translation import gettext as _

from . import grid
from .grid import COUNTED, Entry
from .models import Cell

# Short for the reasons why there is no number; the same in every language, explained on the page.
CODES = {"ns": Cell.State.NOT_STATED, "nc": Cell.State.NOT_COLLECTED, "nn": Cell.State.MENTIONED}


def words_for_states() -> dict[str, str]:
    """What may be typed instead of a number: the codes, and the states in the reader's words."""
    spoken = {
        str(state.label).casefold(): state.value
        for state in Cell.State
        if state is not Cell.State.COUNTED
    }
    return {**spoken, **{code: state.value for code, state in CODES.items()}}


def separators() -> str:
    """What the reader's language puts between thousands, beside spaces."""
    return get_format("THOUSAND_SEPARATOR").strip()


def shown_text(entry: Entry | None) -> str:
    """As it stands in its field: the bare number, or the code of a state."""
    if entry is None:
        return ""
    if entry.state == COUNTED:
        return str(entry.count)
    return next(code for code, state in CODES.items() if state == entry.state)


def read_entry(text: str) -> tuple[Entry | None, str]:
    """What is typed in one field, or what is wrong with it in one sentence."""
    try:
        return grid.read(text, words_for_states(), separators()), ""
    except grid.TooLargeError:
        return None, _("This number is too large.")
    except grid.UnreadableError:
        return None, _("This is no whole number.")
