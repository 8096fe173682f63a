from django.urls import path
from django.utils.translation import gettext_lazy as _

from . import views

app_name = "ui"
urlpatterns = [
    path("components/", views.components, name="components"),
    path(
        "about-the-data/",
        views.Page.as_view(template_name="ui/about.html", title=_("About the data")),
        name="about",
    ),
    path(
        "accessibility/",
        views.Page.as_view(template_name="ui/accessibility.html", title=_("Accessibility")),
        name="accessibility",
    ),
]
