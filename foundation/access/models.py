from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.reference.models import Country

from .roles import CHOICES, ROLES, Role


class MembershipQuerySet(models.QuerySet):
    def on(self, day):
        """Those in force on a day."""
        return self.filter(starts__lte=day).filter(Q(ends__isnull=True) | Q(ends__gte=day))


class Membership(models.Model):
    """Who holds a role, in which countries, from when and until when, and who gave it."""

    scope_path = None

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="memberships",
        verbose_name=_("person"),
    )
    role = models.CharField(_("role"), max_length=30, choices=CHOICES)
    everywhere = models.BooleanField(_("everywhere"), default=False)
    countries = models.ManyToManyField(
        Country, blank=True, related_name="+", verbose_name=_("countries")
    )
    starts = models.DateField(_("from"), default=timezone.localdate)
    ends = models.DateField(_("until"), null=True, blank=True)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("granted by"),
    )
    granted_at = models.DateTimeField(_("granted at"), auto_now_add=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["user", "role"]
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        permissions = [
            ("enter_admin", "Can enter the administration pages"),
            ("view_staff_names", "Can see the names of staff"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")),
                name="access_membership_dates_in_order",
                violation_error_message=_("The end is before the start."),
            ),
            models.CheckConstraint(
                condition=Q(granted_by__isnull=True) | ~Q(granted_by=F("user")),
                name="access_nobody_grants_to_self",
                violation_error_message=_("Nobody can give a role to themselves."),
            ),
        ]

    def __str__(self):
        return f"{self.get_role_display()}: {self.user}"

    def clean(self):
        if self.role and self.role not in ROLES:
            raise ValidationError({"role": _("There is no such role.")})

    @property
    def definition(self) -> Role:
        return ROLES[self.role]
