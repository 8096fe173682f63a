"""What changed since a day: under one instrument, and over those of a country."""

from datetime import timedelta
from types import SimpleNamespace

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from foundation.ui.pages import ScopedPage

from .. import news
from ..forms import CountrySinceForm, SinceForm
from ..models import Commitment, Instrument
from .instruments import InstrumentPage

A_YEAR = timedelta(days=365)


def asked(form):
    """The day and the clock that the address names; else a year, by what it is about."""
    valid = form.is_bound and form.is_valid()
    since = form.cleaned_data.get("since") if valid else None
    clock = form.cleaned_data.get("clock") if valid else None
    return since or timezone.localdate() - A_YEAR, clock or news.ABOUT


class InstrumentNews(InstrumentPage):
    template_name = "commitments/instrument_changes.html"
    tab = "changes"

    def get_context_data(self, **kwargs):
        form = SinceForm(self.request.GET or None)
        since, clock = asked(form)
        shown = Instrument.objects.for_user(self.request.user).filter(
            pk__in=[self.object.pk, *(plan.pk for plan in self.object.implemented_by.all())]
        )
        return super().get_context_data(
            filter=SimpleNamespace(form=form),
            since=since,
            found=news.news(shown, self.request.user, since, clock),
            **kwargs,
        )


class NewsPage(ScopedPage, TemplateView):
    model = Commitment
    template_name = "commitments/changes.html"
    title = _("What changed")

    def get_context_data(self, **kwargs):
        user = self.request.user
        form = CountrySinceForm(self.request.GET or None, user=user)
        since, clock = asked(form)
        country = form.value("country")
        instruments = Instrument.objects.for_user(user)
        if country:
            instruments = instruments.filter(country=country)
        return super().get_context_data(
            title=self.title,
            filter=SimpleNamespace(form=form),
            country=country,
            page_is_sample=bool(country and country.is_sample),
            since=since,
            found=news.news(instruments, user, since, clock, country),
            **kwargs,
        )
