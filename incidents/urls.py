from django.urls import path

from .releases import pages as releases
from .releases import steps as release_steps
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
RELEASE = "releases/<slug:reference>/"

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
    path("releases/", releases.ReleaseList.as_view(), name="releases"),
    path("releases/add/", release_steps.ChooseRecord.as_view(), name="release_add"),
    path(f"{RECORD}release/", release_steps.MakeRelease.as_view(), name="release_make"),
    path(RELEASE, releases.ReleasePage.as_view(), name="release"),
    path(f"{RELEASE}check/", releases.CheckPage.as_view(), name="release_check"),
    path(f"{RELEASE}edit/", release_steps.EditRelease.as_view(), name="release_edit"),
    path(f"{RELEASE}prepare/", release_steps.Prepare.as_view(), name="release_prepare"),
    path(f"{RELEASE}approve/", release_steps.Approve.as_view(), name="release_approve"),
    path(f"{RELEASE}withdraw/", release_steps.Withdraw.as_view(), name="release_withdraw"),
    path(f"{RELEASE}edition/", release_steps.MakeEdition.as_view(), name="release_edition"),
]
