"""For each person responsible: what is overdue, due soon, and gone quiet."""

from types import SimpleNamespace

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from foundation.access.scope import scope_of
from foundation.ui.pages import ScopedPage

from .. import due
from ..forms import DueForm
from ..models import Action, Commitment

MOST = 100  # rows of each group and kind; the table of all commitments has the rest


class DuePage(ScopedPage, TemplateView):
    """Who reports somewhere begins with what they report on; others see what they may see."""

    model = Commitment
    template_name = "commitments/due.html"
    title = _("Due and overdue")

    def get_context_data(self, **kwargs):
        user, day = self.request.user, timezone.localdate()
        reports = bool(scope_of(user, "commitments.update_commitment"))
        form = DueForm(self.request.GET or None, user=user)
        everything = not reports or form.value("whose") == "all"
        action = "view" if everything else "update"
        if not reports:
            del form.fields["whose"]
        found = [
            due.waiting(
                due.of(model, user, action, form.value("country"), form.value("lead")), day
            )
            for model in (Commitment, Action)
        ]
        return super().get_context_data(
            title=self.title,
            filter=SimpleNamespace(form=form),
            is_mine=not everything,
            days=settings.REMINDER_DAYS,
            months=settings.QUIET_MONTHS,
            groups=[self._group(name, label, found) for name, label in GROUPS],
            **kwargs,
        )

    @staticmethod
    def _group(name, label, found):
        promised, steps = (getattr(waiting, name) for waiting in found)
        total = promised.count() + steps.count()
        commitments, actions = due.shown(promised, MOST), due.shown(steps, MOST)
        return {
            "name": name,
            "label": label,
            "total": total,
            "rows": [
                *((row, row, row.duty_bearers.all()) for row in commitments),
                *((row, row.commitment, row.responsible.all()) for row in actions),
            ],
            "more": total - len(commitments) - len(actions),
        }


GROUPS = [("overdue", _("Overdue")), ("soon", _("Due soon")), ("quiet", _("Gone quiet"))]
