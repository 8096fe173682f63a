"""The audit trail: append-only rows without foreign keys, each sealed to the one before."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Verb(models.TextChoices):
    """What can happen. Names come from code, never from a request."""

    CREATED = "created", _("created")
    CHANGED = "changed", _("changed")
    DELETED = "deleted", _("deleted")
    STATUS_CHANGED = "status-changed", _("changed the status")
    SUBMITTED = "submitted", _("submitted")
    APPROVED = "approved", _("approved")
    RETURNED = "returned", _("returned")
    CHOSE_MAIN = "chose-main", _("chose the main figure")
    CHOSE_VALUE = "chose-value", _("chose a value")
    MARKED_AS_PUBLISHED = "marked-as-published", _("marked as published")
    SAW_EXACT = "saw-exact", _("saw exact counts")
    SAW_HISTORY = "saw-history", _("looked at a history")
    SAW_AUDIT = "saw-audit", _("searched the audit trail")
    DOWNLOADED = "downloaded", _("downloaded")
    EXPORTED = "exported", _("exported")
    IMPORTED = "imported", _("imported")
    LOADED = "loaded", _("loaded")
    DENIED = "denied", _("was refused")
    SIGNED_IN = "signed-in", _("signed in")
    SIGN_IN_FAILED = "sign-in-failed", _("failed to sign in")
    SIGNED_OUT = "signed-out", _("signed out")
    PASSWORD_CHANGED = "password-changed", _("changed the password")
    GRANTED = "granted", _("granted a role")
    REVOKED = "revoked", _("ended a role")


class Event(models.Model):
    """One thing somebody did, saw or took. Names of fields, never their values."""

    scope_path = None

    at = models.DateTimeField(_("at"), db_index=True)
    actor_id = models.BigIntegerField(_("person number"), null=True, db_index=True)
    actor = models.CharField(_("who"), max_length=200, blank=True)
    verb = models.CharField(_("what"), max_length=30, choices=Verb.choices, db_index=True)
    target_type = models.CharField(_("kind of record"), max_length=80, blank=True)
    target_id = models.CharField(_("record number"), max_length=40, blank=True)
    target = models.CharField(_("record"), max_length=200, blank=True)
    details = models.JSONField(_("details"), default=dict)
    request_id = models.CharField(_("request"), max_length=32, blank=True, db_index=True)
    seal = models.CharField(_("seal"), max_length=64, editable=False)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("audit event")
        verbose_name_plural = _("audit trail")
        default_permissions = ["view"]
        indexes = [models.Index(fields=["target_type", "target_id"], name="audit_event_target")]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor} {self.verb}"
