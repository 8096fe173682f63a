"""Areas, commitments and actions of an instrument on one page: put in order, edited in their line.

Works without JavaScript: each button is a form, each line opens by its address (?edit=area-3).
"""

from typing import Any, NamedTuple

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views import View

from foundation.access.forms import limit_choices
from foundation.access.querysets import may, require_in_scope
from foundation.access.scope import require
from foundation.audit.record import Verb, changed_fields, record
from foundation.audit.versions import EditConflictError

from ..forms import ActionLineForm, AreaLineForm, CommitmentLineForm, limit_to_reach
from ..models import Action, Area, Commitment
from ..ordering import DOWN, UP, move
from .instruments import InstrumentPage

KINDS = {
    "area": (Area, AreaLineForm, "instrument"),
    "commitment": (Commitment, CommitmentLineForm, "instrument"),
    "action": (Action, ActionLineForm, "commitment__instrument"),
}
ADD_AREA = "area-new"


class Line(NamedTuple):
    """One row of the page: what it is, its anchor, what the reader may do, the form if open."""

    thing: Any
    anchor: str
    may_change: bool
    is_first: bool
    is_last: bool
    form: Any
    below: list


class OfStructure:
    """For who may change commitments somewhere; what they may change is asked for each row."""

    def dispatch(self, request, *args, **kwargs):
        require(request.user, "commitments.change_commitment")
        return super().dispatch(request, *args, **kwargs)

    def find(self, instrument, name):
        """ "action-12" of this instrument, if the reader may change it; else 404."""
        kind, _dash, key = name.partition("-")
        if kind not in KINDS or not key.isascii() or not key.isdigit():
            raise Http404
        model, form_class, path = KINDS[kind]
        rows = model.objects.for_user(self.request.user, "change").filter(**{path: instrument})
        found = rows.filter(pk=int(key)).first() if len(key) < 19 else None
        if found is None:
            raise Http404
        return found, form_class


class InstrumentStructure(OfStructure, InstrumentPage):
    template_name = "commitments/structure.html"
    tab = "structure"
    opened: Any = None  # the form that is open, in which line

    def get(self, request, *args, **kwargs):
        self.object = self.get_object()
        if self.editing:
            self.opened = self._form()
        return self.render_to_response(self.get_context_data(object=self.object))

    def post(self, request, *args, **kwargs):
        self.object = self.get_object()
        if not self.editing:
            raise Http404
        try:
            with transaction.atomic():
                self.opened = form = self._form(request.POST)
                if form.is_valid():
                    self._save(form)
        except EditConflictError:
            self.opened = form = self._form(request.POST)
            form.is_valid()  # says what differs by now
        if form.errors:
            status = 409 if form.conflict else 422
            context = self.get_context_data(object=self.object)
            return self.render_to_response(context, status=status)
        messages.success(request, _("Saved."))
        here = self.object.page("structure")
        return HttpResponseRedirect(f"{here}#{form.instance._meta.model_name}-{form.instance.pk}")

    @cached_property
    def editing(self) -> str:
        return self.request.GET.get("edit", "")

    def _form(self, data=None):
        user = self.request.user
        if self.editing == ADD_AREA:
            if not self._may_add_area():
                raise Http404
            thing, form_class, action = Area(instrument=self.object), AreaLineForm, "add"
        else:
            (thing, form_class), action = self.find(self.object, self.editing), "change"
        form = limit_choices(form_class(data, instance=thing), user, action)
        return limit_to_reach(form, user, type(thing), action)

    def _save(self, form):
        user, new = self.request.user, form.instance.pk is None
        form.instance._history_user = user
        thing = form.save()
        require_in_scope(user, "add" if new else "change", thing)
        record(
            actor=user, verb=Verb.CREATED if new else Verb.CHANGED, target=thing,
            fields=changed_fields(form),
        )  # fmt: skip

    def _may_add_area(self):
        user = self.request.user
        return may(user, "change", self.object) and user.has_perm("commitments.add_area")

    def get_context_data(self, **kwargs):
        user = self.request.user
        is_new = self.editing == ADD_AREA
        return super().get_context_data(
            lines=self._lines(),
            new_area=self.opened if is_new else None,
            conflict=getattr(self.opened, "conflict", None),
            may_add_area=self._may_add_area(),
            may_add=may(user, "change", self.object)
            and user.has_perm("commitments.add_commitment"),
            may_add_action=user.has_perm("commitments.add_action"),
            **kwargs,
        )

    def _lines(self):
        """Areas with their commitments with their actions; what has no area comes last."""
        user, instrument = self.request.user, self.object
        areas = list(Area.objects.for_user(user).filter(instrument=instrument))
        promised = Commitment.objects.for_user(user).filter(instrument=instrument)
        promised = list(promised.select_related("instrument__country", "area"))
        actions = Action.objects.for_user(user).filter(commitment__instrument=instrument)
        actions = list(actions.prefetch_related("responsible"))
        for action in actions:
            action.commitment = next(c for c in promised if c.pk == action.commitment_id)
        mine = {kind: self._changeable(kind) for kind in KINDS}

        def commitments_of(area):
            key = area.pk if area else None
            rows = [c for c in promised if c.area_id == key]
            return self._group("commitment", rows, mine, lambda c: self._group(
                "action", [a for a in actions if a.commitment_id == c.pk], mine, lambda _a: []
            ))  # fmt: skip

        lines = self._group("area", areas, mine, commitments_of)
        if rest := commitments_of(None):
            lines.append(Line(None, "rest", False, True, True, None, rest))
        return lines

    def _group(self, kind, rows, mine, below):
        last = len(rows) - 1
        return [
            Line(
                row, f"{kind}-{row.pk}", row.pk in mine[kind], at == 0, at == last,
                self.opened if f"{kind}-{row.pk}" == self.editing else None, below(row),
            )
            for at, row in enumerate(rows)
        ]  # fmt: skip

    def _changeable(self, kind):
        model, _form_class, path = KINDS[kind]
        rows = model.objects.for_user(self.request.user, "change")
        return set(rows.filter(**{path: self.object}).values_list("pk", flat=True))


class StructureMove(OfStructure, InstrumentPage, View):
    """One button, one step up or down."""

    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        instrument = self.get_object()
        name = request.POST.get("thing", "")
        thing, _form_class = self.find(instrument, name)
        direction = request.POST.get("direction", "")
        if direction not in {UP, DOWN}:
            raise Http404
        if not move(thing, direction, by=request.user):
            messages.info(request, _("It stands at the end already."))
        return HttpResponseRedirect(f"{instrument.page('structure')}#{name}")
