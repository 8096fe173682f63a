from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class ExportsConfig(AppConfig):
    name = "foundation.exports"
    label = "exports"
    verbose_name = _("Exports")

    def ready(self):
        """Each app says in its own exports.py what leaves it."""
        from . import checks, jobs  # noqa: F401 - importing them registers checks and tasks

        autodiscover_modules("exports")
