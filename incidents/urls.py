from django.urls import path

from .views import (
    compare,
    editing,
    explanations,
    explore,
    justice,
    overview,
    records,
    review,
    tables,
    tables_file,
)

app_name = "incidents"

RECORD = "records/<slug:reference>/"

urlpatterns = [
    path("", overview.Overview.as_view(), name="overview"),
    path("compare/", compare.Compare.as_view(), name="compare"),
    path("explore/", explore.Explore.as_view(), name="explore"),
    path("justice/", justice.Justice.as_view(), name="justice"),
    path("justice/add/", justice.AddCaseload.as_view(), name="caseload_add"),
    path("justice/<int:pk>/edit/", justice.EditCaseload.as_view(), name="caseload_edit"),
    path("justice/<int:pk>/publish/", justice.publish_caseload, name="caseload_publish"),
    path("records/add/", editing.AddRecord.as_view(), name="record_add"),
    path(RECORD, records.RecordPage.as_view(), name="record"),
    path(f"{RECORD}edit/", editing.EditRecord.as_view(), name="record_edit"),
    path(f"{RECORD}import/", tables_file.record_import, name="record_import"),
    path(f"{RECORD}tables/add/", tables.tabulation_edit, name="tabulation_add"),
    path(f"{RECORD}tables/<int:pk>/", tables.tabulation_edit, name="tabulation_edit"),
    path(f"{RECORD}tables/<int:pk>/remove/", tables.tabulation_delete, name="tabulation_delete"),
    path(f"{RECORD}findings/<slug:finding>/", explanations.Explain.as_view(), name="explain"),
    path(f"{RECORD}submit/", review.Submit.as_view(), name="submit"),
    path(f"{RECORD}approve/", review.Approve.as_view(), name="approve"),
    path(f"{RECORD}return/", review.Return.as_view(), name="return"),
    path(f"{RECORD}publish/", review.Publish.as_view(), name="publish"),
    path(f"{RECORD}withdraw/", review.Withdraw.as_view(), name="withdraw"),
    path(f"{RECORD}revoke/", review.Revoke.as_view(), name="revoke"),
    path(f"{RECORD}main-figure/", compare.ChooseMainFigure.as_view(), name="main_figure"),
]
