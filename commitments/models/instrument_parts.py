"""What belongs to an instrument: its parties, its dates, its words and its papers."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from commitments import written
from foundation.access.querysets import ScopedQuerySet
from foundation.audit.versions import Versioned
from foundation.documents.models import StoredDocument
from foundation.reference.models import Organisation, Source

from .instruments import Instrument


class InstrumentParty(models.Model):
    """The part that an organisation has in an instrument."""

    scope_path = "instrument__country"
    scope_shared = True
    classification_path = ("instrument__classification", "source__classification")

    class Part(models.TextChoices):
        SIGNATORY = "signatory", _("Signatory")
        WITNESS = "witness", _("Witness")
        ADDRESSEE = "addressee", _("Addressee")
        ISSUER = "issuer", _("Issuer")
        ADOPTER = "adopter", _("Adopted by")
        FACILITATOR = "facilitator", _("Facilitator")

    instrument = models.ForeignKey(
        Instrument, models.CASCADE, related_name="parties", verbose_name=_("instrument")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="instrument_parts", verbose_name=_("party")
    )
    part = models.CharField(
        pgettext_lazy("of a party", "part"), max_length=12, choices=Part.choices
    )
    note = models.CharField(_("note"), max_length=250, blank=True)
    source = models.ForeignKey(
        Source, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("source")
    )
    page = models.CharField(_("page or section"), max_length=80, blank=True)

    objects = ScopedQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["instrument", "pk"]
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        constraints = [
            models.UniqueConstraint(
                fields=["instrument", "organisation", "part"],
                name="commitments_party_once",
                violation_error_message=_("This party already has this part."),
            )
        ]

    def __str__(self):
        return f"{self.organisation.short}, {self.get_part_display()}"


class InstrumentDate(models.Model):
    """When something happened to an instrument, as one source says it. Rivals stay."""

    scope_path = "instrument__country"
    scope_shared = True
    classification_path = ("instrument__classification", "source__classification")

    class Event(models.TextChoices):
        DRAFTED = "drafted", _("Drafted")
        ISSUED = "issued", _("Issued")
        ADOPTED = "adopted", _("Adopted")
        SIGNED = "signed", _("Signed")
        WELCOMED = "welcomed", _("Welcomed")
        ASKED_FOR = "asked-for", _("Asked for")
        IN_FORCE = "in-force", _("In force")
        EXPIRED = "expired", _("Expired")
        SUPERSEDED = "superseded", _("Superseded")
        DISPUTED = "disputed", _("Disputed")

    instrument = models.ForeignKey(
        Instrument, models.CASCADE, related_name="dates", verbose_name=_("instrument")
    )
    event = models.CharField(_("event"), max_length=12, choices=Event.choices)
    date_as_written = written.text_field(_("date, as written"))
    date_from = written.day_field(_("earliest day"))
    date_to = written.day_field(_("latest day"))
    source = models.ForeignKey(Source, models.PROTECT, related_name="+", verbose_name=_("source"))
    page = models.CharField(_("page or section"), max_length=80, blank=True)
    note = models.CharField(_("note"), max_length=250, blank=True)
    contradicts = models.BooleanField(
        _("contradicts another statement"),
        default=False,
        help_text=_("The note says how. Two dates for one event are seen without it."),
    )

    objects = ScopedQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["instrument", F("date_from").asc(nulls_last=True), "pk"]
        verbose_name = _("date of an instrument")
        verbose_name_plural = _("dates of instruments")
        constraints = [
            models.UniqueConstraint(
                fields=["instrument", "event", "source", "page", "date_as_written"],
                name="commitments_date_once_per_source",
                violation_error_message=_("This source is already entered for this event."),
            ),
            written.in_order("date", "commitments_date_in_order"),
            models.CheckConstraint(
                condition=Q(contradicts=False) | ~Q(note=""),
                name="commitments_contradiction_has_note",
                violation_error_message=_("Say in the note what it contradicts."),
            ),
        ]

    def __str__(self):
        return f"{self.get_event_display()} {self.date_as_written}".strip()

    def clean(self):
        written.resolve(self, "date")


class Paragraph(models.Model):
    """One numbered paragraph: the words as signed where the register has them, and a summary."""

    scope_path = "instrument__country"
    scope_shared = True
    classification_path = ("instrument__classification", "source__classification")

    instrument = models.ForeignKey(
        Instrument, models.CASCADE, related_name="paragraphs", verbose_name=_("instrument")
    )
    number = models.CharField(pgettext_lazy("identifier", "number"), max_length=20)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    text_as_signed = models.TextField(_("text as signed"), blank=True)
    language = models.CharField(_("language of the text"), max_length=5, blank=True)
    translation = models.TextField(_("translation"), blank=True)
    summary = models.TextField(_("summary in our own words"), blank=True)
    source = models.ForeignKey(
        Source, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("source")
    )
    page = models.CharField(_("page or section"), max_length=80, blank=True)

    objects = ScopedQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["instrument", "order", "pk"]
        verbose_name = _("paragraph")
        verbose_name_plural = _("paragraphs")
        constraints = [
            models.UniqueConstraint(
                fields=["instrument", "number"],
                name="commitments_paragraph_once",
                violation_error_message=_("This paragraph is already entered."),
            ),
            models.CheckConstraint(
                condition=~Q(text_as_signed="", summary=""),
                name="commitments_paragraph_not_empty",
                violation_error_message=_("Give the text as signed or a summary."),
            ),
        ]

    def __str__(self):
        return self.number


class InstrumentDocument(Versioned, StoredDocument):
    """A document of an instrument: never more open than the instrument itself."""

    scope_path = "instrument__country"
    scope_shared = True
    classification_path = ("instrument__classification", "classification")

    instrument = models.ForeignKey(
        Instrument, models.CASCADE, related_name="documents", verbose_name=_("instrument")
    )

    objects = ScopedQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(StoredDocument.Meta):
        abstract = False
        ordering = ["instrument", "kind__order", "-year", "pk"]
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        constraints = [
            *StoredDocument.Meta.constraints,
            models.UniqueConstraint(
                fields=["instrument", "kind", "title"],
                name="commitments_document_once",
                violation_error_message=_("The instrument has this document already."),
            ),
        ]

    def get_absolute_url(self):
        return f"{self.instrument.get_absolute_url()}#documents"

    @property
    def download_url(self) -> str:
        place = [self.instrument.place, self.instrument.slug]
        return reverse("commitments:document", args=[*place, self.pk, self.file_name])

    @property
    def edit_url(self) -> str:
        place = [self.instrument.place, self.instrument.slug]
        return reverse("commitments:document_edit", args=[*place, self.pk])
