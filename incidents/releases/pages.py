"""The list of releases and the page of one, with what may be done to it."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from foundation.access.querysets import may
from foundation.access.scope import permission_name, scope_of
from foundation.jobs.models import Job
from foundation.ui.pages import Header, ListPage, ScopedPage

from ..models import Preparation, Release, Submission
from . import actions, known
from .check import check_of
from .differences import compare
from .filters import ReleaseFilter
from .shown import ShownRelease, show, tables

EXPORT = "incidents.export_releasedcell"
LABELS = {
    "approve": gettext_lazy("Approve"),
    "edit": gettext_lazy("Edit"),
    "prepare": gettext_lazy("Prepare again"),
    "edition": gettext_lazy("New edition"),
    "withdraw": gettext_lazy("Withdraw"),
}


class ReleaseList(ListPage):
    """Everything released to this reader; for the cleared, what waits as well."""

    model = Release
    template_name = "incidents/releases/list.html"
    title = gettext_lazy("Releases")
    headers = (
        Header(gettext_lazy("Release"), "citation", ("country__name_en", "-year", "number")),
        Header(gettext_lazy("Title"), "title", ("title",)),
        Header(gettext_lazy("Measure")),
        Header(gettext_lazy("Audience"), "audience", ("audience",)),
        Header(gettext_lazy("Released on"), "released", ("approved_at",)),
        Header(gettext_lazy("Status")),
    )
    default_sort = "-released"
    filterset_class = ReleaseFilter

    def get_queryset(self):
        self.queryset = Release.objects.for_user(self.request.user)
        return super().get_queryset().select_related("country").defer("definition")

    def get_context_data(self, **kwargs):
        may_add = self.request.user.has_perm("incidents.add_release")
        return super().get_context_data(may_add=may_add, **kwargs)


class OneRelease(ScopedPage):
    """A page about one release that the reader may see; 404 for all others."""

    model = Release

    def dispatch(self, request, *args, **kwargs):
        if scope_of(request.user, permission_name(self.model, self.action)):
            self.release = self._release()
        return super().dispatch(request, *args, **kwargs)  # the refusal is the page kind's

    def _release(self):
        related = ("country", "author", "approved_by", "edition_of")
        rows = Release.objects.for_user(self.request.user).filter(
            pk__in=Release.objects.for_user(self.request.user, self.action).values("pk")
        )
        return get_object_or_404(rows.select_related(*related), reference=self.kwargs["reference"])


class ReleasePage(OneRelease, TemplateView):
    """What its audience sees; before the approval, with the reasons beside it for the cleared."""

    template_name = "incidents/releases/release.html"

    def get_context_data(self, **kwargs):
        release, user = self.release, self.request.user
        shown = show(release, user)
        check = None if release.is_known else check_of(release, user, list(shown.tables))
        return super().get_context_data(
            release=shown,
            check=check,
            buttons=buttons(release, user),
            why_not=why_not(release, user),
            differences=differences(release, shown, user),
            before=_linked(release.edition_of, user),
            after=_later(release, user),
            job=_job(release, user),
            files=files(release, user),
            may_see_check=release.is_known and may_see_check(release, user),
            page_is_sample=release.country.is_sample,
            **kwargs,
        )


class CheckPage(OneRelease, TemplateView):
    """Why each cell of an approved release is withheld: for who may read the exact counts."""

    model = Preparation
    template_name = "incidents/releases/check.html"

    def _release(self):
        release = super()._release()
        rows = Preparation.objects.for_user(self.request.user)
        get_object_or_404(rows, pk=release.prepared_id)
        return release

    def get_context_data(self, **kwargs):
        shown = show(self.release, self.request.user)
        check = check_of(self.release, self.request.user, list(shown.tables))
        sample = self.release.country.is_sample
        return super().get_context_data(
            release=shown, check=check, page_is_sample=sample, **kwargs
        )


def files(release: Release, user) -> list[tuple]:
    """(address, name) of the pages where the release is taken out, for those who may."""
    if release.status != Release.Status.APPROVED or not user.has_perm(EXPORT):
        return []
    named = [("released-tables", _("CSV, XLSX, JSON, PDF")), ("released-tables-hxl", _("HXL"))]
    return [
        (f"{reverse('exports:report', args=[slug])}?release={release.reference}", name)
        for slug, name in named
    ]


def may_see_check(release, user) -> bool:
    return Preparation.objects.for_user(user).filter(pk=release.prepared_id).exists()


def buttons(release: Release, user) -> list[tuple]:
    """(label, address, main) of what this person may do with it now; each page asks again."""
    found = []
    approves = may(user, "approve", release)
    if release.status in Release.OPEN:
        is_own = user.pk in {release.author_id, release.figures_by_id}
        if release.status == Release.Status.PREPARED and approves and not is_own:
            found.append(("approve", True))
        if may(user, "add", release):
            if actions.own_open(user).filter(pk=release.pk).exists():
                found.append(("edit", False))
            found.append(("prepare", False))
        found += [("withdraw", False)] if approves else []
    elif release.status == Release.Status.APPROVED:
        if successors(release, user).exists():
            found.append(("edition", True))
        if approves:
            found.append(("withdraw", False))
    return [
        (LABELS[name], reverse(f"incidents:release_{name}", args=[release.reference]), main)
        for name, main in found
    ]


def successors(release: Release, user):
    """Records that correct the one of this release and of which an edition can be made."""
    none = Submission.objects.none()
    if not release.is_known or not user.has_perm("incidents.add_release"):
        return none
    if Release.objects.approved().filter(edition_of=release).exists():
        return none
    related = known.lineage(release.submission) - {release.submission_id}
    return actions.releasable_by(user).filter(pk__in=related)


def why_not(release: Release, user) -> str:
    """The sentence in place of a button that is not there."""
    if release.status == Release.Status.PREPARED and may(user, "add", release):
        if user.pk == release.author_id:
            return _("Somebody other than you has to approve it.")
        if user.pk == release.figures_by_id:
            return _("You entered the figures: somebody else has to approve their release.")
        if not actions.is_fresh(release):
            return _("The data or what is known has changed since: it has to be prepared again.")
    return ""


def differences(release: Release, shown: ShownRelease, user):
    """Against the edition before, where this reader may see that and it was not withdrawn."""
    before = release.edition_of
    if before is None or not _seen(before, user):
        return None
    if before.status == Release.Status.WITHDRAWN:
        return None
    return compare(tables(before, user), list(shown.tables))


def _seen(release, user):
    return Release.objects.for_user(user).filter(pk=release.pk).exists()


def _linked(release, user):
    if release is None or not _seen(release, user):
        return None
    return release.citation, release.get_absolute_url(), release.get_status_display()


def _later(release, user):
    rows = Release.objects.for_user(user).filter(edition_of=release).select_related("country")
    return [(str(row), row.get_absolute_url(), row.get_status_display()) for row in rows]


def _job(release, user):
    """How far its preparation is, for those who wait for it."""
    if release.status != Release.Status.DRAFT:
        return None
    key = f"{release.pk}:{release.version}"
    return Job.objects.filter(kind=actions.TASK, key=key).order_by("-pk").first()
