"""How far a record may travel. The order is the meaning: a ceiling admits itself and all below."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Classification(models.TextChoices):
    PUBLIC = "public", _("Public")
    INTERNAL = "internal", _("Internal")
    CONFIDENTIAL = "confidential", _("Confidential")
    STRICTLY_CONFIDENTIAL = "strict", _("Strictly confidential")


ORDER = [choice.value for choice in Classification]


def up_to(ceiling: str) -> list[str]:
    """The classifications that a person with this ceiling may see, lowest first."""
    return ORDER[: ORDER.index(ceiling) + 1]


def highest(classifications) -> str:
    """The highest of some classifications; public for none."""
    return max(classifications, key=ORDER.index, default=Classification.PUBLIC.value)
