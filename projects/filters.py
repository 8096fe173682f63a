import django_filters
from django.conf import settings
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from foundation.access.querysets import for_user
from foundation.documents.reading import plain_words
from foundation.reference.classification import Classification
from foundation.reference.models import Code, Country, Organisation

from .models import (
    DocumentText,
    Participation,
    Project,
    ProjectDocument,
    ReportDue,
)

FIRST_YEAR, LAST_YEAR = 1990, 2100
MOST_WORDS = 8
NEEDS = [
    ("overdue", _("A report is overdue")),
    ("acceptance", _("A report waits for acceptance")),
    ("documents", _("A document is missing")),
    ("balance", _("Closed with a balance")),
]
CLOSED = (Project.Status.OPERATIONALLY_CLOSED, Project.Status.FINANCIALLY_CLOSED)


class ProjectFilter(django_filters.FilterSet):
    """Every choice offered is taken from the projects that the reader may see."""

    q = django_filters.CharFilter(label=_("Search"), method="search")
    country = django_filters.ModelChoiceFilter(
        label=_("Country"),
        queryset=Country.objects.all(),
        to_field_name="slug",
        empty_label=_("All countries"),
    )
    organisation = django_filters.ModelChoiceFilter(
        label=_("Agency"),
        queryset=Organisation.objects.all(),
        to_field_name="slug",
        empty_label=_("All agencies"),
        method="with_organisation",
    )
    status = django_filters.ChoiceFilter(
        label=_("Status"), choices=Project.Status.choices, empty_label=_("Any status")
    )
    year = django_filters.NumberFilter(
        label=_("Active in"),
        method="active_in",
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        decimal_places=0,
    )

    needs = django_filters.ChoiceFilter(
        label=_("Needs"), choices=NEEDS, empty_label=_("Anything"), method="in_need"
    )

    class Meta:
        model = Project
        fields = ["q", "country", "organisation", "status", "year", "needs"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        user = self.request.user
        if "q" in self.form.fields:
            self.form.fields["q"].widget.input_type = "search"
        seen = for_user(Project.objects.all(), user)
        countries = self.form.fields["country"]
        countries.queryset = countries.queryset.filter(pk__in=seen.values("country"))
        parts = Participation.objects.for_user(user)
        agencies = self.form.fields["organisation"]
        agencies.queryset = agencies.queryset.filter(
            Q(pk__in=parts.values("organisation"))
            | Q(pk__in=parts.values("organisation__successor"))
        )

    def search(self, rows, name, value):
        for word in value.split()[:MOST_WORDS]:
            rows = rows.filter(
                Q(code__icontains=word)
                | Q(register_number__icontains=word)
                | Q(title__icontains=word)
                | Q(title_fr__icontains=word)
                | Q(short_title__icontains=word)
                | Q(partner_bodies__icontains=word)
            )
        return rows

    def with_organisation(self, rows, name, organisation):
        """An organisation, and those that became it: a project of UNIFEM is found by UN Women."""
        parts = Participation.objects.for_user(self.request.user).filter(
            Q(organisation=organisation) | Q(organisation__successor=organisation)
        )
        return rows.filter(pk__in=parts.values("project"))

    def in_need(self, rows, name, need):
        """What somebody has to see to, of what this reader may know."""
        user = self.request.user
        if need == "documents":
            return rows.with_missing_documents(user).filter(missing_documents__gt=0)
        if need == "balance":
            tolerance = settings.BALANCE_TOLERANCE * 100  # in cents
            return (
                rows.with_money(user)
                .filter(status__in=CLOSED)
                .exclude(balance__range=(-tolerance, tolerance))
            )
        reports = ReportDue.objects.for_user(user)
        wanted = reports.to_accept() if need == "acceptance" else reports.overdue(localdate())
        return rows.filter(pk__in=wanted.values("project"))

    def active_in(self, rows, name, year):
        return rows.active_in(int(year))


class DocumentFilter(django_filters.FilterSet):
    """Over the documents of all projects; the text of files is searched with their titles."""

    q = django_filters.CharFilter(label=_("Search"), method="search")
    country = django_filters.ModelChoiceFilter(
        label=_("Country"),
        queryset=Country.objects.all(),
        field_name="project__country",
        to_field_name="slug",
        empty_label=_("All countries"),
    )
    kind = django_filters.ModelChoiceFilter(
        label=_("Kind"),
        queryset=Code.objects.filter(list=Code.List.DOCUMENT_KIND),
        to_field_name="code",
        empty_label=_("All kinds"),
    )
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=ProjectDocument.State.choices, empty_label=_("Any state")
    )
    year = django_filters.NumberFilter(
        label=_("Year"), min_value=FIRST_YEAR, max_value=LAST_YEAR, decimal_places=0
    )

    class Meta:
        model = ProjectDocument
        fields = ["q", "country", "kind", "state", "year"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.form.fields["q"].widget.input_type = "search"
        seen = for_user(ProjectDocument.objects.all(), self.request.user)
        countries = self.form.fields["country"]
        countries.queryset = countries.queryset.filter(pk__in=seen.values("project__country"))

    def search(self, rows, name, value):
        """Every word is in the title, the code of the project, or what the file says."""
        texts = DocumentText.objects.for_user(self.request.user)
        for word in plain_words(value).split()[:MOST_WORDS]:
            said = texts.filter(words__contains=word).values("document")
            rows = rows.filter(
                Q(title__icontains=word) | Q(project__code__icontains=word) | Q(pk__in=said)
            )
        return rows


class ActivityFilter(ProjectFilter):
    """Which projects go into an IATI file; one of them alone, too."""

    q = year = needs = None
    project = django_filters.ModelChoiceFilter(
        label=_("One project"),
        queryset=Project.objects.order_by("code"),
        to_field_name="code",
        empty_label=_("All projects"),
        method="one",
    )

    class Meta:
        model = Project
        fields = ["project", "country", "organisation", "status"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        projects = self.form.fields["project"]
        public = projects.queryset.filter(classification=Classification.PUBLIC)
        projects.queryset = for_user(public, self.request.user, "export")

    def one(self, rows, name, project):
        return rows.filter(pk=project.pk)
