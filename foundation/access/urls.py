from django.urls import path

from . import views

app_name = "access"
urlpatterns = [
    path("roles/", views.roles, name="roles"),
    path("people/<int:pk>/why/", views.why, name="why"),
]
