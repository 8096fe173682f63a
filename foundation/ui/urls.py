from django.urls import path
from django.utils.translation import gettext_lazy as _

from . import saved_views, views

app_name = "ui"
urlpatterns = [
    path("components/", views.components, name="components"),
    path("views/", saved_views.save, name="view_save"),
    path("views/<int:pk>/remove/", saved_views.remove, name="view_remove"),
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
