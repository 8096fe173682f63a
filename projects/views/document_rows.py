"""Documents as the rows of a list print them."""

from django.db.models import Prefetch
from django.template.defaultfilters import filesizeformat
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from foundation.access.querysets import for_user
from foundation.reference.models import Source


def visible_documents(project, user):
    """The newest editions of a project's documents, as this reader may know them."""
    sources = for_user(Source.objects.all(), user)
    documents = project.documents.for_user(user).current().select_related("kind")
    return documents.prefetch_related(Prefetch("listed_in", sources))


def document_rows(documents, *, may_edit):
    """Documents as the list on the project's page prints them."""
    return [_row(document, may_edit) for document in documents]


def _row(document, may_edit):
    state = document.state
    here = state == document.State.HERE
    file_type = document.file_name.rpartition(".")[2].upper()
    return {
        "title": document.title,
        "url": document.get_absolute_url(),
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
