"""Documents of an instrument: add, attach the file, download."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.access.scope import scope_of
from foundation.documents.download import send_document
from foundation.ui.pages import CreatePage, EditPage

from ..forms import InstrumentDocumentForm
from ..models import Instrument, InstrumentDocument
from .parts import UnderInstrument, WithinReach


class DocumentAdd(UnderInstrument, WithinReach, CreatePage):
    model, form_class = InstrumentDocument, InstrumentDocumentForm
    template_name = "commitments/commitment_form.html"
    title = gettext_lazy("Add a document")


class DocumentEdit(UnderInstrument, WithinReach, EditPage):
    """Also the way to attach a file to a document that was only listed."""

    model, form_class = InstrumentDocument, InstrumentDocumentForm
    template_name = "commitments/commitment_form.html"

    def get_object(self, queryset=None):
        return get_object_or_404(self.get_queryset(), pk=self.kwargs["pk"])


def download(request, place, slug, pk, name):
    """The file of a document, under its own name only."""
    if not scope_of(request.user, "commitments.view_instrumentdocument"):
        raise PermissionDenied
    documents = InstrumentDocument.objects.for_user(request.user)
    document = get_object_or_404(
        documents,
        instrument__in=Instrument.objects.at(place),
        instrument__slug=slug,
        pk=pk,
        state="here",
        file_name=name,
    )
    return send_document(request, document)


def rows(documents, *, may_edit):
    """Documents as the list on the instrument's page prints them."""
    return [_row(document, may_edit) for document in documents]


def _row(document, may_edit):
    here = document.state == document.State.HERE
    link = document.state == document.State.LINK
    return {
        "title": document.title,
        "url": document.download_url if here else document.url if link else "",
        "tag": document.file_name.rpartition(".")[2].upper() if here else _("no file"),
        "facts": " · ".join(str(fact) for fact in _facts(document) if fact),
        "state": document.state.replace("-", "_"),
        "action": _("Edit") if here or link else _("Attach"),
        "action_url": document.edit_url if may_edit else "",
    }


def _facts(document):
    return [
        document.kind,
        document.language,
        filesizeformat(document.size) if document.size else "",
        document.listed_in and _("listed in %(source)s") % {"source": document.listed_in},
        document.get_classification_display(),
        document.note,
    ]
