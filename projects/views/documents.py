"""Documents of a project: add, attach the file, download."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.template.defaultfilters import filesizeformat
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.access.scope import scope_of
from foundation.documents.download import send_document
from foundation.ui.pages import CreatePage, EditPage

from ..forms import ProjectDocumentForm
from ..models import ProjectDocument
from .parts import OfProject, WithinReach


class DocumentAdd(OfProject, WithinReach, CreatePage):
    model, form_class = ProjectDocument, ProjectDocumentForm
    template_name = "projects/part_form.html"
    title = gettext_lazy("Add a document")


class DocumentEdit(OfProject, WithinReach, EditPage):
    """Also the way to attach a file to a document that was only listed."""

    model, form_class = ProjectDocument, ProjectDocumentForm
    template_name = "projects/part_form.html"

    def get_title(self):
        return _("Edit %(name)s") % {"name": self.object}


def download(request, code, pk, name):
    """The file of a document, under its own name only."""
    if not scope_of(request.user, "projects.view_projectdocument"):
        raise PermissionDenied
    documents = ProjectDocument.objects.for_user(request.user)
    document = get_object_or_404(
        documents, project__code=code, pk=pk, state="here", file_name=name
    )
    return send_document(request, document)


def rows(documents, *, may_edit):
    """Documents as the list on the project's page prints them."""
    return [_row(document, may_edit) for document in documents]


def _row(document, may_edit):
    state = document.state
    here = state == document.State.HERE
    address = {"here": document.download_url if here else "", "link": document.url}
    file_type = document.file_name.rpartition(".")[2].upper()
    return {
        "title": document.title,
        "url": address.get(state, ""),
        "tag": {"here": file_type, "link": _("link")}.get(state, _("no file")),
        "facts": " · ".join(str(fact) for fact in _facts(document) if fact),
        "state": state.replace("-", "_"),
        "action": _("Edit") if here or state == document.State.LINK else _("Attach"),
        "action_url": document.edit_url if may_edit else "",
    }


def _facts(document):
    return [
        document.kind,
        document.year,
        document.language,
        filesizeformat(document.size) if document.size else "",
        date_format(document.date, "DATE_FORMAT") if document.date else "",
        document.listed_in and _("listed in %(source)s") % {"source": document.listed_in},
        document.get_classification_display(),
        document.note,
    ]
