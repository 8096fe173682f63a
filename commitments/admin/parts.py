class OnlySeen:
    """What a page's own function writes is read here, and neither added, changed nor deleted."""

    def has_add_permission(self, request, *args):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
