"""What a project is to bring about, and what is reported of it."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from foundation.access.querysets import ScopedQuerySet
from foundation.access.review import Review
from foundation.audit.versions import Versioned
from foundation.reference.models import Source

from .project import Project


def number_field(label, **more):
    return models.DecimalField(
        label, max_digits=14, decimal_places=3, null=True, blank=True, **more
    )


def count_field(label):
    return models.PositiveIntegerField(label, null=True, blank=True)


class Result(Versioned):
    """What a source reports that the project brought about; not a judgement of the register."""

    scope_path = "project__country"
    classification_path = ("project__classification", "source__classification")

    class Kind(models.TextChoices):
        OUTCOME = "outcome", _("Outcome")
        OUTPUT = "output", _("Output")
        RESULT = "result", _("Result")

    project = models.ForeignKey(
        Project, models.CASCADE, related_name="results", verbose_name=_("project")
    )
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices, default=Kind.RESULT)
    outcome = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="outputs",
        verbose_name=_("serves the outcome"),
    )
    text = models.CharField(_("text"), max_length=500)
    source = models.ForeignKey(
        Source, models.PROTECT, related_name="project_results", verbose_name=_("source")
    )
    page = models.CharField(_("page or section"), max_length=80, blank=True)
    carried_on_in = models.CharField(_("carried on in"), max_length=250, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = ScopedQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["project", "order", "pk"]
        verbose_name = _("result")
        verbose_name_plural = _("results")
        constraints = [
            models.UniqueConstraint(
                fields=["project", "text", "source"],
                name="projects_result_once_per_source",
                violation_error_message=_("This result is already entered from this source."),
            ),
            models.CheckConstraint(
                condition=Q(outcome__isnull=True) | Q(kind="output"),
                name="projects_outputs_serve_outcomes",
                violation_error_message=_("Only an output serves an outcome."),
            ),
        ]

    def __str__(self):
        return self.text

    def get_absolute_url(self):
        return f"{reverse('projects:results', args=[self.project.code])}#result-{self.pk}"

    def clean(self):
        if self.outcome and (
            self.outcome.project_id != self.project_id or self.outcome.kind != self.Kind.OUTCOME
        ):
            raise ValidationError({"outcome": _("Choose an outcome of this project.")})
        if self.pk and self.kind != self.Kind.OUTCOME and self.outputs.exists():
            raise ValidationError({"kind": _("Outputs serve this outcome; it stays one.")})


class ResultIndicator(Versioned):
    """How a result is measured: in what, from where, to where, and how its values add up."""

    scope_path = "result__project__country"
    classification_path = (
        "result__project__classification", "result__source__classification",
        "source__classification",
    )  # fmt: skip

    class Unit(models.TextChoices):
        NUMBER = "number", _("number")
        PERSONS = "persons", _("persons")
        PERCENT = "percent", _("per cent")

    class Direction(models.TextChoices):
        UP = "up", _("higher is better")
        DOWN = "down", _("lower is better")
        NONE = "none", _("neither")

    class AddsUp(models.TextChoices):
        SUM = "sum", _("the values of the periods are added")
        LATEST = "latest", _("the newest value counts")

    result = models.ForeignKey(
        Result, models.CASCADE, related_name="indicators", verbose_name=_("result")
    )
    title = models.CharField(_("indicator"), max_length=250)
    unit = models.CharField(_("unit"), max_length=8, choices=Unit.choices, default=Unit.NUMBER)
    unit_note = models.CharField(
        _("about the unit"), max_length=120, blank=True, help_text=_("Such as: trained judges.")
    )
    direction = models.CharField(
        _("direction"), max_length=4, choices=Direction.choices, default=Direction.UP
    )
    adds_up = models.CharField(
        _("how it adds up"), max_length=6, choices=AddsUp.choices, default=AddsUp.LATEST
    )
    baseline = number_field(_("baseline"))
    baseline_year = models.PositiveSmallIntegerField(
        _("year of the baseline"), null=True, blank=True
    )
    target = number_field(_("target"))
    target_date = models.DateField(_("target reached by"), null=True, blank=True)
    source = models.ForeignKey(Source, models.PROTECT, related_name="+", verbose_name=_("source"))
    page = models.CharField(_("page or section"), max_length=80, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = ScopedQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["result", "order", "pk"]
        verbose_name = _("indicator of a result")
        verbose_name_plural = _("indicators of results")
        constraints = [
            models.UniqueConstraint(
                fields=["result", "title"],
                name="projects_result_indicator_once",
                violation_error_message=_("This result has this indicator already."),
            ),
            models.CheckConstraint(
                condition=~Q(unit="percent", adds_up="sum"),
                name="projects_shares_are_not_added",
                violation_error_message=_("Shares of different periods are not added."),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return self.result.get_absolute_url()

    def clean(self):
        """What is added begins at nothing and only grows; a unit stays once it is used."""
        errors = {}
        if self.pk and self.measurements.exclude(indicator__unit=self.unit).exists():
            errors["unit"] = _("Values are reported in another unit already.")
        if self.adds_up == self.AddsUp.SUM and self.baseline:
            errors["baseline"] = _("Values that are added begin at 0; leave the baseline empty.")
        if self.adds_up == self.AddsUp.SUM and self.direction == self.Direction.DOWN:
            errors["direction"] = _("A sum only grows, so lower cannot be better.")
        if errors:
            raise ValidationError(errors)


class ResultMeasurement(Versioned):
    """One value of an indicator for a period, as one source gives it."""

    scope_path = "indicator__result__project__country"
    classification_path = (
        "indicator__result__project__classification",
        "indicator__result__source__classification", "indicator__source__classification",
        "source__classification",
    )  # fmt: skip

    Review = Review

    LOOKS = {"reported": "new", "accepted": "ok", "returned": "warn"}

    indicator = models.ForeignKey(
        ResultIndicator, models.CASCADE, related_name="measurements", verbose_name=_("indicator")
    )
    period_from = models.DateField(_("from"))
    period_to = models.DateField(_("until"))
    value = number_field(_("value"), help_text=_("Left empty where part and whole are given."))
    numerator = count_field(_("part"))
    denominator = count_field(_("whole"))
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
        ordering = ["indicator", "period_to", "pk"]
        verbose_name = _("measurement of a result")
        verbose_name_plural = _("measurements of results")
        permissions = [("review_resultmeasurement", "Can accept or send back a measurement")]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "period_from", "period_to", "source"],
                name="projects_result_measured_once_per_source",
                violation_error_message=_("This source has a value for this period already."),
            ),
            models.CheckConstraint(
                condition=Q(period_to__gte=F("period_from")),
                name="projects_measured_period_in_order",
                violation_error_message=_("The end is before the start."),
            ),
            models.CheckConstraint(
                condition=Q(denominator__isnull=True) | Q(denominator__gt=0),
                name="projects_measured_whole_not_zero",
                violation_error_message=_("The whole cannot be 0."),
            ),
            models.CheckConstraint(
                condition=Q(numerator__isnull=True, denominator__isnull=True)
                | Q(numerator__isnull=False, denominator__isnull=False),
                name="projects_measured_part_and_whole",
                violation_error_message=_("Part and whole go together."),
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=False) | Q(numerator__isnull=False),
                name="projects_measured_something",
                violation_error_message=_("Give a value, or part and whole."),
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True) | ~Q(reviewed_by=F("reported_by")),
                name="projects_measurement_reviewed_by_another",
                violation_error_message=_("Somebody else than its author reviews a value."),
            ),
            models.CheckConstraint(
                condition=~Q(review="returned") | ~Q(review_note=""),
                name="projects_measurement_returned_because",
                violation_error_message=_("Say why the value is sent back."),
            ),
        ]

    def __str__(self):
        return f"{self.indicator}, {self.period_to}"

    def get_absolute_url(self):
        return self.indicator.get_absolute_url()

    def clean(self):
        if (
            self.numerator is not None
            and self.denominator is not None
            and self.numerator > self.denominator
        ):
            raise ValidationError({"numerator": _("The part is larger than the whole.")})

    @property
    def audit_name(self) -> str:
        """Names the value without its number."""
        return f"{self.indicator.result.project} measurement {self.pk}"

    @property
    def review_look(self) -> str:
        return self.LOOKS[self.review]
