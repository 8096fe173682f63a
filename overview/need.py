from typing import NamedTuple


class Need(NamedTuple):
    """One thing to do: its look and word, what, why, where, and the verb on its button."""

    look: str
    word: str
    title: str
    why: str
    href: str
    verb: str
