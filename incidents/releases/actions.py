"""How a release moves. The only writers of releases, their cells and their numbers.

Each asks for the permission on the release or the record itself, changes the row in one
conditional UPDATE, and leaves its row in the audit trail in the same transaction.
"""

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.access.querysets import may, require_in_scope
from foundation.access.scope import scope_of
from foundation.audit.record import Verb, record
from foundation.jobs.queue import enqueue
from foundation.reference.models import Country

from ..actions import given, write
from ..models import Preparation, Release, ReleasedCell, ReleasedTable, Submission
from . import known
from .content import axes_of, checksum, content, order_of, stored_tables
from .prepare import Prepared
from .record import read

TASK = "incidents.prepare_release"
TYPED = ("title", "audience", "source_as_cited", "handling", "threshold", "definition")
OPEN = Release.OPEN


@transaction.atomic
def make(submission, *, by, edition_of=None, **typed):
    """A new release of a record, or the next edition of one; its preparation begins.

    Without `by` the register makes it, and prepares it itself.
    """
    _require_releasable(submission, by)
    if edition_of is not None:
        _require_next_edition(edition_of, submission)
    release = Release(
        country=submission.country,
        year=edition_of.year if edition_of else _year(submission),
        edition_of=edition_of,
        edition=edition_of.edition + 1 if edition_of else 1,
        submission=submission,
        author=by,
        figures_by=submission.author,
        **{name: getattr(submission, name) for name in COPIED},
        **typed,
    )
    _check(release)
    release.save()
    record(actor=by, verb=Verb.CREATED, target=release, submission=submission.pk)
    if by is not None:
        require_in_scope(by, "add", release)
        _ask(release, by)
    return release


COPIED = [
    "unit", "verification", "collecting_system", "occurred_from", "occurred_to", "verified_from",
    "verified_to",
]  # fmt: skip


@transaction.atomic
def change(release, *, by, version, **typed):
    """Change one's own before it is approved; it is prepared again."""
    _require(by, "add", release)
    for name in typed:
        setattr(release, name, typed[name])
    _check(release)
    changes = {**typed, "status": Release.Status.DRAFT, "prepared": None, "author": by}
    write(own_open(by), release, version, **changes)
    record(actor=by, verb=Verb.CHANGED, target=release, fields=sorted(typed))
    _ask(release, by)


@transaction.atomic
def prepare_again(release, *, by, version=None):
    """Decide again, after the data or what readers know has changed."""
    _require(by, "add", release)
    rows = Release.objects.filter(status__in=OPEN)
    write(rows, release, version, status=Release.Status.DRAFT, prepared=None)
    record(actor=by, verb=Verb.CHANGED, target=release, fields=["prepared"])
    _ask(release, by)


@transaction.atomic
def keep(release, prepared: Prepared):
    """Write down what was decided; nothing, if the release has moved on meanwhile."""
    rows = Release.objects.filter(status=Release.Status.DRAFT, version=release.version)
    if not rows.filter(pk=release.pk).exists():
        return
    decision = prepared.decision
    made = Preparation.objects.create(
        release=release,
        vintage=prepared.vintage,
        ledger=prepared.ledger,
        holds=decision.holds,
        report=decision.report,
        reasons=decision.reasons,
    )
    for whole, shown in zip(prepared.wholes, decision.cells, strict=False):
        _keep_table(made, whole, shown)
    status = Release.Status.PREPARED if decision.holds else Release.Status.REFUSED
    write(rows, release, release.version, status=status, prepared=made)
    record(actor=None, verb=Verb.STATUS_CHANGED, target=release, to=status.value)


def _keep_table(made, whole, shown):
    axes = axes_of(whole)
    table = ReleasedTable.objects.create(
        preparation=made, order=whole.order, axes=axes, partial=whole.partial
    )
    cells = []
    for codes in order_of(axes):
        if codes in whole.states:
            state, count = whole.states[codes], None
        elif codes in shown:
            count = shown[codes]
            state = "withheld" if count is None else "reported"
        else:
            continue
        place = len(cells) + 1
        cells.append(
            ReleasedCell(table=table, order=place, codes=list(codes), state=state, count=count)
        )
    ReleasedCell.objects.bulk_create(cells)


@transaction.atomic
def approve(release, *, by, version=None):
    """Release what somebody else prepared: it gets its number and never changes again.

    One at a time in a country: what the audit saw must still be all that is known.
    """
    _require(by, "approve", release)
    Country.objects.select_for_update(no_key=True).get(pk=release.country_id)
    release = Release.objects.select_related("submission", "prepared", "country").get(
        pk=release.pk
    )
    _require_of_others(release, by)
    if release.status == Release.Status.PREPARED:
        _require_fresh(release)
    release.number, release.approved_at = _number(release), timezone.now()
    release.cited_as = f"{release.year}/{release.number}"
    changes = {
        "number": release.number,
        "cited_as": release.cited_as,
        "approved_by": by,
        "approved_at": release.approved_at,
        "checksum": checksum(content(release, stored_tables(release))),
    }
    rows = Release.objects.filter(status=Release.Status.PREPARED)
    try:
        with transaction.atomic():
            write(rows, release, version, status=Release.Status.APPROVED, **changes)
    except IntegrityError:  # incidents_one_next_edition
        raise ValidationError(_("The next edition of it is released already.")) from None
    record(actor=by, verb=Verb.APPROVED, target=release, checksum=release.checksum)
    return release


@transaction.atomic
def withdraw(release, *, by, reason, version=None):
    """Take the numbers off the page, saying why. Known is known: they stay in the ledger."""
    _require(by, "approve", release)
    rows = Release.objects.exclude(status=Release.Status.WITHDRAWN)
    changes = {
        "status": Release.Status.WITHDRAWN,
        "withdrawn_by": by,
        "withdrawn_at": timezone.now(),
        "withdrawn_reason": given(reason),
    }
    write(rows.filter(approved_at=release.approved_at), release, version, **changes)
    record(actor=by, verb=Verb.STATUS_CHANGED, target=release, to=Release.Status.WITHDRAWN.value)


def own_open(by):
    """Not approved yet and one's own; nobody's own may be taken over."""
    return Release.objects.filter(Q(author=by) | Q(author__isnull=True), status__in=OPEN)


def least_threshold(submission) -> int:
    """The lowest threshold that a release of this record may have."""
    return max(settings.SMALL_COUNT_THRESHOLD, known.least_threshold(submission))


def may_release(submission, by) -> bool:
    return releasable_by(by).filter(pk=submission.pk).exists()


def is_fresh(release) -> bool:
    """Whether data and everything known are as they were when it was prepared."""
    return (
        release.prepared.vintage == read(release.submission).vintage
        and release.prepared.ledger == known.digest(release.submission)
        and Submission.objects.current().filter(pk=release.submission_id).exists()
        and release.threshold >= least_threshold(release.submission)
    )


def releasable_by(by):
    """Records of which this person may prepare a release."""
    scope = scope_of(by, "incidents.add_release")
    rows = _releasable().exact_for(by)
    return rows if scope.everywhere else rows.filter(country__in=scope.countries)


def _releasable():
    """Current ones whose counts are not printed in public anyway."""
    return Submission.objects.current().exclude(Submission.PRINTED)


def _require_releasable(submission, by):
    if by is not None and not may_release(submission, by):
        raise PermissionDenied
    if not _releasable().filter(pk=submission.pk).exists():
        raise ValidationError(_("Only an approved record that is not corrected is released."))


def _require_next_edition(before, submission):
    if not before.is_known or before.submission_id == submission.pk:
        raise ValidationError(_("A new edition needs a record that corrects the one before."))
    if submission.pk not in known.lineage(before.submission):
        raise ValidationError(_("That record does not correct the one of the edition before."))
    if Release.objects.approved().filter(edition_of=before).exists():
        raise ValidationError(_("The next edition of it is released already."))


def _require_of_others(release, by):
    if by.pk == release.author_id:
        raise PermissionDenied(_("Nobody approves what they prepared."))
    if by.pk == release.figures_by_id:
        raise PermissionDenied(_("Nobody opens what they entered."))


def _require_fresh(release):
    if not is_fresh(release):
        raise ValidationError(
            _("The data or what is known has changed since it was prepared. Prepare it again."),
            code="outdated",
        )


def _number(release):
    """The number of the edition before, or the next one of the country and year."""
    if release.edition_of_id:
        return release.edition_of.number
    same = Release.objects.filter(country=release.country_id, year=release.year)
    return (same.aggregate(last=Max("number"))["last"] or 0) + 1


def _check(release):
    least = least_threshold(release.submission)
    if release.threshold is not None and release.threshold < least:
        message = _("The threshold is at least %(least)d here.") % {"least": least}
        raise ValidationError({"threshold": message})
    release.full_clean(exclude=["prepared", "approved_by"])


def _year(submission):
    span = submission.occurred_to or submission.verified_to
    if span is None:
        raise ValidationError(
            _("The record states no period: say when it happened before it is released.")
        )
    return span.year


def _ask(release, by):
    """The preparation, once for each state of the release."""
    key = f"{release.pk}:{release.version}"
    enqueue(TASK, key=key, owner=by, release=release.pk, version=release.version)


def _require(by, action, release):
    if not may(by, action, release):
        raise PermissionDenied
    if not Submission.objects.exact_for(by).filter(pk=release.submission_id).exists():
        raise PermissionDenied


__all__ = [
    "approve", "change", "is_fresh", "keep", "least_threshold", "make", "may_release",
    "own_open", "prepare_again", "releasable_by", "withdraw",
]  # fmt: skip
