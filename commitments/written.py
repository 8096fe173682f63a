"""Dates as written: the text stays, the days it can mean are read from it or given by a person."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from foundation.reference.written_dates import read


def text_field(label, **more):
    return models.CharField(label, max_length=80, blank=True, **more)


def day_field(label):
    return models.DateField(
        label, null=True, blank=True, help_text=_("Left empty, it is read from the text.")
    )


def in_order(name, constraint):
    """Both days or neither, the first not after the last."""
    return models.CheckConstraint(
        condition=Q(**{f"{name}_from__isnull": True, f"{name}_to__isnull": True})
        | Q(**{f"{name}_from__isnull": False, f"{name}_to__gte": F(f"{name}_from")}),
        name=constraint,
        violation_error_message=_("Give both days, the earliest first."),
    )


def resolve(obj, *names):
    """Fill the days that each text can mean; refuse days outside of what a clear text says."""
    errors = {}
    for name in names:
        written = read(getattr(obj, f"{name}_as_written"))
        first, last = getattr(obj, f"{name}_from"), getattr(obj, f"{name}_to")
        if first is None and last is None:
            setattr(obj, f"{name}_from", written.first)
            setattr(obj, f"{name}_to", written.last)
        elif written.is_date and not _within(written, first or last, last or first):
            errors[f"{name}_from"] = _("This is not the date that was written.")
    if errors:
        raise ValidationError(errors)


def _within(written, first, last):
    return written.first <= first and last <= written.last
