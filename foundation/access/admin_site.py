"""The one admin site. Whatever is registered here obeys the rules of the pages."""

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .admin import ScopedAdmin
from .scope import scope_of

# Routes of Django's admin that answer about any object, unscoped, or sign in by another door.
CLOSED_ROUTES = {"view_on_site", "autocomplete", "password_change", "password_change_done"}


class RegisterAdminSite(admin.AdminSite):
    """Mixes ScopedAdmin into every page registered with it: closed by default."""

    site_header = _("CRSV Register administration")
    site_title = _("CRSV Register")
    index_title = _("Administration")
    site_url = "/"
    enable_nav_sidebar = False

    def register(self, model_or_iterable, admin_class=None, **options):
        models = [model_or_iterable] if isinstance(model_or_iterable, type) else model_or_iterable
        # What other packages bring (groups, mail addresses) has no scope and is no business here.
        ours = [model for model in models if hasattr(model, "scope_path")]
        admin_class = admin_class or admin.ModelAdmin
        if not issubclass(admin_class, ScopedAdmin):
            admin_class = type(admin_class.__name__, (ScopedAdmin, admin_class), {})
        super().register(ours, admin_class, **options)

    def has_permission(self, request):
        return bool(scope_of(request.user, "access.enter_admin"))

    def login(self, request, extra_context=None):
        """There is one way to sign in, and it is not here."""
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(request.get_full_path(), reverse(settings.LOGIN_URL))

    def logout(self, request, extra_context=None):
        return redirect("account_logout")

    def get_urls(self):
        return [
            url for url in super().get_urls() if getattr(url, "name", None) not in CLOSED_ROUTES
        ]
