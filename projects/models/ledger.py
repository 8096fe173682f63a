"""The ledger of a project: what was posted stays; a correction is a new row in its place."""

from decimal import Decimal

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.access.querysets import ScopedQuerySet
from foundation.reference.classification import Classification
from foundation.reference.models import Code, Organisation, Source

from .project import Project
from .revisions import BudgetRevision

DOLLARS = "USD"
FIRST_YEAR, LAST_YEAR = 1990, 2100


def money_field(label, **more):
    """An amount in cents: sixteen digits, two of them after the point."""
    return models.DecimalField(label, max_digits=16, decimal_places=2, **more)


class TransactionQuerySet(ScopedQuerySet):
    def standing(self, at=None):
        """The rows that no correction has replaced: today, or as known at a moment.

        Asked as “there is none”: of a join without a match PostgreSQL expects a single row, and
        then looks up everything beside a million rows one by one.
        """
        rows, later = self, Transaction.objects.filter(supersedes=models.OuterRef("pk"))
        if at is not None:
            rows, later = rows.filter(posted_at__lte=at), later.filter(posted_at__lte=at)
        return rows.exclude(models.Exists(later))


class Transaction(models.Model):
    """One posted amount: for whom, for what, for when, how final, and who says so.

    `amount` is never negative: the kind says in which direction the money went. `line` names what
    the row is about; of one line only the newest row, by `sequence`, may stand.
    """

    scope_path = "project__country"
    classification_path = (
        "project__classification", "classification", "source__classification",
    )  # fmt: skip

    class Kind(models.TextChoices):
        BUDGET = "budget", _("Approved budget")
        TRANSFER = "transfer", _("Transfer")
        EXPENDITURE = "expenditure", _("Expenditure")
        REFUND = "refund", _("Refund")
        INTEREST = "interest", _("Interest")

    class Finality(models.TextChoices):
        INTERIM = "interim", _("Interim")
        FINAL = "final", _("Final")
        CERTIFIED = "certified", _("Certified")

    project = models.ForeignKey(
        Project, models.PROTECT, related_name="transactions", verbose_name=_("project")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="transactions", verbose_name=_("organisation")
    )
    category = models.ForeignKey(
        Code,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"list": Code.List.BUDGET_CATEGORY, "active": True},
        verbose_name=_("budget category"),
        help_text=_("Left empty: the source does not say."),
    )
    year = models.PositiveSmallIntegerField(
        _("year"),
        validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)],
        help_text=_("The year the amount is about."),
    )
    date = models.DateField(
        _("date"), null=True, blank=True, help_text=_("The day of the voucher or payment.")
    )
    amount = money_field(_("amount"))
    currency = models.CharField(
        _("currency"),
        max_length=3,
        default=DOLLARS,
        validators=[RegexValidator(r"^[A-Z]{3}$", _("Three capital letters, such as USD."))],
    )
    rate = models.DecimalField(
        _("rate"),
        max_digits=18,
        decimal_places=8,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.00000001"))],
        help_text=_("US dollars for one unit of the currency; only for other currencies."),
    )
    rate_date = models.DateField(_("date of the rate"), null=True, blank=True)
    amount_usd = money_field(_("amount in US dollars"), editable=False)
    finality = models.CharField(
        _("finality"),
        max_length=9,
        choices=Finality.choices,
        blank=True,
        help_text=_("For expenditure only."),
    )
    voucher = models.CharField(
        _("voucher or reference"),
        max_length=60,
        blank=True,
        help_text=_("It tells two payments of one day apart."),
    )
    source = models.ForeignKey(
        Source, models.PROTECT, related_name="transactions", verbose_name=_("source")
    )
    page = models.CharField(_("page or section"), max_length=80, blank=True)
    note = models.CharField(_("note"), max_length=400, blank=True)
    classification = models.CharField(
        _("classification"),
        max_length=12,
        choices=Classification.choices,
        default=Classification.INTERNAL,
    )
    revision = models.ForeignKey(
        BudgetRevision,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="transactions",
        verbose_name=_("budget revision"),
    )
    supersedes = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="superseded_by",
        verbose_name=_("corrects"),
    )
    reason = models.CharField(
        _("reason for the correction"), max_length=400, blank=True, editable=False
    )
    line = models.CharField(max_length=200, editable=False)
    sequence = models.PositiveIntegerField(default=1, editable=False)
    posted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("posted by"),
    )
    posted_at = models.DateTimeField(_("posted at"), default=timezone.now, editable=False)

    objects = TransactionQuerySet.as_manager()

    class Meta:
        ordering = ["project", "year", F("date").asc(nulls_last=True), "pk"]
        verbose_name = _("transaction")
        verbose_name_plural = _("transactions")
        indexes = [
            models.Index(fields=["project", "kind", "year"], name="projects_ledger_by_kind"),
            # Of its own beside that of the unique field: most rows correct nothing, and SQLite,
            # once it has counted that, would read the whole ledger for each row instead.
            models.Index(
                fields=["supersedes"],
                name="projects_ledger_corrected",
                condition=Q(supersedes__isnull=False),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "line", "sequence"],
                name="projects_ledger_line_once",
                violation_error_message=_("The ledger has this line already. Correct that row."),
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=0, amount_usd__gte=0),
                name="projects_amount_not_negative",
                violation_error_message=_("Only a refund may be written with a minus."),
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0) | Q(kind="budget") | Q(supersedes__isnull=False),
                name="projects_amount_not_zero",
                violation_error_message=_("An amount of 0 says nothing."),
            ),
            models.CheckConstraint(
                condition=Q(
                    currency=DOLLARS, rate__isnull=True, rate_date__isnull=True,
                    amount_usd=F("amount"),
                )
                | (~Q(currency=DOLLARS) & Q(rate__gt=0, rate_date__isnull=False)),
                name="projects_other_currency_has_rate",
                violation_error_message=_("Another currency needs its rate and the rate's date."),
            ),
            models.CheckConstraint(
                condition=(Q(kind="expenditure") & ~Q(finality=""))
                | (~Q(kind="expenditure") & Q(finality="")),
                name="projects_expenditure_says_how_final",
                violation_error_message=_("Expenditure, and nothing else, says how final it is."),
            ),
            models.CheckConstraint(
                condition=Q(supersedes__isnull=True, reason="")
                | (Q(supersedes__isnull=False) & ~Q(reason="")),
                name="projects_correction_has_reason",
                violation_error_message=_("A correction says why."),
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.project}, {self.get_kind_display()}, {self.year}"

    def get_absolute_url(self):
        return reverse("projects:transaction", args=[self.project.code, self.pk])

    @property
    def audit_name(self) -> str:
        """Names the row without its amount."""
        return f"{self.project} transaction {self.pk}"
