"""What changes a project by approval and never by edit: budget revisions, extensions."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from foundation.access.querysets import ScopedQuerySet
from foundation.audit.versions import Versioned
from foundation.reference.classification import Classification
from foundation.reference.models import Code, Organisation, Source

from .documents import ProjectDocument
from .project import Project


class Decision(models.TextChoices):
    PROPOSED = "proposed", _("Proposed")
    APPROVED = "approved", _("Approved")
    REFUSED = "refused", _("Refused")


LOOKS = {"proposed": "new", "approved": "ok", "refused": "stop"}


def _person(label):
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=label,
    )


class Proposal(Versioned):
    """Proposed by one person, decided by another; a decision is never taken back."""

    scope_path = "project__country"
    classification_path = ("project__classification", "source__classification")

    number = models.PositiveSmallIntegerField(
        pgettext_lazy("identifier", "number"), default=1, editable=False
    )
    reason = models.CharField(_("reason"), max_length=600)
    approved_on = models.DateField(
        _("approved by the fund on"),
        null=True,
        blank=True,
        help_text=_("The day of the fund's decision, if it was made already."),
    )
    document = models.ForeignKey(
        ProjectDocument,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("document"),
    )
    source = models.ForeignKey(Source, models.PROTECT, related_name="+", verbose_name=_("source"))
    decision = models.CharField(
        _("decision"),
        max_length=8,
        choices=Decision.choices,
        default=Decision.PROPOSED,
        editable=False,
    )
    decision_note = models.CharField(
        _("note on the decision"), max_length=400, blank=True, editable=False
    )
    proposed_by = _person(_("proposed by"))
    proposed_at = models.DateTimeField(_("proposed at"), default=timezone.now, editable=False)
    decided_by = _person(_("decided by"))
    decided_at = models.DateTimeField(_("decided at"), null=True, editable=False)

    class Meta:
        abstract = True
        ordering = ["project", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "number"],
                name="projects_%(class)s_number_once",
                violation_error_message=_("Somebody else proposed one just now. Try again."),
            ),
            models.UniqueConstraint(
                fields=["project"],
                condition=Q(decision="proposed"),
                name="projects_%(class)s_one_open",
                violation_error_message=_("Another one is waiting for a decision."),
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
                name="projects_%(class)s_decided_by_another",
                violation_error_message=_("Somebody else than its author decides."),
            ),
            models.CheckConstraint(
                condition=Q(decision="proposed", decided_at__isnull=True, decision_note="")
                | (~Q(decision="proposed") & Q(decided_at__isnull=False)),
                name="projects_%(class)s_decided_at_a_time",
                violation_error_message=_("A decision has a time."),
            ),
            models.CheckConstraint(
                condition=~Q(decision="refused") | ~Q(decision_note=""),
                name="projects_%(class)s_refused_because",
                violation_error_message=_("Say why it is refused."),
            ),
        ]

    @property
    def decision_look(self) -> str:
        return LOOKS[self.decision]

    @property
    def is_open(self) -> bool:
        return self.decision == Decision.PROPOSED


class BudgetRevision(Proposal):
    """New approved amounts for some lines of the budget; posted to the ledger on approval."""

    classification_path = (
        "project__classification", "classification", "source__classification",
    )  # fmt: skip

    project = models.ForeignKey(
        Project, models.PROTECT, related_name="budget_revisions", verbose_name=_("project")
    )
    classification = models.CharField(
        _("classification"),
        max_length=12,
        choices=Classification.choices,
        default=Classification.INTERNAL,
        help_text=_("Its amounts are as closed as this; so are the rows it posts."),
    )

    objects = ScopedQuerySet.as_manager()

    class Meta(Proposal.Meta):
        abstract = False
        verbose_name = _("budget revision")
        verbose_name_plural = _("budget revisions")
        permissions = [("decide_budgetrevision", "Can approve or refuse a budget revision")]

    def __str__(self):
        return _("Budget revision %(number)d of %(project)s") % {
            "number": self.number,
            "project": self.project,
        }

    def get_absolute_url(self):
        return reverse("projects:revision", args=[self.project.code, self.pk])


class RevisionLine(models.Model):
    """The new amount of one line of the budget, in US dollars; 0 closes it."""

    scope_path = "revision__project__country"
    classification_path = (
        "revision__project__classification", "revision__classification",
        "revision__source__classification",
    )  # fmt: skip

    revision = models.ForeignKey(
        BudgetRevision, models.CASCADE, related_name="lines", verbose_name=_("budget revision")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("organisation")
    )
    category = models.ForeignKey(
        Code,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"list": Code.List.BUDGET_CATEGORY, "active": True},
        verbose_name=_("budget category"),
    )
    amount = models.DecimalField(_("new amount, US dollars"), max_digits=16, decimal_places=2)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ["revision", "organisation__name_en", "category__order", "pk"]
        verbose_name = _("line of a budget revision")
        verbose_name_plural = _("lines of budget revisions")
        constraints = [
            models.UniqueConstraint(
                fields=["revision", "organisation", "category"],
                name="projects_revision_line_once",
                violation_error_message=_("This line is in the revision already."),
            ),
            models.UniqueConstraint(
                fields=["revision", "organisation"],
                condition=Q(category__isnull=True),
                name="projects_revision_line_once_without_category",
                violation_error_message=_("This line is in the revision already."),
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=0),
                name="projects_revision_line_not_negative",
                violation_error_message=_("A budget is not negative."),
            ),
        ]

    def __str__(self):
        return f"{self.organisation.short}, {self.category or '-'}"


class Extension(Proposal):
    """A later end without more money."""

    project = models.ForeignKey(
        Project, models.PROTECT, related_name="extensions", verbose_name=_("project")
    )
    new_end = models.DateField(_("new end"))
    previous_end = models.DateField(_("end before"), null=True, editable=False)

    objects = ScopedQuerySet.as_manager()

    class Meta(Proposal.Meta):
        abstract = False
        verbose_name = _("no-cost extension")
        verbose_name_plural = _("no-cost extensions")
        permissions = [("decide_extension", "Can approve or refuse an extension")]
        constraints = [
            *Proposal.Meta.constraints,
            models.CheckConstraint(
                condition=Q(previous_end__isnull=True) | Q(new_end__gt=F("previous_end")),
                name="projects_extension_is_later",
                violation_error_message=_("An extension ends later than the project did."),
            ),
        ]

    def __str__(self):
        return _("Extension %(number)d of %(project)s") % {
            "number": self.number,
            "project": self.project,
        }

    def get_absolute_url(self):
        return reverse("projects:life", args=[self.project.code])
