"""What was promised under an instrument, and what is done about it."""

from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from commitments import written
from foundation.access.querysets import ScopedQuerySet
from foundation.audit.versions import Versioned
from foundation.reference.models import Organisation, Source

from .instruments import Instrument
from .statuses import CLOSED, Subject

# Words that the address of an instrument uses for its own pages.
TAKEN = {
    "add", "budget", "changes", "documents", "edit", "evidence", "history", "indicators",
    "progress", "structure", "table", "text", "timeline",
}  # fmt: skip


def weight_field():
    return models.DecimalField(
        _("weight"),
        max_digits=7,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("As the plan gives it. Left empty where the plan gives none."),
    )


def above_zero(constraint):
    return models.CheckConstraint(
        condition=models.Q(weight__isnull=True) | models.Q(weight__gt=0),
        name=constraint,
        violation_error_message=_("A weight is above 0."),
    )


class Area(Versioned):
    """A strategic area, or an objective of a plan; `number` is the plan's own."""

    scope_path = "instrument__country"
    scope_shared = True
    classification_path = ("instrument__classification", "source__classification")

    instrument = models.ForeignKey(
        Instrument, models.CASCADE, related_name="areas", verbose_name=_("instrument")
    )
    number = models.PositiveSmallIntegerField(pgettext_lazy("identifier", "number"))
    title_en = models.CharField(_("title in English"), max_length=200)
    title_fr = models.CharField(_("title in French"), max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0, editable=False)
    source = models.ForeignKey(
        Source, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("source")
    )
    page = models.CharField(_("page or section"), max_length=80, blank=True)

    objects = ScopedQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["instrument", "order", "number"]
        verbose_name = _("area")
        verbose_name_plural = _("areas")
        constraints = [
            models.UniqueConstraint(
                fields=["instrument", "number"],
                name="commitments_area_once",
                violation_error_message=_("The instrument has an area with this number."),
            )
        ]

    def __str__(self):
        return self.title

    @property
    def title(self) -> str:
        in_french = (get_language() or "en").startswith("fr")
        return self.title_fr if in_french and self.title_fr else self.title_en


class SubjectQuerySet(ScopedQuerySet):
    """Things with a status and a due date: commitments and actions."""

    def open(self):
        return self.exclude(reported_status__in=CLOSED)

    def overdue(self, on: date | None = None):
        """Not done although the last day that the due date can mean has passed."""
        return self.open().filter(due_to__lt=on or timezone.localdate())


class CommitmentQuerySet(SubjectQuerySet):
    def with_card(self, user):
        """What a card or a row shows, as `user` may know it, in a few queries for all of them."""
        rows = self.with_dispute().select_related("instrument__country", "area")
        return rows.prefetch_related(
            "duty_bearers",
            models.Prefetch("actions", Action.objects.for_user(user)),
            models.Prefetch("status_changes", _model("StatusChange").objects.for_user(user)),
        )

    def with_dispute(self):
        """`is_disputed`: whether somebody disputes the statement in force. As open as it is."""
        return self.annotate(is_disputed=_disputed("reported") | _disputed("verified"))


def _disputed(opinion):
    said = _model("StatusChange").objects.filter(
        commitment=models.OuterRef(models.OuterRef("pk")), opinion=opinion
    )
    newest = models.Subquery(said.order_by("-as_of", "-at", "-pk").values("pk")[:1])
    return models.Exists(_model("Dispute").objects.filter(change=newest))


def _model(name):
    """A model that points here, and so cannot be imported here."""
    return Commitment._meta.apps.get_model("commitments", name)


class Commitment(Subject, Versioned):
    """One promise under an instrument."""

    scope_path = "instrument__country"
    scope_shared = True
    classification_path = ("instrument__classification", "source__classification")

    instrument = models.ForeignKey(
        Instrument, models.PROTECT, related_name="commitments", verbose_name=_("instrument")
    )
    area = models.ForeignKey(
        Area, models.PROTECT, null=True, blank=True, related_name="commitments",
        verbose_name=_("area"),
    )  # fmt: skip
    reference = models.SlugField(
        _("reference"),
        max_length=20,
        validators=[
            RegexValidator(r"^[a-z0-9][a-z0-9-]*$", _("Small letters, digits and hyphens."))
        ],
        help_text=_("Short, such as a2; it stands in the address."),
    )
    title = models.CharField(_("title"), max_length=200, help_text=_("In our own words."))
    text_as_signed = models.TextField(_("text as signed"), blank=True)
    language = models.CharField(_("language of the text"), max_length=5, blank=True)
    summary = models.TextField(_("summary"), blank=True)
    duty_bearers = models.ManyToManyField(
        Organisation, blank=True, related_name="commitments", verbose_name=_("duty bearers")
    )
    due_as_written = written.text_field(_("due, as written"))
    due_from = written.day_field(_("due, earliest day"))
    due_to = written.day_field(_("due, latest day"))
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    weight = weight_field()
    source = models.ForeignKey(
        Source, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("source")
    )
    page = models.CharField(_("page or section"), max_length=80, blank=True)

    objects = CommitmentQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["instrument", "order", "reference"]
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        permissions = [
            ("view_history_commitment", "Can read the history of commitments"),
            ("update_commitment", "Can report the status of commitments"),
            ("verify_commitment", "Can verify the status of commitments"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["instrument", "reference"],
                name="commitments_reference_once",
                violation_error_message=_("The instrument has a commitment with this reference."),
            ),
            models.CheckConstraint(
                condition=~models.Q(reference__in=TAKEN),
                name="commitments_reference_free",
                violation_error_message=_("This word is the address of another page."),
            ),
            written.in_order("due", "commitments_due_in_order"),
            above_zero("commitments_weight_above_zero"),
        ]

    def __str__(self):
        return f"{self.code} {self.title}"

    def get_absolute_url(self):
        return self.address("commitment")

    def clean(self):
        written.resolve(self, "due")
        if self.area and self.area.instrument_id != self.instrument_id:
            raise ValidationError({"area": _("This area belongs to another instrument.")})

    def address(self, name: str, *more) -> str:
        """The address of one of its pages: "commitment", "commitment_edit" …"""
        place = [self.instrument.place, self.instrument.slug, self.reference]
        return reverse(f"commitments:{name}", args=[*place, *more])

    @property
    def code(self) -> str:
        """As people write it: A2."""
        return self.reference.upper()


class Action(Subject, Versioned):
    """A step towards a commitment, with those responsible for it."""

    scope_path = "commitment__instrument__country"
    scope_shared = True
    classification_path = (
        "commitment__instrument__classification",
        "commitment__source__classification",
        "source__classification",
    )

    commitment = models.ForeignKey(
        Commitment, models.PROTECT, related_name="actions", verbose_name=_("commitment")
    )
    title = models.CharField(_("title"), max_length=250)
    responsible = models.ManyToManyField(
        Organisation, blank=True, related_name="actions", verbose_name=_("responsible")
    )
    starts_as_written = written.text_field(_("start, as written"))
    starts_from = written.day_field(_("start, earliest day"))
    starts_to = written.day_field(_("start, latest day"))
    due_as_written = written.text_field(_("due, as written"))
    due_from = written.day_field(_("due, earliest day"))
    due_to = written.day_field(_("due, latest day"))
    projects = models.ManyToManyField(
        "projects.Project", blank=True, related_name="actions", verbose_name=_("projects")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    weight = weight_field()
    source = models.ForeignKey(
        Source, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("source")
    )
    page = models.CharField(_("page or section"), max_length=80, blank=True)

    objects = SubjectQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["commitment", "order", "pk"]
        verbose_name = _("action")
        verbose_name_plural = _("actions")
        permissions = [
            ("update_action", "Can report the status of actions"),
            ("verify_action", "Can verify the status of actions"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["commitment", "title"],
                name="commitments_action_once",
                violation_error_message=_("The commitment has this action already."),
            ),
            written.in_order("starts", "commitments_action_starts_in_order"),
            written.in_order("due", "commitments_action_due_in_order"),
            above_zero("commitments_action_weight_above_zero"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return f"{self.commitment.get_absolute_url()}#action-{self.pk}"

    def clean(self):
        written.resolve(self, "starts", "due")
        if self.starts_from and self.due_to and self.due_to < self.starts_from:
            raise ValidationError({"due_as_written": _("It is due before it starts.")})
