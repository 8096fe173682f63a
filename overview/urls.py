from django.urls import include, path

from . import editing, home, searching, trail, views

audit = ([path("", trail.EventList.as_view(), name="events")], "audit")

country = [
    path("", views.country, name="country"),
    path("differences/", views.differences, name="differences"),
    path("differences/add/", editing.DifferenceAdd.as_view(), name="difference_add"),
    path("differences/<int:pk>/edit/", editing.DifferenceEdit.as_view(), name="difference_edit"),
    path("situation/add/", editing.SituationAdd.as_view(), name="situation_add"),
    path("situation/<int:pk>/", views.situation, name="situation"),
    path("situation/<int:pk>/edit/", editing.SituationEdit.as_view(), name="situation_edit"),
    path(
        "situation/<int:pk>/history/", editing.SituationHistory.as_view(), name="situation_history"
    ),
    path("figures/add/", editing.KeyFigureAdd.as_view(), name="figure_add"),
    path("figures/<int:pk>/edit/", editing.KeyFigureEdit.as_view(), name="figure_edit"),
    path("dates/add/", editing.KeyDateAdd.as_view(), name="date_add"),
    path("dates/<int:pk>/edit/", editing.KeyDateEdit.as_view(), name="date_edit"),
]
own = (
    [
        path("", home.home, name="home"),
        path("countries/", views.CountryList.as_view(), name="countries"),
        path("countries/<slug:slug>/", include(country)),
        path("sources/", views.SourceList.as_view(), name="sources"),
        path("sources/<slug:slug>/", views.SourceDetail.as_view(), name="source"),
        path("organisations/", views.OrganisationList.as_view(), name="organisations"),
        path(
            "organisations/<slug:slug>/", views.OrganisationDetail.as_view(), name="organisation"
        ),
        path("search/", searching.search, name="search"),
    ],
    "overview",
)
urlpatterns = [path("", include(own)), path("audit/", include(audit))]
