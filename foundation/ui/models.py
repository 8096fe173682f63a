"""Views of lists that people keep: filters, order and columns under a name of their own."""

from django.conf import settings
from django.db import models
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

MOST_VIEWS = 8  # of one list and one person: they stand in a row of tabs


class SavedView(models.Model):
    """What stood in the address of a list when its reader saved it. Seen by its owner alone.

    It grants nothing: the list it leads to asks again who is reading.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="saved_views",
        verbose_name=_("user"),
    )
    page = models.CharField(_("list"), max_length=80)
    name = models.CharField(_("name"), max_length=40)
    query = models.CharField(_("filters"), max_length=1000, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "page", "name"],
                name="ui_saved_view_name_once",
                violation_error_message=_("You have a view of this name already."),
            )
        ]

    def __str__(self):
        return self.name

    @property
    def href(self) -> str:
        address = reverse(self.page)
        return f"{address}?{self.query}" if self.query else address


def kept(query: QueryDict) -> str:
    """The part of an address that makes a view: in one order, without the page one is on."""
    left_out = {"page", "csrfmiddlewaretoken"}
    pairs = [
        (name, value)
        for name, values in query.lists()
        if name not in left_out
        for value in values
        if value
    ]
    clean = QueryDict(mutable=True)
    for name, value in sorted(pairs):
        clean.appendlist(name, value)
    return clean.urlencode()
