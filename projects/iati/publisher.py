"""Who publishes: the reporting organisation and what holds for all its activities (settings)."""

import re
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from . import codes
from .activity import Defaults, Organisation

IDENTIFIER = re.compile(r"^[A-Za-z0-9][A-Za-z0-9._:-]*$")  # no blanks, none of / & | ?


@dataclass(frozen=True)
class Publisher:
    """The settings, read once for a file."""

    organisation: Organisation
    secondary: bool
    prefix: str
    language: str
    currency: str
    defaults: Defaults

    def identifier(self, number: str) -> str:
        """The identifier of an activity, or empty if it would not be a good one."""
        whole = f"{self.prefix}-{number}"
        return whole if number and IDENTIFIER.match(number) else ""


def publisher() -> Publisher:
    said = settings.IATI
    return Publisher(
        Organisation(said["name"], said["ref"], said["type"]),
        said["secondary"],
        said["prefix"] or said["ref"],
        said["language"],
        said["currency"],
        Defaults(said["collaboration"], said["flow"], said["finance"], said["aid"], said["tied"]),
    )


# The list of the standard in which the code of a setting must stand.
LISTED = {
    "type": "OrganisationType", "language": "Language", "currency": "Currency",
    "collaboration": "CollaborationType", "flow": "FlowType", "finance": "FinanceType",
    "aid": "AidType", "tied": "TiedStatus",
}  # fmt: skip
NEEDED = ("ref", "name", "type", "language", "currency")


def obstacles() -> list[str]:
    """What an administrator has to set before any file can be made, a sentence each."""
    said = settings.IATI
    found = [
        _("The setting %(name)s is empty. An administrator sets it.") % {"name": env_name(name)}
        for name in NEEDED
        if not said[name]
    ]
    for name, listed in LISTED.items():
        if said[name] and not codes.is_known(listed, said[name], for_new_data=True):
            told = _("The setting %(name)s has a code that IATI does not know: %(code)s.")
            found.append(told % {"name": env_name(name), "code": said[name]})
    for name in ("ref", "prefix"):
        if said[name] and not IDENTIFIER.match(said[name]):
            told = _("The setting %(name)s may hold letters, digits, points and hyphens only.")
            found.append(told % {"name": env_name(name)})
    if said["prefix"] not in ("", said["ref"]) and not said["prefix"].startswith(
        f"{said['ref']}-"
    ):
        found.append(_("IATI_PREFIX must begin with IATI_REPORTING_ORG and a hyphen."))
    return found


def env_name(name: str) -> str:
    """What a setting is called in the environment."""
    return {"ref": "IATI_REPORTING_ORG", "name": "IATI_REPORTING_NAME",
            "type": "IATI_REPORTING_TYPE"}.get(name, f"IATI_{name.upper()}")  # fmt: skip
