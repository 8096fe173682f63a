"""What the tests of projects are about. Give only what the test says something of."""

import itertools

from django.core.files.uploadedfile import SimpleUploadedFile

from projects.models import Fund, Participation, Project, ProjectDocument, RegisterEntry, Result
from tests.factories import make_code, make_organisation, make_source

_numbers = itertools.count(1)
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def make_fund(**fields):
    number = next(_numbers)
    return Fund.objects.create(
        **{"slug": f"fund-{number}", "code": f"F{number}", "name_en": f"Fund {number}", **fields}
    )


def make_project(country=None, code=None, **fields):
    number = next(_numbers)
    fields = {"title": f"Project {number}", "classification": "public", **fields}
    fund = fields.pop("fund", None) or Fund.objects.first() or make_fund()
    project = Project(code=code or f"P{number}", fund=fund, country=country, **fields)
    project.full_clean()
    project.save()
    return project


def make_participation(project, organisation=None, **fields):
    return Participation.objects.create(
        project=project,
        organisation=organisation or make_organisation(),
        source=fields.pop("source", None) or make_source(),
        **fields,
    )


def make_entry(project, field="title", value="Something", **fields):
    return RegisterEntry.objects.create(
        project=project,
        field=field,
        value_as_written=value,
        register=fields.pop("register", None) or make_source(),
        **fields,
    )


def make_document(project, **fields):
    fields = {"title": f"Document {next(_numbers)}", "classification": "public", **fields}
    kind = fields.pop("kind", None) or make_code()
    return ProjectDocument.objects.create(project=project, kind=kind, **fields)


def make_file(project, **fields):
    """A document that is here, as an upload leaves it."""
    upload = SimpleUploadedFile("report.pdf", PDF, "application/pdf")
    document = make_document(
        project,
        state="here",
        file=upload,
        file_name="report.pdf",
        content_type="application/pdf",
        size=len(PDF),
        **fields,
    )
    document.file.close()
    return document


def make_result(project, **fields):
    source = fields.pop("source", None) or make_source()
    return Result.objects.create(
        project=project, source=source, **{"text": f"Result {next(_numbers)}", **fields}
    )


def form_data(project, **changes):
    """What the edit form of a project sends, with some fields changed."""
    names = [
        "code", "register_number", "title", "title_fr", "short_title", "status",
        "starts_as_written", "ends_as_written", "dates_note", "partner_bodies", "goals",
        "summary", "background", "classification", "version",
    ]  # fmt: skip
    data = {name: getattr(project, name) for name in names}
    data |= {"fund": project.fund_id, "country": project.country_id or ""}
    data |= {"starts": project.starts or "", "ends": project.ends or ""}
    data |= {"follows": project.follows_id or ""}
    return {**data, **changes}
