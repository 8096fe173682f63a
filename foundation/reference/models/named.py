"""What reference rows share: a name in two languages."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Named(models.Model):
    """A row with an English and a French name; the French one may be missing."""

    name_en = models.CharField(_("name in English"), max_length=250)
    name_fr = models.CharField(_("name in French"), max_length=250, blank=True)

    class Meta:
        abstract = True

    def __str__(self):
        return self.name

    @property
    def name(self) -> str:
        in_french = (get_language() or "en").startswith("fr")
        return self.name_fr if in_french and self.name_fr else self.name_en
