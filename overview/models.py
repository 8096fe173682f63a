"""What belongs to a country as a whole: situation, key figures, key dates, differing sources."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from foundation.access.querysets import ScopedQuerySet
from foundation.audit.versions import Versioned
from foundation.reference.classification import Classification
from foundation.reference.models import Country, Source

# A record is as closed as the source it cites.
CITED = ("classification", "source__classification")


def classification():
    return models.CharField(
        _("classification"),
        max_length=12,
        choices=Classification.choices,
        default=Classification.INTERNAL,
    )


class Cited(models.Model):
    """Something that one source says about a country."""

    country = models.ForeignKey(
        Country, models.PROTECT, related_name="%(class)ss", verbose_name=_("country")
    )
    source = models.ForeignKey(
        Source, models.PROTECT, related_name="%(class)ss", verbose_name=_("source")
    )
    page = models.CharField(_("page or paragraph"), max_length=80, blank=True)
    classification = classification()

    class Meta:
        abstract = True


class Situation(Versioned, Cited):
    """An analysis as of a date. A newer one stands beside the older, never over it."""

    scope_path = "country"
    classification_path = CITED

    as_of = models.DateField(_("as of"))
    as_of_as_written = models.CharField(_("as of, as written"), max_length=80, blank=True)
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("text"), help_text=_("Paragraphs are separated by an empty line."))
    language = models.CharField(_("language"), max_length=5, default="en")

    objects = ScopedQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["-as_of", "-pk"]
        verbose_name = _("situation analysis")
        verbose_name_plural = _("situation analyses")
        permissions = [("view_history_situation", "Can read the history of situation analyses")]
        constraints = [
            models.UniqueConstraint(
                fields=["country", "source", "as_of"],
                name="overview_one_situation_per_source_and_date",
                violation_error_message=_("This source is already entered for this date."),
            )
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("overview:situation", args=[self.country.slug, self.pk])

    @property
    def shown_as_of(self) -> str:
        """The date as the source writes it, where it is not a plain day."""
        return self.as_of_as_written or date_format(self.as_of)

    @property
    def paragraphs(self) -> list[str]:
        return [part.strip() for part in self.text.split("\n\n") if part.strip()]


class KeyFigure(Versioned, Cited):
    """One figure for the head of a country page: value, unit, period and source, or no value."""

    scope_path = "country"
    classification_path = CITED

    label = models.CharField(_("what is counted"), max_length=200)
    value = models.DecimalField(
        _("value"), max_digits=14, decimal_places=2, null=True, blank=True,
        help_text=_("Leave empty when the source gives none."),
    )  # fmt: skip
    value_as_written = models.CharField(_("value as written"), max_length=80)
    unit = models.CharField(_("unit"), max_length=60)
    period_as_written = models.CharField(_("period as written"), max_length=80)
    period_from = models.DateField(_("period from"), null=True, blank=True)
    period_to = models.DateField(_("period to"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = ScopedQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["country", "order", "pk"]
        verbose_name = _("key figure")
        verbose_name_plural = _("key figures")
        constraints = [
            models.UniqueConstraint(
                fields=["country", "source", "label", "period_as_written"],
                name="overview_key_figure_once",
                violation_error_message=_("This figure of this source is already entered."),
            ),
            models.CheckConstraint(
                condition=Q(period_from__isnull=True) | Q(period_to__gte=F("period_from")),
                name="overview_key_figure_period_in_order",
                violation_error_message=_("The period ends before it begins."),
            ),
        ]

    def __str__(self):
        return self.label

    @property
    def shown_value(self):
        """The value without the zeros that its column adds: 55, not 55.00."""
        if self.value is None:
            return None
        whole = self.value == self.value.to_integral_value()
        return int(self.value) if whole else self.value.normalize()


class KeyDate(Versioned, Cited):
    """Something that happened, on a day, in a month or in a year, as the source writes it."""

    scope_path = "country"
    classification_path = CITED

    date_as_written = models.CharField(_("date as written"), max_length=80)
    date_from = models.DateField(_("earliest"))
    date_to = models.DateField(_("latest"))
    what = models.CharField(_("what happened"), max_length=250)
    path = models.CharField(
        _("where it is shown"), max_length=200, blank=True,
        help_text=_("The address of the record in this register, without the language."),
    )  # fmt: skip

    objects = ScopedQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["-date_from", "-pk"]
        verbose_name = _("key date")
        verbose_name_plural = _("key dates")
        constraints = [
            models.UniqueConstraint(
                fields=["country", "date_from", "what"],
                name="overview_key_date_once",
                violation_error_message=_("This date is already entered."),
            ),
            models.CheckConstraint(
                condition=Q(date_to__gte=F("date_from")),
                name="overview_key_date_in_order",
                violation_error_message=_("The latest day is before the earliest."),
            ),
        ]

    def __str__(self):
        return self.what


class Difference(Versioned):
    """A point on which sources, or parts of one source, do not agree."""

    scope_path = "country"

    class Kind(models.TextChoices):
        VALUE = "value", _("Different value")
        SUM = "sum", _("Does not add up")
        DATE = "date", _("Different or impossible date")
        STATUS = "status", _("Different status")
        NAME = "name", _("Different name")
        DEFINITION = "definition", _("Different definition")

    country = models.ForeignKey(
        Country, models.PROTECT, related_name="differences", verbose_name=_("country")
    )
    reference = models.SlugField(_("reference"), max_length=40)
    topic = models.CharField(_("topic"), max_length=150)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    explanation = models.TextField(_("what we see"))
    shown = models.CharField(
        _("what the register shows"), max_length=250, blank=True,
        help_text=_("Empty: both stand side by side."),
    )  # fmt: skip
    reason = models.CharField(_("why this is shown"), max_length=300, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False,
        related_name="+", verbose_name=_("decided by"),
    )  # fmt: skip
    path = models.CharField(
        _("where it is shown"), max_length=200, blank=True,
        help_text=_("The address of the record in this register, without the language."),
    )  # fmt: skip
    classification = classification()

    objects = ScopedQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["country", "pk"]
        verbose_name = _("difference")
        verbose_name_plural = _("where sources differ")
        constraints = [
            models.UniqueConstraint(
                fields=["country", "reference"],
                name="overview_difference_once",
                violation_error_message=_("This reference is already in use."),
            ),
            models.CheckConstraint(
                condition=Q(shown="") | ~Q(reason=""),
                name="overview_shown_value_needs_reason",
                violation_error_message=_("Say why this is the one to show."),
            ),
        ]

    def __str__(self):
        return self.topic

    def get_absolute_url(self):
        return f"{reverse('overview:differences', args=[self.country.slug])}#{self.reference}"


class Statement(models.Model):
    """What one source says on a point that is in dispute, restated in few words."""

    scope_path = "difference__country"
    classification_path = ("difference__classification", "source__classification")

    difference = models.ForeignKey(Difference, models.CASCADE, related_name="statements")
    source = models.ForeignKey(
        Source, models.PROTECT, related_name="statements", verbose_name=_("source")
    )
    says = models.CharField(_("says"), max_length=300)
    page = models.CharField(_("page or paragraph"), max_length=80, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ["difference", "pk"]
        verbose_name = _("statement")
        verbose_name_plural = _("statements")

    def __str__(self):
        return self.says
