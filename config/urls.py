"""The map of the site. French is the same path under /fr/."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from .health import healthz, readyz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
]
urlpatterns += i18n_patterns(
    path("", include("overview.urls")),
    path("projects/", include("projects.urls")),
    path("incidents/", include("incidents.urls")),
    path("commitments/", include("commitments.urls")),
    path("imports/", include("foundation.imports.urls")),
    path("reports/", include("foundation.exports.urls")),
    path("manage/", include("foundation.access.urls")),
    path("account/", include("foundation.accounts.urls")),
    path("", include("foundation.ui.urls")),
    path("admin/", admin.site.urls),
    prefix_default_language=False,
)
