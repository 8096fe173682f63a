"""The backend behind every has_perm(): pages, templates, the admin."""

from typing import Any

from django.contrib.auth.backends import BaseBackend

from .querysets import may
from .roles import ROLES
from .scope import grants, scope_of


class RoleBackend(BaseBackend):
    """Answers from roles and memberships; knows no groups and no per-user permissions."""

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        if not user_obj.is_authenticated or not user_obj.is_active or obj is not None:
            return set()
        return set().union(*(ROLES[grant.role].permissions for grant in grants(user_obj)))

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        if obj is None:
            return bool(scope_of(user_obj, perm))
        app, _, codename = perm.partition(".")
        action = codename.removesuffix(f"_{obj._meta.model_name}")
        if app != obj._meta.app_label or action == codename:
            return False
        return may(user_obj, action, obj)

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        held = self.get_all_permissions(user_obj)
        return any(perm.startswith(f"{app_label}.") for perm in held) or bool(
            scope_of(user_obj, f"{app_label}.*")
        )
