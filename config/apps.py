from django.contrib.admin.apps import AdminConfig


class RegisterAdminConfig(AdminConfig):
    """One admin site for the whole register; it closes the side doors of every page it holds."""

    default_site = "foundation.access.admin_site.RegisterAdminSite"

    def ready(self):
        super().ready()
        from . import deployment, policies  # noqa: F401 - importing them registers the system checks
