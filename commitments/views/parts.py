"""What pages under one instrument, commitment or indicator share: the address, the scope."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property

from foundation.access.querysets import for_user
from foundation.access.scope import permission_name, scope_of

from ..forms import limit_to_reach
from ..models import Commitment, Indicator, Instrument


def reachable(owners: QuerySet, user: Any, model: type, action: str) -> QuerySet:
    """The owners that `user` sees and under which they may `action` a row of `model`.

    An international instrument is seen by everybody; only who works everywhere writes under it.
    """
    seen = for_user(owners, user)
    scope = scope_of(user, permission_name(model, action))
    if scope.everywhere:
        return seen
    return seen.filter(**{f"{owners.model.scope_path}__in": scope.countries})


class WithinReach:
    """A form page whose choices cannot carry the record out of its writer's sight."""

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        return limit_to_reach(form, self.request.user, self.model, self.action)


class SmallLetters:
    """A reference written in capitals, as people write it, leads to the page's one address."""

    def dispatch(self, request, *args, **kwargs):
        reference = kwargs["reference"]
        if reference != reference.lower() and request.method in {"GET", "HEAD"}:
            here = {**kwargs, "reference": reference.lower()}
            address = reverse(request.resolver_match.view_name, kwargs=here)
            query = request.GET.urlencode()
            return redirect(f"{address}?{query}" if query else address, permanent=True)
        return super().dispatch(request, *args, **kwargs)


class AtInstrument:
    """A page of the instrument that the address names."""

    def get_object(self, queryset=None):
        rows = self.get_queryset().at(self.kwargs["place"]).select_related("country")
        return get_object_or_404(rows, slug=self.kwargs["slug"])


class AtCommitment(SmallLetters):
    """A page of the commitment that the address names."""

    def get_object(self, queryset=None):
        return get_object_or_404(
            self.get_queryset().select_related("instrument__country", "area"),
            instrument__in=Instrument.objects.at(self.kwargs["place"]),
            instrument__slug=self.kwargs["slug"],
            reference=self.kwargs["reference"],
        )


class Under:
    """A form for a row that belongs to something: absent where its owner is out of reach."""

    owner_name = ""  # the foreign key of the row

    @property
    def owner(self):
        raise NotImplementedError

    def owners(self, model):
        return reachable(model.objects.all(), self.request.user, self.model, self.action)

    def get_queryset(self):
        return super().get_queryset().filter(**{self.owner_name: self.owner})

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs()
        if kwargs.get("instance") is None:
            kwargs["instance"] = self.new_row()
        return kwargs

    def new_row(self):
        return self.model(**{self.owner_name: self.owner})

    def get_success_url(self):
        return self.owner.get_absolute_url()

    def get_cancel_url(self):
        return self.owner.get_absolute_url()

    def get_context_data(self, **kwargs):
        return super().get_context_data(owner=self.owner, **kwargs)


class UnderInstrument(Under):
    owner_name = "instrument"

    @cached_property
    def owner(self):
        rows = self.owners(Instrument).at(self.kwargs["place"]).select_related("country")
        return get_object_or_404(rows, slug=self.kwargs["slug"])

    def get_context_data(self, **kwargs):
        return super().get_context_data(page_is_sample=self.owner.is_sample, **kwargs)


class UnderCommitment(SmallLetters, Under):
    owner_name = "commitment"

    @cached_property
    def owner(self):
        return get_object_or_404(
            self.owners(Commitment).select_related("instrument__country"),
            instrument__in=Instrument.objects.at(self.kwargs["place"]),
            instrument__slug=self.kwargs["slug"],
            reference=self.kwargs["reference"],
        )

    def get_context_data(self, **kwargs):
        return super().get_context_data(page_is_sample=self.owner.instrument.is_sample, **kwargs)


class UnderIndicator(Under):
    owner_name = "indicator"

    @cached_property
    def owner(self):
        rows = self.owners(Indicator).select_related("country")
        return get_object_or_404(rows, slug=self.kwargs["slug"])

    def get_context_data(self, **kwargs):
        return super().get_context_data(page_is_sample=self.owner.is_sample, **kwargs)
