from django.urls import include, path

from . import trail

audit = ([path("", trail.EventList.as_view(), name="events")], "audit")

own = ([], "overview")
urlpatterns = [path("", include(own)), path("audit/", include(audit))]
