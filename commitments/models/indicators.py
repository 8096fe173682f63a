"""Numbers that say how far it has come, each with its source."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from commitments import written
from foundation.access.querysets import ScopedQuerySet
from foundation.access.review import Review
from foundation.audit.versions import Versioned
from foundation.reference.classification import Classification
from foundation.reference.models import Country, Organisation, Source

from .commitments import Commitment
from .instruments import Instrument


def number_field(label, **more):
    return models.DecimalField(
        label, max_digits=14, decimal_places=3, null=True, blank=True, **more
    )


def count_field(label):
    return models.PositiveIntegerField(label, null=True, blank=True)


class Unit(models.TextChoices):
    PERCENT = "percent", _("per cent")
    PERSONS = "persons", _("persons")
    RATE = "rate", _("rate")
    COUNT = "count", _("number")


class IndicatorQuerySet(ScopedQuerySet):
    def with_values(self, user):
        """With measurements, oldest first, and targets, as `user` may know them."""
        targets = _model("Target").objects.for_user(user)
        return self.select_related("country", "source", "body").prefetch_related(
            models.Prefetch(
                "measurements",
                Measurement.objects.for_user(user).select_related("source", "reported_by"),
            ),
            models.Prefetch("targets", targets.select_related("source", "set_by")),
        )


def _model(name):
    """A model that points here, and so cannot be imported here."""
    return Indicator._meta.apps.get_model("commitments", name)


class Indicator(Versioned):
    """One thing measured in one way over time: its unit and its baseline. Targets are rows."""

    scope_path = "country"
    classification_path = (
        "classification", "source__classification", "instrument__classification",
        "commitment__source__classification",
    )  # fmt: skip

    class Direction(models.TextChoices):
        UP = "up", _("higher is better")
        DOWN = "down", _("lower is better")
        NONE = "none", _("neither")

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    country = models.ForeignKey(
        Country, models.PROTECT, related_name="indicators", verbose_name=_("country")
    )
    instrument = models.ForeignKey(
        Instrument, models.PROTECT, null=True, blank=True, related_name="indicators",
        verbose_name=_("instrument"),
    )  # fmt: skip
    commitment = models.ForeignKey(
        Commitment, models.PROTECT, null=True, blank=True, related_name="indicators",
        verbose_name=_("commitment"),
    )  # fmt: skip
    name = models.CharField(_("name"), max_length=200)
    name_fr = models.CharField(_("name in French"), max_length=200, blank=True)
    unit = models.CharField(_("unit"), max_length=8, choices=Unit.choices)
    unit_note = models.CharField(
        _("about the unit"), max_length=120, blank=True, help_text=_("Such as: per 10,000 people.")
    )
    direction = models.CharField(_("direction"), max_length=4, choices=Direction.choices)
    baseline_value = number_field(_("baseline"))
    baseline_numerator = count_field(_("baseline, part"))
    baseline_denominator = count_field(_("baseline, whole"))
    baseline_as_written = models.CharField(_("baseline, as written"), max_length=200, blank=True)
    baseline_as_of = models.CharField(_("baseline, when"), max_length=80, blank=True)
    legal_basis = models.ForeignKey(
        Instrument, models.PROTECT, null=True, blank=True, related_name="indicators_based_on_it",
        verbose_name=_("basis of the target"),
    )  # fmt: skip
    body = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="indicators",
        verbose_name=_("body"),
    )  # fmt: skip
    body_text = models.CharField(
        _("body, in words"), max_length=200, blank=True, help_text=_("If it is not in the list.")
    )
    source = models.ForeignKey(Source, models.PROTECT, related_name="+", verbose_name=_("source"))
    page = models.CharField(_("page or section"), max_length=80, blank=True)
    note = models.CharField(_("note"), max_length=400, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    classification = models.CharField(
        _("classification"),
        max_length=12,
        choices=Classification.choices,
        default=Classification.INTERNAL,
    )

    objects = IndicatorQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["country", "order", "slug"]
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        constraints = [
            models.CheckConstraint(
                condition=Q(commitment__isnull=True) | Q(instrument__isnull=False),
                name="commitments_indicator_names_instrument",
                violation_error_message=_("Name the instrument of the commitment as well."),
            ),
            models.CheckConstraint(
                condition=Q(baseline_denominator__isnull=True) | Q(baseline_denominator__gt=0),
                name="commitments_baseline_whole_not_zero",
                violation_error_message=_("The whole cannot be 0."),
            ),
            models.CheckConstraint(
                condition=~Q(slug="add"),
                name="commitments_indicator_slug_free",
                violation_error_message=_("This word is the address of another page."),
            ),
        ]

    def __str__(self):
        in_french = (get_language() or "en").startswith("fr")
        return self.name_fr if in_french and self.name_fr else self.name

    def get_absolute_url(self):
        return reverse("commitments:indicator", args=[self.slug])

    def clean(self):
        if self.commitment and self.commitment.instrument_id != self.instrument_id:
            raise ValidationError(
                {"commitment": _("This commitment belongs to another instrument.")}
            )

    @property
    def is_sample(self) -> bool:
        return self.country.is_sample

    @property
    def standing_targets(self) -> list:
        """Those that nothing the reader may see has replaced. Needs `with_values()`."""
        targets = list(self.targets.all())
        replaced = {target.supersedes_id for target in targets}
        return [target for target in targets if target.pk not in replaced]

    @property
    def final_target(self):
        """The final target in force, if one is recorded. Needs `with_values()`."""
        return next((t for t in self.standing_targets if t.stage == "final"), None)


class Measurement(Versioned):
    """One value of an indicator, as one source gives it. What was not stated stays empty.

    commitments/measurements.py alone writes it: another person than its author reviews it.
    """

    scope_path = "indicator__country"
    classification_path = (
        "source__classification", "indicator__classification",
        "indicator__source__classification", "indicator__instrument__classification",
        "indicator__commitment__source__classification",
    )  # fmt: skip

    class Qualifier(models.TextChoices):
        MORE_THAN = "more-than", _("more than")
        FEWER_THAN = "fewer-than", _("fewer than")
        ABOUT = "about", _("about")

    Review = Review

    LOOKS = {"reported": "new", "accepted": "ok", "returned": "warn"}

    indicator = models.ForeignKey(
        Indicator, models.CASCADE, related_name="measurements", verbose_name=_("indicator")
    )
    date_as_written = written.text_field(_("date, as written"))
    date_from = written.day_field(_("earliest day"))
    date_to = written.day_field(_("latest day"))
    qualifier = models.CharField(
        _("the source says"), max_length=10, choices=Qualifier.choices, blank=True,
        help_text=_("Left empty, the value is exact."),
    )  # fmt: skip
    value = number_field(_("value"), help_text=_("Left empty: not stated. It is never 0 then."))
    numerator = count_field(_("part"))
    denominator = count_field(_("whole"))
    value_as_written = models.CharField(_("value, as written"), max_length=200, blank=True)
    comparison = models.CharField(_("compared with"), max_length=200, blank=True)
    source = models.ForeignKey(Source, models.PROTECT, related_name="+", verbose_name=_("source"))
    page = models.CharField(_("page or section"), max_length=80, blank=True)
    note = models.CharField(_("note"), max_length=400, blank=True)
    review = models.CharField(
        _("review"), max_length=8, choices=Review.choices, default=Review.REPORTED, editable=False
    )
    review_note = models.CharField(
        _("note on the review"), max_length=400, blank=True, editable=False
    )
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+",
        verbose_name=_("reported by"),
    )  # fmt: skip
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+",
        verbose_name=_("reviewed by"),
    )  # fmt: skip
    reviewed_at = models.DateTimeField(_("reviewed at"), null=True, editable=False)

    objects = ScopedQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["indicator", F("date_to").asc(nulls_first=True), "pk"]
        verbose_name = _("measurement")
        verbose_name_plural = _("measurements")
        permissions = [("review_measurement", "Can accept or send back a measurement")]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "source", "page", "date_as_written", "value_as_written"],
                name="commitments_measurement_once_per_source",
                violation_error_message=_("This value is already entered from this source."),
            ),
            models.CheckConstraint(
                condition=Q(denominator__isnull=True) | Q(denominator__gt=0),
                name="commitments_whole_not_zero",
                violation_error_message=_("The whole cannot be 0."),
            ),
            models.CheckConstraint(
                condition=Q(numerator__isnull=True) | Q(denominator__isnull=False),
                name="commitments_part_of_a_whole",
                violation_error_message=_("A part needs its whole."),
            ),
            written.in_order("date", "commitments_measurement_date_in_order"),
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True) | ~Q(reviewed_by=F("reported_by")),
                name="commitments_measurement_reviewed_by_another",
                violation_error_message=_("Somebody else than its author reviews a value."),
            ),
            models.CheckConstraint(
                condition=~Q(review="returned") | ~Q(review_note=""),
                name="commitments_measurement_returned_because",
                violation_error_message=_("Say why the value is sent back."),
            ),
        ]

    def __str__(self):
        return f"{self.indicator}, {self.date_as_written or self.source}"

    def get_absolute_url(self):
        return self.indicator.get_absolute_url()

    def clean(self):
        written.resolve(self, "date")

    @property
    def audit_name(self) -> str:
        """Names the value without its number."""
        return f"{self.indicator} measurement {self.pk}"[:200]

    @property
    def review_look(self) -> str:
        return self.LOOKS[self.review]
