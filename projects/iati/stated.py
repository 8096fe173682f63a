"""Sectors and goals as people type them into a project, read and checked. No query."""

import re
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from . import codes

SECTOR = re.compile(r"^(?P<code>\d{5})(?:\s*[: ]\s*(?P<share>\d{1,3}(?:[.,]\d{1,2})?)\s*%?)?$")
HUNDRED = Decimal(100)


def read_sectors(text: str) -> list[tuple[str, Decimal | None]]:
    """“15180 60; 15160 40” as codes with their shares; one alone needs none.

    ValidationError for what is no sector, is there twice, or does not add up to 100.
    """
    found: dict[str, Decimal | None] = {}
    for part in _parts(text, ";\n"):
        said = SECTOR.match(part)
        if said is None:
            raise ValidationError(
                _("“%(part)s” is not a sector: write five digits and, after a space, its share."),
                params={"part": part},
            )
        if not codes.is_known("Sector", said["code"], for_new_data=True):
            raise ValidationError(
                _("%(code)s is no sector of the OECD's list."), params={"code": said["code"]}
            )
        if said["code"] in found:
            raise ValidationError(_("%(code)s stands twice."), params={"code": said["code"]})
        found[said["code"]] = Decimal(said["share"].replace(",", ".")) if said["share"] else None
    shares = list(found.values())
    if len(shares) > 1 and (None in shares or sum(shares) != HUNDRED):
        raise ValidationError(_("Several sectors need shares that add up to 100."))
    if (shares and 0 in shares) or (len(shares) == 1 and shares[0] not in (None, HUNDRED)):
        raise ValidationError(_("A single sector has all of the project: 100, or no share."))
    return list(found.items())


def check_sectors(text: str) -> None:
    """The same as a validator of a field."""
    read_sectors(text)


def read_targets(text: str) -> list[str]:
    """“5.2, 16.3, 5.C” as targets of the goals; ValidationError for what is none."""
    found = []
    for part in _parts(text, ";,\n"):
        target = part.lower()
        if not codes.is_known("UNSDG-Targets", target):
            raise ValidationError(
                _("“%(part)s” is no target of the Sustainable Development Goals."),
                params={"part": part},
            )
        if target not in found:
            found.append(target)
    return found


def check_targets(text: str) -> None:
    """The same as a validator of a field."""
    read_targets(text)


def _parts(text, separators):
    return [part.strip() for part in re.split(f"[{separators}]", text) if part.strip()]
