from django.urls import path

from . import views

app_name = "imports"

urlpatterns = [
    path("", views.imports, name="list"),
    path("<slug:kind>/", views.upload, name="kind"),
    path("<slug:kind>/template.<slug:ending>", views.template, name="template"),
    path("<slug:kind>/<slug:reference>/", views.preview, name="batch"),
    path("<slug:kind>/<slug:reference>/columns/", views.columns, name="columns"),
    path("<slug:kind>/<slug:reference>/again/", views.again, name="again"),
    path("<slug:kind>/<slug:reference>/errors.csv", views.errors, name="errors"),
    path("<slug:kind>/<slug:reference>/commit/", views.confirm, name="commit"),
    path("<slug:kind>/<slug:reference>/cancel/", views.stop, name="cancel"),
]
