"""A file on its way in: kept until it is confirmed, cancelled or a day old."""

import secrets
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.access.querysets import ScopedQuerySet, for_user
from foundation.documents.storage import PrivateStorage
from foundation.reference.models import Source

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
        MAPPING = "mapping", _("Waiting for its columns")
        CHECKING = "checking", _("Being checked")
        UPLOADED = "uploaded", _("Waiting for you")
        ADDING = "adding", _("Being added")
        COMMITTED = "committed", _("Added")
        CANCELLED = "cancelled", _("Cancelled")
        EXPIRED = "expired", _("Thrown away")

    LOOKS = {
        "mapping": "new", "checking": "go", "uploaded": "new", "adding": "go", "committed": "ok",
        "cancelled": "stop", "expired": "stop",
    }  # fmt: skip
    OPEN = ("mapping", "checking", "uploaded", "adding")

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
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.UPLOADED
    )
    about = models.JSONField(_("what was said with it"), default=dict)
    summary = models.JSONField(_("what it would do"), null=True)
    new = models.PositiveIntegerField(_("rows added"), null=True)
    changed = models.PositiveIntegerField(_("rows changed"), default=0)
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
                condition=Q(
                    state__in=("mapping", "checking", "uploaded", "adding"), ended_at__isnull=True
                )
                | (
                    ~Q(state__in=("mapping", "checking", "uploaded", "adding"))
                    & Q(ended_at__isnull=False)
                ),
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
        """For the person who sent it: to be confirmed or cancelled."""
        return self.state == self.State.UPLOADED

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

    @property
    def is_at_work(self) -> bool:
        """Being checked or added in the background."""
        return self.state in (self.State.CHECKING, self.State.ADDING)

    @property
    def audit_name(self) -> str:
        return f"import {self.reference}"


class ColumnMappingQuerySet(ScopedQuerySet):
    def for_user(self, user: Any, action: str = "view") -> "ColumnMappingQuerySet":
        """Those of sources that one may know of."""
        return self.filter(source__in=for_user(Source.objects.all(), user).values("pk"))


class ColumnMapping(models.Model):
    """What the headings of one source's files stand for, as a person said."""

    scope_path = None
    classification_path = "source__classification"

    kind = models.SlugField(_("kind"), max_length=40)
    source = models.ForeignKey(Source, models.CASCADE, related_name="+", verbose_name=_("source"))
    headings = models.JSONField(_("what headings stand for"), default=dict)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"), auto_now=True)

    objects = ColumnMappingQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "source", "-at"]
        verbose_name = _("meaning of headings")
        verbose_name_plural = _("meanings of headings")
        default_permissions = []
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "source"],
                name="imports_one_mapping_per_source",
                violation_error_message=_("The headings of this source are known already."),
            )
        ]

    def __str__(self):
        return f"{self.kind}, {self.source}"

    @property
    def audit_name(self) -> str:
        return f"headings {self.pk}"
