from foundation.access.admin import ScopedAdmin


class OfOneProject(ScopedAdmin):
    """What is added to a project stays with it."""

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), *(["project"] if obj else [])]


class OnlySeen:
    """What a page's own function writes is read here, and neither added, changed nor deleted."""

    def has_add_permission(self, request, *args):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
