from django.urls import include, path

from .views import documents, projects, register

app_name = "projects"

project = [
    path("", projects.ProjectDetail.as_view(), name="detail"),
    path("edit/", projects.ProjectEdit.as_view(), name="edit"),
    path("history/", projects.ProjectHistory.as_view(), name="history"),
    path("documents/add/", documents.DocumentAdd.as_view(), name="document_add"),
    path("documents/<int:pk>/edit/", documents.DocumentEdit.as_view(), name="document_edit"),
    path("documents/<int:pk>/<str:name>", documents.download, name="document"),
    path("register/", projects.ProjectRegister.as_view(), name="register"),
    path("register/add/", register.EntryAdd.as_view(), name="entry_add"),
    path("register/<int:pk>/choose/", register.EntryChoose.as_view(), name="entry_choose"),
]
urlpatterns = [
    path("", projects.ProjectList.as_view(), name="list"),
    path("add/", projects.ProjectAdd.as_view(), name="add"),
    path("<slug:code>/", include(project)),
]
