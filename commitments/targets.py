"""Targets of indicators: set once, and replaced by the next one with a reason. The only writer."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from foundation.access.querysets import may, require_in_scope
from foundation.audit.record import Verb, record

from .models import Indicator, Target


@transaction.atomic
def set_target(target: Target, *, by: Any) -> Target:
    """Add a target. One that names what it `supersedes` takes its place; both are kept.

    Raises PermissionDenied, or ValidationError with what is wrong, by field. `by` None is the
    register itself.
    """
    rows = Indicator.objects.select_for_update(of=("self",))
    indicator = rows.get(pk=target.indicator_id)
    if by is not None and not may(by, "change", indicator):
        raise PermissionDenied
    if target.supersedes_id:
        _check_replaces(target)
    target.set_by = by
    target.full_clean()
    target.save(force_insert=True)
    if by is not None:
        require_in_scope(by, "add", target)
    record(actor=by, verb=Verb.CREATED, target=target, replaces=target.supersedes_id)
    return target


def _check_replaces(target):
    old = Target.objects.filter(indicator=target.indicator_id, pk=target.supersedes_id).first()
    if old is None or old.stage != target.stage:
        raise ValidationError(_("A target takes the place of one of its own indicator and stage."))
    if Target.objects.filter(supersedes=old).exists():
        raise ValidationError(_("Somebody else replaced this target. Look again."))
    if not target.reason.strip():
        raise ValidationError({"reason": _("Say why the target is replaced.")})
