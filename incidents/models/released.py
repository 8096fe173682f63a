"""The printed cells of a release, as rows that the database never lets change."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .releases import OfRelease, Preparation


class ReleasedTableQuerySet(OfRelease):
    path = "preparation"


class ReleasedTable(models.Model):
    """One table: its dimensions with every code of their lists, named as on the day."""

    scope_path = "preparation__release__country"
    classification_path = "preparation__release__audience"

    preparation = models.ForeignKey(
        Preparation, models.CASCADE, related_name="tables", verbose_name=_("preparation")
    )
    order = models.PositiveSmallIntegerField(_("order"))
    axes = models.JSONField(_("dimensions"), default=list)
    partial = models.BooleanField(_("some parts have no number"), default=False)

    objects = ReleasedTableQuerySet.as_manager()

    class Meta:
        ordering = ["preparation", "order"]
        verbose_name = _("released table")
        verbose_name_plural = _("released tables")
        default_permissions = ["view"]
        constraints = [
            models.UniqueConstraint(
                fields=["preparation", "order"], name="incidents_released_table_once"
            )
        ]

    def __str__(self):
        return f"released table {self.pk}"


class ReleasedCellQuerySet(OfRelease):
    path = "table__preparation"


class ReleasedCell(models.Model):
    """One cell as everybody in the audience sees it. No count: withheld, or the state says why."""

    scope_path = "table__preparation__release__country"
    classification_path = "table__preparation__release__audience"

    class State(models.TextChoices):
        REPORTED = "reported", _("Printed")
        WITHHELD = "withheld", _("Withheld")
        MENTIONED = "mentioned", _("Reported, no figure given")
        NOT_STATED = "not-stated", _("Not stated")
        NOT_COLLECTED = "not-collected", _("Not collected")

    table = models.ForeignKey(
        ReleasedTable, models.CASCADE, related_name="cells", verbose_name=_("table")
    )
    order = models.PositiveSmallIntegerField(_("order"))
    codes = models.JSONField(_("codes"), default=list)
    state = models.CharField(_("state"), max_length=14, choices=State.choices)
    count = models.PositiveIntegerField(_("count"), null=True, blank=True)

    objects = ReleasedCellQuerySet.as_manager()

    class Meta:
        ordering = ["table", "order"]
        verbose_name = _("released cell")
        verbose_name_plural = _("released cells")
        default_permissions = ["view"]
        constraints = [
            models.UniqueConstraint(
                fields=["table", "order"], name="incidents_released_cell_once"
            ),
            models.CheckConstraint(
                condition=models.Q(state="reported", count__isnull=False)
                | (~models.Q(state="reported") & models.Q(count__isnull=True)),
                name="incidents_released_count_if_printed",
            ),
        ]

    def __str__(self):
        return f"released cell {self.pk}"
