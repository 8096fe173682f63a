"""The organisations that take part in a project: added and corrected one by one."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.ui.pages import CreatePage, EditPage

from ..forms import PartnerForm
from ..models import Participation
from .parts import OfProject


class PartnerAdd(OfProject, CreatePage):
    model, form_class = Participation, PartnerForm
    template_name = "projects/part_form.html"
    title = gettext_lazy("Add an organisation")


class PartnerEdit(OfProject, EditPage):
    model, form_class = Participation, PartnerForm
    template_name = "projects/part_form.html"

    def get_title(self):
        return _("Edit %(name)s") % {"name": self.object}
