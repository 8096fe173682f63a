"""Projects as an IATI 2.03 file. It is public, whoever asks: nothing closed further goes in."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from foundation.access.querysets import for_user
from foundation.exports.content import Content
from foundation.exports.reports import Report, register
from foundation.reference.classification import Classification

from ..filters import ActivityFilter
from ..iati import publisher
from ..iati.from_project import activities, survey
from ..iati.write import write
from ..models import Project
from .lists import GROUP
from .made import note_summaries

ON_THE_PAGE = 50  # projects with gaps that are named before the file is taken
IN_THE_FILE = 200


@register
class IatiActivities(Report):
    slug = "iati"
    title = gettext_lazy("Projects for IATI")
    about = gettext_lazy(
        "Public projects as activities of the International Aid Transparency Initiative: budgets,"
        " transactions, documents and results that are public. Never incidents."
    )
    permission = "projects.export_project"
    group = GROUP
    endings = ("iati",)
    writers = {"iati": write}
    filterset_class = ActivityFilter
    sources = gettext_lazy("The register; what is not public in it is left out.")
    may_be_empty = False
    says = gettext_lazy(
        "Its title and number, when it was made, what was left out. Not who made it."
    )
    before = "projects/_iati_gaps.html"

    def ceiling(self, user):
        return Classification.PUBLIC.value

    def obstacles(self):
        return publisher.obstacles()

    def count(self, reader, choices):
        return len(self._survey(reader, choices).ready)

    def content(self, reader, choices):
        found = self._survey(reader, choices)
        projects = reader.rows(Project.objects.all())
        reader.note_rows(projects)
        note_summaries(reader, projects)
        return Content(
            (), facts=_facts(found), extra={"activities": activities(found.ready, reader)}
        )

    def remarks(self, reader, choices):
        found = self._survey(reader, choices)
        shown = found.lacking[:ON_THE_PAGE]
        may_change = set(
            for_user(Project.objects.all(), reader.user, "change")
            .filter(pk__in=[one.project.pk for one in shown])
            .values_list("pk", flat=True)
        )
        return {
            "survey": found,
            "lacking": [(one.project, _with_address(one, may_change)) for one in shown],
            "more": len(found.lacking) - len(shown),
        }

    def edition(self, choices):
        said = choices.form.data
        return said.get("project", "") or said.get("country", "")

    def _survey(self, reader, choices):
        rows = reader.rows(Project.objects.all())
        return survey(choices.filtered(rows, reader.user), among=rows)


def _with_address(one, may_change):
    """Each gap with where it is filled, for who may."""
    if one.project.pk not in may_change:
        return [(gap, "") for gap in one.gaps]
    edit = reverse("projects:edit", args=[one.project.code])
    life = reverse("projects:life", args=[one.project.code])
    return [(gap, life if gap.field == "status" else f"{edit}#id_{gap.field}") for gap in one.gaps]


def _facts(found):
    facts = []
    if found.lacking:
        named = [
            f"{one.project.code} ({', '.join(str(gap.label) for gap in one.gaps)})"
            for one in found.lacking[:IN_THE_FILE]
        ]
        number = len(found.lacking)
        told = ngettext(
            "%(number)d project of %(of)d lacks what IATI needs",
            "%(number)d projects of %(of)d lack what IATI needs",
            number,
        ) % {"number": number, "of": found.of}
        facts.append((_("Left out"), f"{told}: {'; '.join(named)}"))
    if found.samples_aside:
        facts.append((_("Samples left out"), str(found.samples_aside)))
    return tuple(facts)
