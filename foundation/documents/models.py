"""A document may be here, a link only, known to be missing, or not expected."""

import secrets

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.reference.classification import Classification
from foundation.reference.models import Code, Source
from foundation.reference.web import WebAddressField

from .storage import PrivateStorage


def random_name(instance, filename):
    """Nothing of the sender's name reaches the disk."""
    token = secrets.token_hex(16)
    return f"{token[:2]}/{token}"


class StoredDocument(models.Model):
    """Abstract, so that each app's document keeps a real foreign key and its own scope."""

    class State(models.TextChoices):
        HERE = "here", _("Here")
        LINK = "link", _("Link only")
        MISSING = "missing", _("Missing")
        NOT_EXPECTED = "not-expected", _("Not expected")

    LOOKS = {"here": "ok", "link": "go", "missing": "warn", "not-expected": "stop"}

    title = models.CharField(_("title"), max_length=250)
    kind = models.ForeignKey(
        Code,
        models.PROTECT,
        related_name="+",
        limit_choices_to={"list": Code.List.DOCUMENT_KIND, "active": True},
        verbose_name=_("kind"),
    )
    state = models.CharField(
        _("state"), max_length=12, choices=State.choices, default=State.MISSING
    )
    year = models.PositiveSmallIntegerField(_("year it is about"), null=True, blank=True)
    date = models.DateField(_("date"), null=True, blank=True)
    language = models.CharField(_("language"), max_length=5, blank=True)
    url = WebAddressField(_("address on the web"), max_length=500, blank=True)
    classification = models.CharField(
        _("classification"),
        max_length=12,
        choices=Classification.choices,
        default=Classification.INTERNAL,
    )
    listed_in = models.ForeignKey(
        Source,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("listed in"),
    )
    note = models.CharField(_("note"), max_length=400, blank=True)

    file = models.FileField(
        _("file"), upload_to=random_name, storage=PrivateStorage(), blank=True, max_length=60
    )
    file_name = models.CharField(max_length=130, blank=True, editable=False)
    content_type = models.CharField(max_length=100, blank=True, editable=False)
    size = models.PositiveBigIntegerField(null=True, blank=True, editable=False)
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="here") | ~Q(file=""),
                name="%(app_label)s_%(class)s_here_has_file",
                violation_error_message=_("Choose the file, or say that it is missing."),
            ),
            models.CheckConstraint(
                condition=~Q(state="link") | ~Q(url=""),
                name="%(app_label)s_%(class)s_link_has_address",
                violation_error_message=_("Give the address of the link."),
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def state_look(self) -> str:
        return self.LOOKS[self.state]

    @property
    def audit_name(self) -> str:
        return f"document {self.pk}"


class ExtractedText(models.Model):
    """Abstract: what could be read in a file, and a picture of its first page.

    Made in the background. `words` is the text in small letters without accents, for searching.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting to be read")
        READ = "read", _("Read")
        NO_TEXT = "no-text", _("No text in the file")
        FAILED = "failed", _("Could not be read")

    state = models.CharField(
        _("state"), max_length=8, choices=State.choices, default=State.WAITING
    )
    pages = models.PositiveIntegerField(_("pages"), null=True, blank=True)
    text = models.TextField(_("text"), blank=True)
    words = models.TextField(_("words"), blank=True)
    preview = models.FileField(
        _("picture of the first page"),
        upload_to=random_name,
        storage=PrivateStorage(),
        blank=True,
        max_length=60,
    )
    made_at = models.DateTimeField(_("made at"), null=True, blank=True)

    class Meta:
        abstract = True
