"""An address on the web; one typed without a scheme is taken to be https."""

from django.db import models


class WebAddressField(models.URLField):
    def formfield(self, **kwargs):
        return super().formfield(**{"assume_scheme": "https", **kwargs})

    def deconstruct(self):
        """In migrations it is Django's own field: the database sees no difference."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.URLField", args, kwargs
