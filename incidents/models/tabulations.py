from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from foundation.access.querysets import ScopedQuerySet, for_user
from foundation.reference.models import Code, Organisation, Region

from .fields import in_order
from .submissions import Submission


class Dimension(models.TextChoices):
    """What a table may be broken down by, in the order in which it is written."""

    OCCURRED = "occurred", _("Period")
    REGION = "region", _("Region")
    FORM = "form", _("Form of violence")
    PERPETRATOR = "perpetrator", _("Perpetrator group")
    PARTY = "party", _("Party to the conflict")
    SURVIVOR = "survivor", _("Survivors")


# Groups that contain others: a table that holds both would count somebody twice.
CONTAINS = {"non-state": {"non-state-signatory", "non-state-other"}}
# Where a source counts by region, and for some gives none. No region of any edition, no shape on
# a map; without it the regions could not add up to the stated total.
NO_REGION = "not-stated"
LISTS = {
    "form": Code.List.VIOLENCE_FORM,
    "perpetrator": Code.List.PERPETRATOR,
    "survivor": Code.List.SURVIVOR_GROUP,
}


class TabulationQuerySet(ScopedQuerySet):
    def for_user(self, user, action="view"):
        rows = super().for_user(user, action)
        if action != "view":
            return rows
        return rows.filter(submission__in=Submission.objects.visible_to(user).values("pk"))


class Tabulation(models.Model):
    """One table of a submission. A source that prints only margins gives several small ones."""

    scope_path = "submission__country"
    classification_path = "submission__classification"

    submission = models.ForeignKey(
        Submission, models.CASCADE, related_name="tabulations", verbose_name=_("record")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=1, editable=False)
    title = models.CharField(_("title"), max_length=160, blank=True)
    dimensions = models.JSONField(_("broken down by"), default=list)
    adds_up = models.BooleanField(
        _("its parts add up"),
        default=True,
        help_text=_("Untick if one incident may stand in several rows."),
    )

    objects = TabulationQuerySet.as_manager()

    class Meta:
        ordering = ["submission", "order"]
        verbose_name = _("table")
        verbose_name_plural = _("tables")
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "order"],
                name="incidents_tables_in_order",
                violation_error_message=_("The record has a table at this place already."),
            )
        ]

    def __str__(self):
        return " × ".join(str(label) for label in self.dimension_labels)

    def clean(self):
        known = [value for value in Dimension.values if value in self.dimensions]
        if not known or sorted(known) != sorted(self.dimensions):
            raise ValidationError({"dimensions": _("Choose what the table is broken down by.")})
        self.dimensions = known

    @property
    def audit_name(self) -> str:
        return f"table {self.pk}"

    @property
    def dimension_labels(self) -> list:
        return [Dimension(value).label for value in self.dimensions]


class CellQuerySet(ScopedQuerySet):
    """A cell is a count: whoever may view one may view exact counts there, and no one else."""

    def for_user(self, user, action="view"):
        rows = super().for_user(user, action)
        cleared = for_user(Submission._base_manager.all(), user, "view_exact")
        return rows.filter(tabulation__submission__in=cleared.values("pk"))


class Cell(models.Model):
    """One count of one table, or the reason why there is none. Blank is not zero."""

    scope_path = "tabulation__submission__country"
    classification_path = "tabulation__submission__classification"

    class State(models.TextChoices):
        COUNTED = "counted", _("Counted")
        MENTIONED = "mentioned", _("Reported, no figure given")
        NOT_STATED = "not-stated", _("Not stated")
        NOT_COLLECTED = "not-collected", _("Not collected")

    tabulation = models.ForeignKey(
        Tabulation, models.CASCADE, related_name="cells", verbose_name=_("table")
    )
    order = models.PositiveIntegerField(_("order"), default=1, editable=False)
    occurred_from = models.DateField(_("occurred from"), null=True, blank=True)
    occurred_to = models.DateField(_("occurred to"), null=True, blank=True)
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("region")
    )
    form = models.ForeignKey(
        Code,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("form of violence"),
    )
    perpetrator = models.ForeignKey(
        Code,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("perpetrator group"),
    )
    party = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("party to the conflict"),
    )
    survivor = models.ForeignKey(
        Code, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("survivors")
    )
    as_written = models.CharField(
        _("as written"),
        max_length=120,
        blank=True,
        help_text=_("The source's own words for this row, where they differ."),
    )
    state = models.CharField(
        _("state"), max_length=14, choices=State.choices, default=State.COUNTED
    )
    count = models.PositiveIntegerField(_("count"), null=True, blank=True)
    key = models.CharField(max_length=120, editable=False)
    region_not_stated = False  # whoever writes the cell says so: a blank alone is a slip

    objects = CellQuerySet.as_manager()

    class Meta:
        ordering = ["tabulation", "order", "pk"]
        verbose_name = _("count in a table")
        verbose_name_plural = _("counts in a table")
        constraints = [
            # Null coordinates would make two equal rows distinct; the text of them does not.
            models.UniqueConstraint(
                fields=["tabulation", "key"],
                name="incidents_cell_once",
                violation_error_message=_("This row is in the table already."),
            ),
            models.CheckConstraint(
                condition=~Q(key=""),
                name="incidents_cell_has_key",
                violation_error_message=_("A row needs its coordinates."),
            ),
            models.CheckConstraint(
                condition=Q(state="counted", count__isnull=False)
                | (~Q(state="counted") & Q(count__isnull=True)),
                name="incidents_count_if_counted",
                violation_error_message=_(
                    "Give the number, 0 if there was none, or say why there is no number."
                ),
            ),
            models.CheckConstraint(
                condition=in_order("occurred_from", "occurred_to"),
                name="incidents_cell_dates_in_order",
                violation_error_message=_("Give both days, the earliest first."),
            ),
        ]

    def __str__(self):
        return f"{self.audit_name}"

    def clean(self):
        missing = [name for name in self.tabulation.dimensions if not self._given(name)]
        if "party" in missing and self.perpetrator_id:
            missing.remove("party")  # a group that is no named party, such as unidentified men
        if "region" in missing and self.region_not_stated:
            missing.remove("region")
        if missing:
            labels = ", ".join(str(Dimension(name).label) for name in missing)
            raise ValidationError(_("Choose: %(names)s.") % {"names": labels})
        others = set(Dimension.values) - set(self.tabulation.dimensions)
        if any(self._given(name) for name in others):
            raise ValidationError(_("The table is not broken down by that."))
        self._check_lists()
        self.key = self.coordinates

    def _check_lists(self):
        for name, expected in LISTS.items():
            code = getattr(self, name)
            if code is not None and code.list != expected:
                raise ValidationError({name: _("Choose a code of the right list.")})
        if self.region_id and self.region.country_id != self.tabulation.submission.country_id:
            raise ValidationError({"region": _("Choose a region of the country.")})

    def _given(self, name: str) -> bool:
        if name == "occurred":
            return bool(self.occurred_from or self.occurred_to)
        return getattr(self, f"{name}_id") is not None

    @property
    def coordinates(self) -> str:
        """The place of the cell in its table, as text: equal for equal coordinates."""
        parts = [self.occurred_from, self.occurred_to]
        parts += [self.region_id, self.form_id, self.perpetrator_id, self.party_id]
        parts += [self.survivor_id]
        return "|".join("" if part is None else str(part) for part in parts)

    @property
    def audit_name(self) -> str:
        return f"cell {self.pk}"


def name_of(value) -> str:
    """What a code, region or party is called; a code that may be chosen no more says so."""
    if isinstance(value, Code) and not value.active:
        return gettext("%(name)s (no longer used)") % {"name": value.name}
    return value.name


def name_without(dimension: str) -> str:
    """What stands where a table by party or region names none."""
    return gettext("region not stated") if dimension == "region" else gettext("no named party")
