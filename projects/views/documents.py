"""Documents of a project: the list and what is expected, one document, its file."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.access.querysets import for_user, may
from foundation.access.scope import require
from foundation.documents.download import send_document
from foundation.reference.models import Source
from foundation.ui.pages import CreatePage, DetailPage, EditPage, Header, ListPage

from .. import matrix
from ..editions import read_later, replace
from ..filters import DocumentFilter
from ..forms import EditionForm, ProjectDocumentForm
from ..models import DocumentText, ProjectDocument
from .document_rows import document_rows, visible_documents
from .one_project import OneProject
from .parts import ByCode, OfProject, WithinReach


class Documents(OneProject, DetailPage):
    """What is here, linked or missing; by kind and year, what the fund expects besides."""

    template_name = "projects/documents.html"

    def dispatch(self, request, *args, **kwargs):
        require(request.user, "projects.view_projectdocument")
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        project, user = self.object, self.request.user
        may_edit = may(user, "change", project)
        documents = list(visible_documents(project, user))
        expected = list(project.reports_due.for_user(user).select_related("kind"))
        return super().get_context_data(
            may_edit=may_edit,
            documents=document_rows(documents, may_edit=may_edit),
            matrix=matrix.build(documents, expected, project.starts, project.ends),
            **kwargs,
        )


class AllDocuments(ListPage):
    """The newest editions of the documents of all projects, found by what they say as well."""

    model = ProjectDocument
    template_name = "projects/all_documents.html"
    title = gettext_lazy("Documents of projects")
    filterset_class = DocumentFilter
    default_sort = "-added"
    can_be_saved = True
    headers = (
        Header(gettext_lazy("Document"), "title"),
        Header(gettext_lazy("Project"), "project", ("project__code", "title")),
        Header(gettext_lazy("Kind"), "kind", ("kind__order", "title")),
        Header(gettext_lazy("Year"), "year", ("year", "title")),
        Header(gettext_lazy("State"), "state", ("state", "title")),
        Header(gettext_lazy("Added"), "added", ("added_at",)),
    )

    def get_queryset(self):
        rows = ProjectDocument.objects.current().select_related("project__country", "kind")
        self.queryset = rows
        return super().get_queryset()


class Document(ByCode, DetailPage):
    """One document: what is known of it, what it says, its editions."""

    model = ProjectDocument
    slug_field = slug_url_kwarg = None
    template_name = "projects/document.html"

    def get_queryset(self):
        rows = super().get_queryset().filter(project__code=self.kwargs["code"])
        sources = for_user(Source.objects.all(), self.request.user)
        return rows.select_related("project__country", "kind").prefetch_related(
            Prefetch("listed_in", sources)
        )

    def get_context_data(self, **kwargs):
        document, user = self.object, self.request.user
        text = DocumentText.objects.for_user(user).filter(document=document).first()
        others = document.project.documents.for_user(user).filter(
            kind=document.kind, title=document.title
        )
        editions = list(others.order_by("-edition"))
        return super().get_context_data(
            project=document.project,
            page_is_sample=document.project.is_sample,
            text=text,
            editions=editions if len(editions) > 1 else [],
            is_current=not others.filter(replaces=document).exists(),
            may_edit=may(user, "change", document),
            **kwargs,
        )


class WithFile(OfProject, WithinReach):
    """A form whose new file is read in the background once it is kept."""

    template_name = "projects/document_form.html"

    def get_success_url(self):
        return self.object.get_absolute_url()

    def form_valid(self, form):
        response = super().form_valid(form)
        if form.found:
            read_later(self.object)
        return response


class DocumentAdd(WithFile, CreatePage):
    model, form_class = ProjectDocument, ProjectDocumentForm
    title = gettext_lazy("Add a document")


class DocumentEdit(WithFile, EditPage):
    """Also the way to attach a file to a document that was only listed."""

    model, form_class = ProjectDocument, ProjectDocumentForm

    def get_queryset(self):
        return super().get_queryset().current()

    def get_title(self):
        return _("Edit %(name)s") % {"name": self.object}


class DocumentReplace(OfProject, WithinReach, EditPage):
    """A new edition; the earlier one stays and is listed below it."""

    model, form_class = ProjectDocument, EditionForm
    template_name = "projects/document_form.html"
    submit_label = gettext_lazy("Replace")

    def get_queryset(self):
        return super().get_queryset().current().exclude(file="")

    def get_title(self):
        return _("Replace %(name)s") % {"name": self.object}

    def get_form_kwargs(self):
        """The form fills a new row; the old one only lends its language and classification."""
        kwargs = super().get_form_kwargs()
        old = kwargs.pop("instance")
        lent = {name: getattr(old, name) for name in ("language", "classification")}
        return {**kwargs, "instance": ProjectDocument(project=self.project, **lent), "old": old}

    def form_valid(self, form):
        try:
            new = replace(self.object, form.save(commit=False), by=self.request.user)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        return self.saved(new)

    def saved(self, new):
        messages.success(self.request, _("Replaced. The earlier edition is kept."))
        return redirect(new.get_absolute_url())


def download(request, code, pk, name):
    """The file of a document, under its own name only."""
    require(request.user, "projects.view_projectdocument")
    documents = ProjectDocument.objects.for_user(request.user)
    document = get_object_or_404(
        documents, project__code=code, pk=pk, state="here", file_name=name
    )
    return send_document(request, document)


def preview(request, code, pk):
    """The picture of the first page: made by the register, as closed as the document."""
    require(request.user, "projects.view_documenttext")
    texts = DocumentText.objects.for_user(request.user).exclude(preview="")
    text = get_object_or_404(texts, document=pk, document__project__code=code)
    try:
        with text.preview.open("rb") as picture:
            response = HttpResponse(picture.read(), content_type="image/png")
    except FileNotFoundError as error:
        raise Http404 from error
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
