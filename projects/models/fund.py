"""The fund that pays for projects."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from foundation.reference.models import Named, Organisation

from ..iati.stated import check_sectors


def sectors_field(**more):
    return models.CharField(
        _("sectors (OECD)"),
        max_length=200,
        blank=True,
        validators=[check_sectors],
        **more,
    )


class Fund(Named):
    """The trust fund that pays for projects."""

    scope_path = None

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    code = models.CharField(_("code"), max_length=20, unique=True)
    administrator = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("administered by"),
    )
    sectors = sectors_field(
        help_text=_("Of projects that state none: five digits, such as 15180."),
    )
    history = HistoricalRecords()

    class Meta:
        ordering = ["code"]
        verbose_name = _("fund")
        verbose_name_plural = _("funds")
