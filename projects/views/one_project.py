"""What the pages about one project know of it."""

from django.db.models import Prefetch

from foundation.access.querysets import for_user
from foundation.reference.models import Source

from .. import differences
from ..models import Project, RegisterEntry
from ..shown import values
from .parts import ByCode


class OneProject(ByCode):
    """One project with all that its reader may know of it."""

    model = Project

    def get_queryset(self):
        user = self.request.user
        visible = for_user(Source.objects.all(), user)
        related = Project.objects.for_user(user)
        return (
            super()
            .get_queryset()
            .with_card(user)
            .prefetch_related(
                Prefetch("summary_source", visible),
                Prefetch("background_source", visible),
                Prefetch("follows", related),
                Prefetch("follow_ups", related),
            )
        )

    def register_entries(self):
        rows = RegisterEntry.objects.for_user(self.request.user).filter(project=self.object)
        return list(rows.select_related("register", "chosen_by"))

    def get_context_data(self, **kwargs):
        project = self.object
        said = self.register_entries()
        return super().get_context_data(
            page_is_sample=project.is_sample,
            register_entries=said,
            differences=differences.find(said, values(project), RegisterEntry.Field.values),
            outlived=differences.outlived(project.participations.all(), project.starts),
            **kwargs,
        )
