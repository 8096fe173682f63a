"""Parts that several models of counts share."""

import secrets

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from foundation.reference.classification import ORDER, Classification

# Without look-alikes, so that a reference can be read out over a radio.
ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"


def new_reference() -> str:
    """A random name for an address: it counts nothing and cannot be guessed from another."""
    return "".join(secrets.choice(ALPHABET) for _position in range(8))


def person(label, **options):
    """A link to somebody on the staff, never deleted, never followed backwards."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=label,
        **options,
    )


class AsPublished(models.Model):
    """Counts a reviewer may open to everybody, because a public document prints them."""

    classification = models.CharField(
        _("classification"),
        max_length=12,
        choices=Classification.choices,
        default=Classification.CONFIDENTIAL,
    )
    as_published = models.BooleanField(_("shown as printed"), default=False, editable=False)
    as_published_reason = models.CharField(
        _("why it is shown as printed"), max_length=400, blank=True, editable=False
    )
    as_published_by = person(_("marked by"))
    as_published_at = models.DateTimeField(_("marked at"), null=True, blank=True, editable=False)

    class Meta:
        abstract = True


def in_order(first: str, last: str) -> Q:
    """Both days or neither, and the last not before the first."""
    return Q(**{f"{first}__isnull": True, f"{last}__isnull": True}) | Q(
        **{f"{first}__isnull": False, f"{last}__isnull": False, f"{last}__gte": F(first)}
    )


def another_person(one: str, other: str) -> Q:
    """Two people, wherever both are known."""
    return Q(**{f"{one}__isnull": True}) | Q(**{f"{other}__isnull": True}) | ~Q(**{one: F(other)})


def check_openness(thing) -> None:
    """Who may know of a record may know of its source."""
    if not thing.source_id or thing.classification not in ORDER:
        return
    if ORDER.index(thing.classification) < ORDER.index(thing.source.classification):
        raise ValidationError({"classification": _("It cannot be more open than its source.")})
