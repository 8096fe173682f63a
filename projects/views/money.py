"""The money of a project: its figures, its ledger, posting and correcting."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import F, Prefetch
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.edit import CreateView

from foundation.access.querysets import may
from foundation.access.scope import scope_of
from foundation.ui.pages import DetailPage, FormPage
from foundation.ui.steps import tell

from ..figures import finality_on, findings_of, standing, statement_of
from ..forms import CorrectionForm, KnownForm, TransactionForm
from ..models import BudgetRevision, Extension, Project, Transaction
from ..money_shown import Shown
from ..revision_shown import revisions_on
from .parts import ByCode, OfProject, WithinReach

PER_PAGE = 50
NEWEST = [F("year").desc(), F("date").desc(nulls_last=True), "-pk"]
Finality = Transaction.Finality


def money_of(project, user):
    """The money as the project's own page prints it."""
    return Shown(statement_of(project, user), timezone.localdate())


def transfers_of(project, user, known=None):
    """The transfers that stand, oldest first."""
    rows = standing(user, known).filter(project=project, kind=Transaction.Kind.TRANSFER)
    rows = rows.select_related("organisation", "project")
    return rows.order_by("year", F("date").asc(nulls_last=True), "pk")


class ProjectMoney(ByCode, DetailPage):
    """Figures, tables and every row that stands: now, or as known on the day in the address."""

    model = Project
    template_name = "projects/money.html"

    def dispatch(self, request, *args, **kwargs):
        if not scope_of(request.user, "projects.view_transaction"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self):
        return super().get_queryset().select_related("country", "fund")

    @cached_property
    def known_form(self):
        form = KnownForm(self.request.GET if self.request.GET.get("known") else None)
        form.is_valid()
        return form

    @property
    def known(self):
        """A past day; today is known as now."""
        day = getattr(self.known_form, "cleaned_data", {}).get("known")
        return None if day == timezone.localdate() else day

    def get_context_data(self, **kwargs):
        project, user, known = self.object, self.request.user, self.known
        day = known or timezone.localdate()
        statement = statement_of(project, user, known)
        money = Shown(statement, day)
        return super().get_context_data(
            project=project,
            page_is_sample=project.is_sample,
            known_form=self.known_form,
            known=known,
            end_known=self._end(known),
            money=money,
            findings=findings_of(project, user, statement, known) if money else [],
            transfers=transfers_of(project, user, known),
            page_obj=self._page(day),
            revisions=revisions_on(project, user, known),
            may_add=may(user, "change", project) and user.has_perm("projects.add_transaction"),
            may_propose=user.has_perm("projects.add_budgetrevision")
            and may(user, "change", project),
            **kwargs,
        )

    def _page(self, day):
        rows = standing(self.request.user, self.known).filter(project=self.object)
        rows = rows.select_related("project", "organisation", "category", "source")
        page = Paginator(rows.order_by(*NEWEST), PER_PAGE).get_page(self.request.GET.get("page"))
        for row in page.object_list:
            row.finality_shown = Finality(finality_on(row, day)).label if row.finality else ""
        return page

    def _end(self, known):
        """The end of the project as it was before the extensions approved after that day."""
        if known is None:
            return None
        later = Extension.objects.for_user(self.request.user).filter(
            project=self.object, decision="approved", decided_at__date__gt=known
        )
        first = later.order_by("decided_at").first()
        return first.previous_end if first else self.object.ends


class TransactionDetail(OfProject, DetailPage):
    """One row, and the chain of corrections that it belongs to."""

    model = Transaction
    project_action = "view"
    template_name = "projects/transaction.html"

    def get_queryset(self):
        """A row is open only with its source; the revision that posted it may be closed."""
        revisions = BudgetRevision.objects.for_user(self.request.user).select_related("project")
        return (
            super()
            .get_queryset()
            .select_related("organisation", "category", "source", "posted_by", "project")
            .prefetch_related(Prefetch("revision", revisions))
        )

    def get_context_data(self, **kwargs):
        user, row = self.request.user, self.object
        chain = self._chain()
        stands = chain[0] == row
        return super().get_context_data(
            title=row.get_kind_display(),
            chain=chain,
            newest=chain[0],
            stands=stands,
            may_correct=stands
            and may(user, "change", self.project)
            and user.has_perm("projects.add_transaction"),
            **kwargs,
        )

    def _chain(self):
        """Newest first. Where a correction is closed to the reader, so is what it replaced."""
        pairs = Transaction.objects.filter(project=self.project, supersedes__isnull=False)
        before = dict(pairs.values_list("pk", "supersedes"))
        after = {old: new for new, old in before.items()}
        newest = self.object.pk
        while newest in after:
            newest = after[newest]
        keys = [newest]
        while keys[-1] in before:
            keys.append(before[keys[-1]])
        found = {row.pk: row for row in self.get_queryset().filter(pk__in=keys)}
        if newest not in found:
            raise Http404
        chain = [found[key] for key in keys if key in found]
        today = timezone.localdate()
        for row in chain:
            row.who = row.posted_by.seen_by(self.request.user) if row.posted_by else ""
            row.finality_shown = Finality(finality_on(row, today)).label if row.finality else ""
        return chain


class PostPage(OfProject, WithinReach, FormPage, CreateView):
    """A form that ends in a posting; the ledger writes, this page says what it answered."""

    model = Transaction
    action = "add"
    template_name = "projects/transaction_form.html"

    def form_valid(self, form):
        try:
            self.object = form.post(by=self.request.user)
        except ValidationError as error:
            tell(form, error)
            return self.form_invalid(form)
        messages.success(self.request, self.saved_message)
        return redirect(self.get_success_url())

    def get_success_url(self):
        return reverse("projects:money", args=[self.project.code])

    get_cancel_url = get_success_url


class TransactionAdd(PostPage):
    form_class = TransactionForm
    title = gettext_lazy("Add to the ledger")
    submit_label = gettext_lazy("Post")
    saved_message = gettext_lazy("Posted.")

    def get_initial(self):
        wanted = self.request.GET.get("kind", "")
        kind = {"kind": wanted} if wanted in Transaction.Kind.values else {}
        return {**super().get_initial(), **kind}


class TransactionCorrect(PostPage):
    """The form of a new row in the place of the one in the address."""

    form_class = CorrectionForm
    submit_label = gettext_lazy("Post the correction")
    saved_message = gettext_lazy("Corrected. The row before stays in the history.")

    @cached_property
    def row(self):
        rows = Transaction.objects.for_user(self.request.user).standing()
        found = rows.filter(project=self.project, pk=self.kwargs["pk"])
        row = found.select_related("project", "organisation", "category", "source").first()
        if row is None:
            raise Http404
        return row

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs()
        kwargs.pop("instance")
        return {**kwargs, "correcting": self.row}

    def get_title(self):
        return _("Correct a row of the ledger")

    def get_success_url(self):
        return self.object.get_absolute_url()

    def get_cancel_url(self):
        return self.row.get_absolute_url()

    def get_context_data(self, **kwargs):
        return super().get_context_data(row=self.row, **kwargs)
