"""Whether today's lists can be laid beside those of what readers know already.

Regions that were cut anew, and parties that came under another, make one name two things. What
both tell together cannot be held back then, so it is refused.
"""

from collections.abc import Iterable, Mapping, Set

from django.utils.translation import gettext as _

from ..models.tabulations import NO_REGION
from .known import Known
from .lists import Axis, pairs
from .record import NotReleasableError
from .tables import ALL, REST, Whole

NOWHERE = {NO_REGION, REST, ALL}  # codes that are of every edition
Belongs = Mapping[str, Set[str]]  # what each party is part of, by slug


def check_editions(wholes: Iterable[Whole], known: Iterable[Known]) -> None:
    """Raises NotReleasableError where regions are of another edition of codes."""
    ours = {axis.dimension for axis in _axes(wholes, "region")}
    if len(ours) > 1:
        raise NotReleasableError(
            _("These tables use regions of several editions of codes: release them apart.")
        )
    codes_of = {axis.dimension: set(axis.codes) for axis in _axes(wholes, "region")}
    for each in known if ours else ():
        _check_list(each, codes_of)
        theirs = {
            name for name, codes in each.axes if name.startswith("region") and set(codes) - NOWHERE
        }
        if theirs - ours:
            raise NotReleasableError(
                _(
                    "%(name)s counts by regions of another edition of codes. What both tell"
                    " together cannot be held back: release these tables without regions."
                )
                % {"name": each.name}
            )


def _check_list(known, codes_of):
    """A region that was added since had nothing: that the sums are as before would tell it."""
    for name, codes in known.axes if known.threshold else ():
        if codes_of.get(name, set(codes)) != set(codes):
            raise NotReleasableError(
                _(
                    "The list of regions has changed since %(name)s was released. What both tell"
                    " together cannot be held back: release these tables without regions."
                )
                % {"name": known.name}
            )


def agreed(wholes: Iterable[Whole], known: Iterable[Known], today: Belongs) -> Belongs:
    """What belongs to what: as today where these tables are by party, else as it was released.

    Raises NotReleasableError where the two differ and both are by party.
    """
    ours, before = _axes(wholes, "party"), [each for each in known if each.belongs is not None]
    for each in before if ours else ():
        listed = {code for name, codes in each.axes if name == "party" for code in codes}
        if set(pairs(today, listed)) != set(each.belongs or ()):
            raise NotReleasableError(
                _(
                    "Since %(name)s was released it has changed which party belongs to which."
                    " What both tell together cannot be held back: release these tables without"
                    " parties."
                )
                % {"name": each.name}
            )
    if ours or not before:
        return today
    found: dict[str, set[str]] = {}
    for each in before:
        for part, whole in each.belongs or ():
            found.setdefault(part, set()).add(whole)
    return found


def _axes(wholes: Iterable[Whole], name: str) -> list[Axis]:
    return [axis for whole in wholes for axis in whole.axes if axis.name == name]
