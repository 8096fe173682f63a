"""What the actions of an instrument cost and who pays; the money of linked projects beside it."""

from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from foundation.ui.pages import CreatePage, EditPage
from projects.figures import portfolio_figures
from projects.models import Project

from ..budget import METHOD, Line, by_source
from ..forms import BudgetLineForm
from ..models import Action, BudgetLine, Instrument
from .instruments import InstrumentPage
from .parts import SmallLetters, Under


class InstrumentBudget(InstrumentPage):
    template_name = "commitments/budget.html"
    tab = "budget"

    def get_context_data(self, **kwargs):
        user, instrument = self.request.user, self.object
        shown = [instrument.pk, *(plan.pk for plan in instrument.implemented_by.all())]
        actions = Action.objects.for_user(user).filter(commitment__instrument__in=shown)
        lines = BudgetLine.objects.for_user(user).filter(action__in=actions.values("pk"))
        rows = lines.select_related(
            "action__commitment__instrument__country", "source", "funder"
        ).order_by("action__commitment__order", "action__order", "action", "pk")
        rows = list(rows)
        projects = Project.objects.for_user(user).filter(actions__in=actions.values("pk"))
        projects = projects.distinct().order_by("code")
        money = portfolio_figures(projects, user)
        return super().get_context_data(
            said=by_source(_line(row) for row in rows),
            rows=rows,
            correctable=self._correctable(rows),
            addable=self._addable(actions),
            projects=[(project, money.get(project.pk)) for project in projects],
            sees_money=user.has_perm("projects.view_transaction"),
            method=METHOD,
            **kwargs,
        )

    def _correctable(self, rows):
        mine = BudgetLine.objects.for_user(self.request.user, "change")
        return set(mine.filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True))

    def _addable(self, actions):
        """The actions for which the reader may enter an amount."""
        user = self.request.user
        if not user.has_perm("commitments.add_budgetline"):
            return []
        mine = Action.objects.for_user(user, "change").filter(pk__in=actions.values("pk"))
        return mine.select_related("commitment__instrument__country").order_by(
            "commitment__order", "order", "pk"
        )


def _line(row):
    is_cost = row.kind == BudgetLine.Kind.COST
    return Line(row.action, is_cost, row.amount, row.currency, row.source, row.who)


class UnderAction(SmallLetters, Under):
    """A form for an amount of an action that the reader may change."""

    owner_name = "action"
    model, form_class = BudgetLine, BudgetLineForm
    template_name = "commitments/budget_form.html"

    @cached_property
    def owner(self):
        rows = Action.objects.for_user(self.request.user, "change")
        return get_object_or_404(
            rows.select_related("commitment__instrument__country"),
            commitment__instrument__in=Instrument.objects.at(self.kwargs["place"]),
            commitment__instrument__slug=self.kwargs["slug"],
            commitment__reference=self.kwargs["reference"],
            pk=self.kwargs["pk"],
        )

    def get_success_url(self):
        return self.owner.commitment.instrument.page("budget")

    get_cancel_url = get_success_url

    def get_context_data(self, **kwargs):
        sample = self.owner.commitment.instrument.is_sample
        return super().get_context_data(page_is_sample=sample, **kwargs)


class BudgetAdd(UnderAction, CreatePage):
    def get_title(self):
        return _("Add an amount: %(action)s") % {"action": self.owner}


class BudgetEdit(UnderAction, EditPage):
    def get_object(self, queryset=None):
        return get_object_or_404(self.get_queryset(), pk=self.kwargs["line"])

    def get_title(self):
        return _("Correct an amount: %(action)s") % {"action": self.owner}
