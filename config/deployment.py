"""What `check --deploy` asks beside Django's own questions."""

from django.conf import settings
from django.core import checks


@checks.register(checks.Tags.security, deploy=True)
def the_audit_key_is_kept_apart(app_configs, **kwargs):
    """Whoever may sign sessions should not be able to seal audit rows as well."""
    if settings.AUDIT_KEY == settings.SECRET_KEY or len(settings.AUDIT_KEY) < 50:
        return [
            checks.Warning(
                "Set AUDIT_KEY to at least 50 random characters of its own.", id="config.W001"
            )
        ]
    return []
