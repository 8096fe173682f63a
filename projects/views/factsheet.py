"""One project on one sheet of paper."""

from django.utils.timezone import localdate

from foundation.ui.pages import DetailPage

from .money import money_of
from .one_project import OneProject


class Factsheet(OneProject, DetailPage):
    """Who, where, when, how much, what came of it; what is missing and where sources differ."""

    template_name = "projects/factsheet.html"

    def get_context_data(self, **kwargs):
        project, user = self.object, self.request.user
        documents = project.documents.for_user(user).current().select_related("kind")
        return super().get_context_data(
            results=project.results.for_user(user).select_related("source"),
            money=money_of(project, user),
            today=localdate(),
            missing=[document for document in documents if document.state == "missing"],
            **kwargs,
        )
