"""What actions cost and who pays for them, as sources say."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from foundation.access.querysets import ScopedQuerySet
from foundation.audit.versions import Versioned
from foundation.reference.models import Organisation, Source

from .commitments import Action


class BudgetLine(Versioned):
    """One amount of an action: a part of its cost, or what somebody gives for it."""

    scope_path = "action__commitment__instrument__country"
    scope_shared = True
    classification_path = (
        "source__classification",
        "action__source__classification",
        "action__commitment__source__classification",
        "action__commitment__instrument__classification",
    )

    class Kind(models.TextChoices):
        COST = "cost", _("Cost")
        FUNDING = "funding", _("Funding")

    action = models.ForeignKey(
        Action, models.PROTECT, related_name="budget_lines", verbose_name=_("action")
    )
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    amount = models.DecimalField(_("amount"), max_digits=16, decimal_places=2)
    currency = models.CharField(
        _("currency"), max_length=3, default="USD",
        validators=[RegexValidator(r"^[A-Z]{3}$", _("Three capital letters, such as USD."))],
    )  # fmt: skip
    funder = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="budget_lines",
        verbose_name=_("source of funds"), help_text=_("Of funding only."),
    )  # fmt: skip
    funder_in_words = models.CharField(
        _("source of funds, in words"), max_length=120, blank=True,
        help_text=_("If it is not in the list, such as: the national budget."),
    )  # fmt: skip
    source = models.ForeignKey(Source, models.PROTECT, related_name="+", verbose_name=_("source"))
    page = models.CharField(_("page or section"), max_length=80, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    objects = ScopedQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["action", "kind", "pk"]
        verbose_name = _("amount of an action")
        verbose_name_plural = _("amounts of actions")
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gte=0),
                name="commitments_budget_not_below_zero",
                violation_error_message=_("An amount is not below 0."),
            ),
            models.CheckConstraint(
                condition=Q(kind="cost", funder__isnull=True, funder_in_words="")
                | Q(kind="funding", funder__isnull=False, funder_in_words="")
                | Q(kind="funding", funder__isnull=True) & ~Q(funder_in_words=""),
                name="commitments_funding_names_who",
                violation_error_message=_(
                    "Funding names who gives it, once; a cost names nobody."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.action}: {self.get_kind_display()}"

    def get_absolute_url(self):
        return f"{self.action.commitment.instrument.page('budget')}#lines"

    @property
    def audit_name(self) -> str:
        """Names the line without its amount."""
        return f"{self.get_kind_display()} {self.pk}, action {self.action_id}"

    @property
    def who(self) -> str:
        return self.funder.short if self.funder else self.funder_in_words

    def clean(self):
        if self.action_id and self._same_again().exists():
            told = _("This source is already entered for this; correct the amount there.")
            raise ValidationError({"source": told})

    def _same_again(self):
        return BudgetLine.objects.filter(
            action=self.action_id, kind=self.kind, funder=self.funder_id, page=self.page,
            funder_in_words=self.funder_in_words, source=self.source_id, note=self.note,
            currency=self.currency,
        ).exclude(pk=self.pk)  # fmt: skip
