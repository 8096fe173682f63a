from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccessConfig(AppConfig):
    name = "foundation.access"
    label = "access"
    verbose_name = _("Access")

    def ready(self):
        from . import checks  # noqa: F401 - importing it registers the system checks
