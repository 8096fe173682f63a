from foundation.access.admin import ScopedAdmin


class OfOneProject(ScopedAdmin):
    """What is added to a project stays with it."""

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), *(["project"] if obj else [])]
