"""Refuse to start on a policy that cannot mean what it says."""

from django.apps import apps
from django.contrib.auth import get_permission_codename
from django.core.checks import Error, register

from .roles import ROLES

OUR_APPS = {
    "reference",
    "audit",
    "access",
    "accounts",
    "imports",
    "exports",
    "projects",
    "incidents",
    "commitments",
    "overview",
}


@register
def roles_name_real_permissions(app_configs, **kwargs):
    """A misspelt permission grants nothing and says nothing."""
    real = {
        f"{model._meta.app_label}.{codename}"
        for model in apps.get_models()
        for codename in _codenames(model._meta)
    }
    return [
        Error(f"Role {role.slug} names unknown permission {name}.", id="access.E001")
        for role in ROLES.values()
        for name in sorted(role.permissions - real)
    ]


@register
def models_say_how_they_reach_a_country(app_configs, **kwargs):
    """A model without a scope_path would be closed to everybody, or open by mistake later."""
    return [
        Error(f"{model._meta.label} declares no scope_path.", id="access.E002")
        for model in apps.get_models()
        if model._meta.app_label in OUR_APPS
        and not model.__name__.startswith("Historical")
        and not model._meta.auto_created
        and not hasattr(model, "scope_path")
    ]


def _codenames(options):
    yield from (get_permission_codename(action, options) for action in options.default_permissions)
    yield from (codename for codename, _ in options.permissions)
    yield get_permission_codename("export", options)  # of everything; see foundation/exports
