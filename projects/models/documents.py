"""The documents of a project: present, linked or missing, edition after edition."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from foundation.access.querysets import ScopedQuerySet
from foundation.audit.versions import Versioned
from foundation.documents.models import ExtractedText, StoredDocument

from .project import Project


class ProjectDocumentQuerySet(ScopedQuerySet):
    def current(self):
        """The newest edition of each."""
        return self.filter(replaced_by__isnull=True)


class ProjectDocument(Versioned, StoredDocument):
    """A document of a project: never more open than the project itself."""

    scope_path = "project__country"
    classification_path = ("project__classification", "classification")

    project = models.ForeignKey(
        Project, models.CASCADE, related_name="documents", verbose_name=_("project")
    )

    replaces = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="replaced_by",
        verbose_name=_("replaces"),
    )
    edition = models.PositiveSmallIntegerField(_("edition"), default=1, editable=False)

    objects = ProjectDocumentQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(StoredDocument.Meta):
        abstract = False
        ordering = ["project", "kind__order", "-year", "pk"]
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        constraints = [
            *StoredDocument.Meta.constraints,
            models.CheckConstraint(
                condition=Q(edition=1, replaces__isnull=True)
                | Q(edition__gt=1, replaces__isnull=False),
                name="projects_document_edition_replaces",
                violation_error_message=_("A later edition replaces one."),
            ),
            models.UniqueConstraint(
                fields=["project", "kind", "title", "edition"],
                name="projects_document_once",
                violation_error_message=_("The project has this document already."),
            ),
        ]

    def get_absolute_url(self):
        return reverse("projects:document_page", args=[self.project.code, self.pk])

    @property
    def edit_url(self) -> str:
        return reverse("projects:document_edit", args=[self.project.code, self.pk])

    @property
    def download_url(self) -> str:
        return reverse("projects:document", args=[self.project.code, self.pk, self.file_name])


class DocumentText(ExtractedText):
    """What can be read in a file of a project; as open as the document itself."""

    scope_path = "document__project__country"
    classification_path = ("document__project__classification", "document__classification")

    document = models.OneToOneField(
        ProjectDocument, models.CASCADE, related_name="extracted", verbose_name=_("document")
    )

    objects = ScopedQuerySet.as_manager()

    class Meta(ExtractedText.Meta):
        abstract = False
        verbose_name = _("text of a document")
        verbose_name_plural = _("texts of documents")
