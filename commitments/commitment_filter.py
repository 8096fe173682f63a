"""Which commitments to show: by status, lead, due date, verification and disagreement."""

from datetime import timedelta
from itertools import groupby

import django_filters
from django.conf import settings
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from foundation.reference.models import Country, Organisation

from .findings import Said, rivals
from .models import CLOSED, Commitment, Instrument, Opinion, Status, StatusChange

DUE = [
    ("soon", _("Due soon")),
    ("year", _("Within a year")),
    ("past", _("The date has passed")),
    ("none", _("No date set")),
]
VERIFIED = [("yes", _("Verified")), ("no", _("Not verified"))]
DIFFER = [
    ("opinions", _("Report and verification differ")),
    ("sources", _("Sources differ")),
    ("disputed", _("Status disputed")),
]


def with_rival_sources(rows, user) -> set[int]:
    """The keys of those about which sources, as far as the reader may see, contradict each other.

    One query for all of them; what counts as a contradiction is said in findings.py.
    """
    said = StatusChange.objects.for_user(user).filter(
        opinion=Opinion.REPORTED, commitment__in=rows.order_by().values("pk")
    )
    told = said.order_by("commitment", "-as_of", "-at", "-pk").values_list(
        "commitment_id", "now", "as_of_from", "as_of", "source_id"
    )
    return {
        key
        for key, group in groupby(told, key=lambda row: row[0])
        if rivals([Said(*row[1:]) for row in group])
    }


class BoardFilter(django_filters.FilterSet):
    """For one instrument. Every choice offered is taken from what the reader may see."""

    status = django_filters.ChoiceFilter(
        label=_("Status"),
        choices=[("overdue", _("Overdue")), *Status.choices],
        empty_label=_("Any status"),
        method="with_status",
    )
    lead = django_filters.ModelChoiceFilter(
        label=_("Lead"),
        queryset=Organisation.objects.all(),
        to_field_name="slug",
        empty_label=_("Everybody"),
        method="led_by",
    )
    due = django_filters.ChoiceFilter(
        label=pgettext_lazy("date", "Due"), choices=DUE, empty_label=_("Any date"), method="is_due"
    )
    verified = django_filters.ChoiceFilter(
        label=_("Verified"), choices=VERIFIED, empty_label=_("Either"), method="is_verified"
    )
    differ = django_filters.ChoiceFilter(
        label=_("Disagreement"), choices=DIFFER, empty_label=_("Any or none"), method="differs"
    )

    class Meta:
        model = Commitment
        fields = ["status", "lead", "due", "verified", "differ"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        leads = self.form.fields["lead"]
        seen = self.queryset.order_by().values("pk")
        leads.queryset = leads.queryset.filter(commitments__in=seen).distinct()

    def with_status(self, rows, name, status):
        """As a card shows it: what is overdue is that alone."""
        if status == "overdue":
            return rows.overdue()
        late = Q(due_to__isnull=False, due_to__lt=timezone.localdate())
        wanted = rows.filter(reported_status=status)
        return wanted if status in CLOSED else wanted.exclude(late)

    def led_by(self, rows, name, organisation):
        return rows.filter(duty_bearers=organisation)

    def is_due(self, rows, name, due):
        if due == "none":
            return rows.filter(due_to=None)
        today = timezone.localdate()
        if due == "past":
            return rows.filter(due_to__lt=today)
        days = settings.REMINDER_DAYS if due == "soon" else 365
        return rows.open().filter(due_to__range=(today, today + timedelta(days=days)))

    def is_verified(self, rows, name, verified):
        return rows.exclude(verified_status="") if verified == "yes" else rows.filter(
            verified_status=""
        )  # fmt: skip

    def differs(self, rows, name, kind):
        if kind == "opinions":
            return rows.exclude(verified_status="").exclude(verified_status=F("reported_status"))
        if kind == "disputed":
            return rows.with_dispute().filter(is_disputed=True)
        return rows.filter(pk__in=with_rival_sources(rows, self.request.user))


class CommitmentFilter(BoardFilter):
    """Over all instruments."""

    q = django_filters.CharFilter(label=_("Search"), method="search")
    country = django_filters.ModelChoiceFilter(
        label=_("Country"),
        field_name="instrument__country",
        queryset=Country.objects.all(),
        to_field_name="slug",
        empty_label=_("All countries"),
    )
    instrument = django_filters.ModelChoiceFilter(
        label=_("Instrument"), queryset=Instrument.objects.all(), empty_label=_("All instruments")
    )

    class Meta(BoardFilter.Meta):
        fields = ["q", "country", "instrument", "status", "lead", "due", "verified", "differ"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.form.fields["q"].widget.input_type = "search"
        seen = Instrument.objects.for_user(self.request.user)
        countries, instruments = self.form.fields["country"], self.form.fields["instrument"]
        countries.queryset = countries.queryset.filter(pk__in=seen.values("country"))
        instruments.queryset = seen.filter(
            pk__in=self.queryset.order_by().values("instrument")
        ).order_by("short_title")

    def search(self, rows, name, value):
        for word in value.split():
            rows = rows.filter(
                Q(title__icontains=word)
                | Q(summary__icontains=word)
                | Q(text_as_signed__icontains=word)
                | Q(reference__icontains=word)
            )
        return rows
