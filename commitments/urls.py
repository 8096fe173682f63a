from django.urls import include, path

from .views import (
    actions,
    commitments,
    documents,
    indicators,
    instruments,
    results,
    statuses,
)

app_name = "commitments"

indicator = [
    path("", indicators.IndicatorDetail.as_view(), name="indicator"),
    path("edit/", indicators.IndicatorEdit.as_view(), name="indicator_edit"),
    path("measurements/add/", indicators.MeasurementAdd.as_view(), name="measurement_add"),
    path(
        "measurements/<int:pk>/edit/",
        indicators.MeasurementEdit.as_view(),
        name="measurement_edit",
    ),
]
action = [
    path("edit/", actions.ActionEdit.as_view(), name="action_edit"),
    path("status/", statuses.ActionStatus.as_view(), name="action_status"),
    path("verify/", statuses.ActionVerify.as_view(), name="action_verify"),
]
commitment = [
    path("", commitments.CommitmentDetail.as_view(), name="commitment"),
    path("edit/", commitments.CommitmentEdit.as_view(), name="commitment_edit"),
    path("history/", commitments.CommitmentHistory.as_view(), name="commitment_history"),
    path("status/", statuses.CommitmentStatus.as_view(), name="commitment_status"),
    path("verify/", statuses.CommitmentVerify.as_view(), name="commitment_verify"),
    path("results/add/", results.ResultLinkAdd.as_view(), name="result_add"),
    path("results/<int:pk>/remove/", results.ResultLinkRemove.as_view(), name="result_remove"),
    path("actions/add/", actions.ActionAdd.as_view(), name="action_add"),
    path("actions/<int:pk>/", include(action)),
]
instrument = [
    path("", instruments.InstrumentBoard.as_view(), name="instrument"),
    path("table/", instruments.InstrumentTable.as_view(), name="table"),
    path("indicators/", instruments.InstrumentIndicators.as_view(), name="indicators"),
    path("text/", instruments.InstrumentText.as_view(), name="text"),
    path("edit/", instruments.InstrumentEdit.as_view(), name="instrument_edit"),
    path("history/", instruments.InstrumentHistory.as_view(), name="instrument_history"),
    path("add/", commitments.CommitmentAdd.as_view(), name="commitment_add"),
    path("documents/add/", documents.DocumentAdd.as_view(), name="document_add"),
    path("documents/<int:pk>/edit/", documents.DocumentEdit.as_view(), name="document_edit"),
    path("documents/<int:pk>/<str:name>", documents.download, name="document"),
    path("<slug:reference>/", include(commitment)),
]
urlpatterns = [
    path("", instruments.InstrumentList.as_view(), name="list"),
    path("add/", instruments.InstrumentAdd.as_view(), name="instrument_add"),
    path("indicators/", indicators.IndicatorList.as_view(), name="indicator_list"),
    path("indicators/add/", indicators.IndicatorAdd.as_view(), name="indicator_add"),
    path("indicators/<slug:slug>/", include(indicator)),
    path("<slug:place>/<slug:slug>/", include(instrument)),
]
