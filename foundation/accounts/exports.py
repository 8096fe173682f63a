"""What leaves about people: the audit trail for who keeps watch, one's own data for oneself."""

import django_filters
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.audit.models import Event, Verb
from foundation.audit.record import record_now
from foundation.exports.content import Column, Content, Facts, Heading, Kind, Table
from foundation.exports.models import Definition, Export
from foundation.exports.reports import SIGNED_IN, Report, TableReport, register
from foundation.reference.classification import Classification
from foundation.ui.models import SavedView

MADE_BY_ASKING = 2
PEOPLE = gettext_lazy("People and the audit trail")


class EventFilter(django_filters.FilterSet):
    verb = django_filters.ChoiceFilter(
        label=gettext_lazy("What"), choices=Verb.choices, empty_label=gettext_lazy("Anything")
    )
    first = django_filters.DateFilter(
        label=gettext_lazy("From"), field_name="at", lookup_expr="date__gte"
    )
    last = django_filters.DateFilter(
        label=gettext_lazy("Until"), field_name="at", lookup_expr="date__lte"
    )

    class Meta:
        model = Event
        fields = ["verb", "first", "last"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("first", "last"):
            self.form.fields[name].widget.input_type = "date"


@register
class AuditExtract(TableReport):
    slug = "audit-extract"
    title = gettext_lazy("Extract of the audit trail")
    about = gettext_lazy("Who did, saw and took what; never a value that was entered.")
    permission = "audit.export_event"
    group = PEOPLE
    order = 9
    filterset_class = EventFilter
    least = Classification.CONFIDENTIAL.value
    columns = (
        Column("number", gettext_lazy("Number"), Kind.WHOLE),
        Column("at", gettext_lazy("At"), Kind.MOMENT),
        Column("who", gettext_lazy("Who")),
        Column("what", gettext_lazy("What")),
        Column("kind", gettext_lazy("Kind of record")),
        Column("record", gettext_lazy("Record")),
        Column("details", gettext_lazy("Details"), wide=True,
               help=gettext_lazy("Names and numbers of fields, never their values.")),
        Column("seal", gettext_lazy("Seal"),
               help=gettext_lazy("Ties the event to the one before; verify_audit checks all.")),
    )  # fmt: skip

    def queryset(self, choices):
        return Event.objects.order_by("pk")

    def content(self, reader, choices):
        reader.note([self.least])
        return super().content(reader, choices)

    def rows(self, rows, reader, choices):
        labels = dict(Verb.choices)
        names = ("pk", "at", "actor", "verb", "target_type", "target", "details", "seal")
        for pk, at, actor, verb, kind, target, details, seal in rows.values_list(
            *names
        ).iterator():
            told = "; ".join(f"{name}: {value}" for name, value in details.items())
            yield pk, at, actor, str(labels.get(verb, verb)), kind, target, told, seal


@register
class OwnData(Report):
    """Everything the register holds about the person who asks."""

    slug = "own-data"
    title = gettext_lazy("What the register holds about me")
    about = gettext_lazy("Your account, roles, kept views and reports, files taken, events.")
    permission = SIGNED_IN
    group = PEOPLE
    order = 9
    endings = ("xlsx", "json", "pdf")
    least = Classification.INTERNAL.value

    def count(self, reader, choices):
        """All its tables; this file and the event that it was looked at are in them too."""
        user = reader.user
        held = (
            user.memberships.all(), SavedView.objects.filter(user=user),
            Definition.objects.filter(by=user), Export.objects.filter(by=user),
            Event.objects.filter(actor_id=user.pk),
        )  # fmt: skip
        return sum(rows.count() for rows in held) + MADE_BY_ASKING

    def content(self, reader, choices):
        user = reader.user
        reader.note([self.least])
        record_now(actor=user, verb=Verb.SAW_AUDIT, report=self.slug)
        return Content(
            (
                Heading(_("Account")),
                Facts(tuple(_account(user))),
                Table("roles", _("Roles"), ROLE_COLUMNS, _roles(user)),
                Table("views", _("Kept views and reports"), VIEW_COLUMNS, _views(user)),
                Table("files", _("Files taken out"), FILE_COLUMNS, _files(user)),
                Table("events", _("Events of the audit trail"), EVENT_COLUMNS, _events(user)),
            )
        )


ROLE_COLUMNS = (
    Column("role", gettext_lazy("Role")),
    Column("countries", gettext_lazy("Countries")),
    Column("from", gettext_lazy("From"), Kind.DATE),
    Column("until", gettext_lazy("Until"), Kind.DATE),
)
VIEW_COLUMNS = (
    Column("page", gettext_lazy("Page or report")),
    Column("name", gettext_lazy("Name")),
    Column("choices", gettext_lazy("Choices")),
)
FILE_COLUMNS = (
    Column("number", gettext_lazy("Number")),
    Column("report", gettext_lazy("Report")),
    Column("asked", gettext_lazy("Asked for"), Kind.MOMENT),
    Column("state", gettext_lazy("State")),
    Column("rows", gettext_lazy("Rows"), Kind.WHOLE),
)
EVENT_COLUMNS = (
    Column("at", gettext_lazy("At"), Kind.MOMENT),
    Column("what", gettext_lazy("What")),
    Column("record", gettext_lazy("Record")),
)


def _account(user):
    fields = ("email", "full_name", "organisation", "duty_station", "language", "reminders",
              "date_joined", "last_login")  # fmt: skip
    for name in fields:
        field = user._meta.get_field(name)
        shown = getattr(user, f"get_{name}_display", lambda name=name: getattr(user, name))()
        yield str(field.verbose_name), "" if shown is None else str(shown), ""


def _roles(user):
    for row in user.memberships.prefetch_related("countries").order_by("starts", "pk"):
        where = ", ".join(str(country) for country in row.countries.all())
        yield (
            row.get_role_display(),
            _("everywhere") if row.everywhere else where,
            row.starts,
            row.ends,
        )


def _views(user):
    for view in SavedView.objects.filter(user=user):
        yield view.page, view.name, view.query
    for kept in Definition.objects.filter(by=user):
        yield kept.title, kept.name, kept.options


def _files(user):
    for taken in Export.objects.filter(by=user):
        yield taken.reference, taken.title, taken.asked_at, taken.get_state_display(), taken.rows


def _events(user):
    labels = dict(Verb.choices)
    mine = Event.objects.filter(actor_id=user.pk).order_by("pk")
    for at, verb, target in mine.values_list("at", "verb", "target").iterator():
        yield at, str(labels.get(verb, verb)), target
