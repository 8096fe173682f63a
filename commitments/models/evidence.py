"""What shows that a statement is so, or is not: a note, a link, a document."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from foundation.access.querysets import ScopedQuerySet
from foundation.access.scope import scope_of
from foundation.audit.versions import Versioned
from foundation.documents.models import StoredDocument
from foundation.reference.classification import Classification, up_to
from foundation.reference.models import Code

from .commitments import Commitment
from .statuses import StatusChange

VIEW = "commitments.view_evidence"


class EvidenceQuerySet(ScopedQuerySet):
    def known_to(self, user):
        """Those whose existence the reader may know of: more than they may open, never fewer.

        Nothing but the number and the commitment of such a row may be shown.
        """
        known = Q(pk__in=[])
        for grant in scope_of(user, VIEW).grants:
            within = Q(known_up_to__in=grant.classifications)
            if not grant.everywhere:
                country = "commitment__instrument__country"
                within &= Q(**{f"{country}__in": sorted(grant.countries)}) | Q(
                    **{f"{country}__isnull": True}
                )
            known |= within
        promised = Commitment.objects.for_user(user)
        return self.filter(known, commitment__in=promised.values("pk"))


class Evidence(Versioned, StoredDocument):
    """One piece of evidence for or against a commitment's status. Corrected, never removed."""

    scope_path = "commitment__instrument__country"
    scope_shared = True
    classification_path = (
        "classification",
        "commitment__instrument__classification",
        "commitment__source__classification",
        "change__classification",
        "change__source__classification",
        "change__action__source__classification",
        "listed_in__classification",
    )

    class Form(models.TextChoices):
        NOTE = "note", _("Dated note")
        LINK = "link", _("Link")
        DOCUMENT = "document", _("Document")

    class Stance(models.TextChoices):
        SUPPORTS = "supports", _("Supports")
        CONTRADICTS = "contradicts", _("Contradicts")

    commitment = models.ForeignKey(
        Commitment, models.PROTECT, related_name="evidence", verbose_name=_("commitment")
    )
    change = models.ForeignKey(
        StatusChange, models.PROTECT, null=True, blank=True, related_name="pieces",
        verbose_name=_("statement"),
        help_text=_("What was said of the status. Left empty, it is about the commitment."),
    )  # fmt: skip
    form = models.CharField(_("form"), max_length=8, choices=Form.choices)
    stance = models.CharField(_("it"), max_length=11, choices=Stance.choices)
    text = models.TextField(
        _("what it shows"), blank=True, help_text=_("In our own words. No names, no case details.")
    )
    page = models.CharField(_("page or section"), max_length=80, blank=True)
    # A note and a link have no kind of document; the abstract model asks for one.
    kind = models.ForeignKey(
        Code,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"list": Code.List.DOCUMENT_KIND, "active": True},
        verbose_name=_("kind"),
    )
    known_up_to = models.CharField(
        _("who may know that it exists"),
        max_length=12,
        choices=Classification.choices,
        default=Classification.INTERNAL,
        help_text=_("Others see neither it nor a trace of it."),
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+",
        verbose_name=_("by"),
    )  # fmt: skip

    objects = EvidenceQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(StoredDocument.Meta):
        abstract = False
        ordering = ["commitment", "-date", "-pk"]
        verbose_name = _("piece of evidence")
        verbose_name_plural = _("evidence")
        default_permissions = ["add", "change", "view"]
        constraints = [
            *StoredDocument.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(form="note") | (Q(date__isnull=False) & ~Q(text="")),
                name="commitments_note_is_dated",
                violation_error_message=_("A note needs a date and what it shows."),
            ),
            models.CheckConstraint(
                condition=~Q(form="link") | ~Q(url=""),
                name="commitments_evidence_link_leads_on",
                violation_error_message=_("Give the address of the link."),
            ),
            models.CheckConstraint(
                condition=~Q(form="document") | ~Q(file=""),
                name="commitments_evidence_document_is_here",
                violation_error_message=_("Choose the file."),
            ),
            models.CheckConstraint(
                condition=Q(known_up_to="public")
                | Q(known_up_to="internal",
                    classification__in=["internal", "confidential", "strict"])
                | Q(known_up_to="confidential", classification__in=["confidential", "strict"])
                | Q(known_up_to="strict", classification="strict"),
                name="commitments_evidence_known_before_open",
                violation_error_message=_("Who may read it may know that it exists."),
            ),
        ]  # fmt: skip

    def get_absolute_url(self):
        return f"{self.commitment.get_absolute_url()}#evidence-{self.pk}"

    def clean(self):
        change = self.change
        if change and self.commitment_id not in {
            change.commitment_id, change.action and change.action.commitment_id,
        }:  # fmt: skip
            raise ValidationError({"change": _("This statement is about something else.")})
        if self.known_up_to not in up_to(self.classification):
            raise ValidationError({"known_up_to": _("Who may read it may know that it exists.")})

    @property
    def download_url(self) -> str:
        return self.commitment.address("evidence_file", self.pk, self.file_name)

    @property
    def edit_url(self) -> str:
        return self.commitment.address("evidence_edit", self.pk)
