"""A file on its way in: kept until it is confirmed, cancelled or a day old."""

import secrets
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.access.querysets import ScopedQuerySet
from foundation.documents.storage import PrivateStorage

# Without look-alikes, so that a reference can be read out.
SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"


def new_reference() -> str:
    return "".join(secrets.choice(SIGNS) for _place in range(10))


def random_name(instance: Any, filename: str) -> str:
    """Nothing of the sender's name reaches the disk."""
    token = secrets.token_hex(16)
    return f"imports/{token[:2]}/{token}"


class BatchQuerySet(ScopedQuerySet):
    def for_user(self, user: Any, action: str = "add") -> "BatchQuerySet":
        """One's own files, as long as one may let rows in at all."""
        return super().for_user(user, action).filter(by=user)


class Batch(models.Model):
    """One file that somebody sent to let its rows in. Nobody else sees it."""

    scope_path = None

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("Waiting for you")
        COMMITTED = "committed", _("Added")
        CANCELLED = "cancelled", _("Cancelled")
        EXPIRED = "expired", _("Thrown away")

    LOOKS = {"uploaded": "new", "committed": "ok", "cancelled": "stop", "expired": "stop"}

    reference = models.CharField(
        _("reference"), max_length=12, unique=True, default=new_reference, editable=False
    )
    kind = models.SlugField(_("kind"), max_length=40)
    file = models.FileField(
        _("file"), upload_to=random_name, storage=PrivateStorage(), blank=True, max_length=60
    )
    file_name = models.CharField(_("name of the file"), max_length=130)
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    options = models.JSONField(_("what was said with it"), default=dict, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.UPLOADED
    )
    new = models.PositiveIntegerField(_("rows added"), null=True)
    unchanged = models.PositiveIntegerField(_("rows there already"), null=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("sent at"), default=timezone.now)
    ended_at = models.DateTimeField(_("ended at"), null=True)

    objects = BatchQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("imported file")
        verbose_name_plural = _("imported files")
        default_permissions = ["add"]
        indexes = [models.Index(fields=["by", "at"], name="imports_batch_of_person")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="uploaded", ended_at__isnull=True)
                | (~Q(state="uploaded") & Q(ended_at__isnull=False)),
                name="imports_ended_at_a_time",
                violation_error_message=_("What has ended has a time."),
            ),
            models.CheckConstraint(
                condition=~Q(state="committed") | Q(new__isnull=False, unchanged__isnull=False),
                name="imports_added_so_many",
                violation_error_message=_("What was added was counted."),
            ),
        ]

    def __str__(self):
        return self.reference

    def get_absolute_url(self):
        return reverse("imports:batch", args=[self.kind, self.reference])

    @property
    def state_look(self) -> str:
        return self.LOOKS[self.state]

    @property
    def waits(self) -> bool:
        return self.state == self.State.UPLOADED

    @property
    def audit_name(self) -> str:
        return f"import {self.reference}"
