from django.contrib.auth import get_backends
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.access.scope import scope_of
from foundation.reference.models import Organisation


class UserManager(BaseUserManager):
    def create_user(self, email, password=None, **fields):
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        """Break-glass: for the first day and for emergencies. Everything it does is audited."""
        return self.create_user(email, password, is_superuser=True, **fields)

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)


class User(AbstractBaseUser):
    """A person who signs in. What they may do is in their memberships, not here."""

    scope_path = None

    class Reminders(models.TextChoices):
        DAILY = "daily", _("Every day")
        WEEKLY = "weekly", _("Once a week")
        NONE = "none", _("Never")

    email = models.EmailField(_("e-mail address"), max_length=254, unique=True)
    full_name = models.CharField(_("full name"), max_length=150)
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="people",
        verbose_name=_("organisation"),
    )
    duty_station = models.CharField(_("duty station"), max_length=100, blank=True)
    language = models.CharField(
        _("language"), max_length=5, choices=[("en", "English"), ("fr", "Français")], default="en"
    )
    reminders = models.CharField(
        _("reminders of what is due"),
        max_length=6,
        choices=Reminders.choices,
        default=Reminders.WEEKLY,
        help_text=_("One mail at most, with numbers and a link only, if something is due."),
    )
    is_active = models.BooleanField(_("may sign in"), default=True)
    # Its name is Django's; given by command alone, asked about in scope_of() alone.
    is_superuser = models.BooleanField(_("break-glass account"), default=False, editable=False)
    date_joined = models.DateTimeField(_("added"), default=timezone.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        ordering = ["full_name"]
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="accounts_email_once",
                violation_error_message=_("Somebody with this e-mail address is entered already."),
            )
        ]

    def __str__(self):
        return self.full_name or self.email

    @property
    def audit_name(self):
        return f"person {self.pk}"

    @property
    def is_staff(self):
        """Django's admin asks this; the answer is a permission like any other."""
        return self.has_perm("access.enter_admin")

    def has_perm(self, perm, obj=None):
        """Ask each backend; one that raises PermissionDenied ends the matter."""
        for backend in get_backends():
            try:
                if hasattr(backend, "has_perm") and backend.has_perm(self, perm, obj):
                    return True
            except PermissionDenied:
                return False
        return False

    def has_perms(self, perms, obj=None):
        return all(self.has_perm(perm, obj) for perm in perms)

    def has_module_perms(self, app_label):
        return any(backend.has_module_perms(self, app_label) for backend in get_backends())

    def may_be_kept_by(self, viewer):
        """A break-glass account is changed by another alone: its address would be a way in."""
        return viewer.is_superuser or not self.is_superuser

    def seen_by(self, viewer):
        """The name a reader may know: staff see names, others see the duty station."""
        if viewer == self or scope_of(viewer, "access.view_staff_names"):
            return str(self)
        return self.duty_station or str(_("Staff"))
