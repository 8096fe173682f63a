from django.urls import path

from . import views

app_name = "exports"

FILE = "files/<slug:reference>/"

urlpatterns = [
    path("", views.reports, name="list"),
    path(FILE, views.export, name="export"),
    path(f"{FILE}file/", views.download, name="file"),
    path(f"{FILE}cancel/", views.stop, name="cancel"),
    path(f"{FILE}agree/", views.agree, name="agree"),
    path(f"{FILE}refuse/", views.refuse, name="refuse"),
    path("kept/<int:pk>/remove/", views.let_go, name="let_go"),
    path("<slug:report>/", views.report, name="report"),
    path("<slug:report>/keep/", views.keep, name="keep"),
]
