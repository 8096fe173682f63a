from django.urls import include, path

from .views import (
    bulk,
    documents,
    factsheet,
    life,
    money,
    partners,
    portfolio,
    projects,
    register,
    reports,
    results,
    revisions,
)

app_name = "projects"

life_of_one = [
    path("", life.ProjectLife.as_view(), name="life"),
    path("extensions/add/", life.ExtensionAdd.as_view(), name="extension_add"),
    path("extensions/<int:pk>/edit/", life.ExtensionEdit.as_view(), name="extension_edit"),
    path("extensions/<int:pk>/decide/", life.ExtensionDecide.as_view(), name="extension_decide"),
    path("to/<slug:to>/", life.Move.as_view(), name="move"),
]
reports_of_one = [
    path("", reports.ProjectReports.as_view(), name="reports"),
    path("add/", reports.ReportAdd.as_view(), name="report_add"),
    path("expect/", reports.ReportExpect.as_view(), name="report_expect"),
    path("<int:pk>/edit/", reports.ReportEdit.as_view(), name="report_edit"),
    path("<int:pk>/receive/", reports.ReportReceive.as_view(), name="report_receive"),
    path("<int:pk>/accept/", reports.ReportAccept.as_view(), name="report_accept"),
    path("<int:pk>/return/", reports.ReportReturn.as_view(), name="report_return"),
]
results_of_one = [
    path("", results.ProjectResults.as_view(), name="results"),
    path("add/", results.ResultAdd.as_view(), name="result_add"),
    path("<int:pk>/edit/", results.ResultEdit.as_view(), name="result_edit"),
    path("<int:owner>/indicators/add/", results.IndicatorAdd.as_view(), name="indicator_add"),
    path("indicators/<int:pk>/edit/", results.IndicatorEdit.as_view(), name="indicator_edit"),
    path(
        "indicators/<int:owner>/values/add/",
        results.MeasurementAdd.as_view(),
        name="measurement_add",
    ),
    path("values/<int:pk>/edit/", results.MeasurementEdit.as_view(), name="measurement_edit"),
    path(
        "values/<int:pk>/review/", results.MeasurementReview.as_view(), name="measurement_review"
    ),
]
project = [
    path("", projects.ProjectDetail.as_view(), name="detail"),
    path("factsheet/", factsheet.Factsheet.as_view(), name="factsheet"),
    path("edit/", projects.ProjectEdit.as_view(), name="edit"),
    path("history/", projects.ProjectHistory.as_view(), name="history"),
    path("documents/", documents.Documents.as_view(), name="documents"),
    path("money/", money.ProjectMoney.as_view(), name="money"),
    path("money/add/", money.TransactionAdd.as_view(), name="transaction_add"),
    path("money/<int:pk>/", money.TransactionDetail.as_view(), name="transaction"),
    path(
        "money/<int:pk>/correct/", money.TransactionCorrect.as_view(), name="transaction_correct"
    ),
    path("revisions/add/", revisions.RevisionAdd.as_view(), name="revision_add"),
    path("revisions/<int:pk>/", revisions.RevisionDetail.as_view(), name="revision"),
    path("revisions/<int:pk>/edit/", revisions.RevisionEdit.as_view(), name="revision_edit"),
    path("revisions/<int:pk>/decide/", revisions.RevisionDecide.as_view(), name="revision_decide"),
    path("documents/add/", documents.DocumentAdd.as_view(), name="document_add"),
    path("documents/<int:pk>/edit/", documents.DocumentEdit.as_view(), name="document_edit"),
    path("documents/<int:pk>/", documents.Document.as_view(), name="document_page"),
    path(
        "documents/<int:pk>/replace/",
        documents.DocumentReplace.as_view(),
        name="document_replace",
    ),
    path("documents/<int:pk>/preview/", documents.preview, name="document_preview"),
    path("documents/<int:pk>/<str:name>", documents.download, name="document"),
    path("life/", include(life_of_one)),
    path("reports/", include(reports_of_one)),
    path("results/", include(results_of_one)),
    path("organisations/add/", partners.PartnerAdd.as_view(), name="partner_add"),
    path("organisations/<int:pk>/edit/", partners.PartnerEdit.as_view(), name="partner_edit"),
    path("register/", projects.ProjectRegister.as_view(), name="register"),
    path("register/add/", register.EntryAdd.as_view(), name="entry_add"),
    path("register/<int:pk>/choose/", register.EntryChoose.as_view(), name="entry_choose"),
]
urlpatterns = [
    path("", portfolio.ProjectList.as_view(), name="list"),
    path("documents/", documents.AllDocuments.as_view(), name="all_documents"),
    path("figures/", portfolio.PortfolioFigures.as_view(), name="figures"),
    path("timeline/", portfolio.Timeline.as_view(), name="timeline"),
    path("bulk/", bulk.BulkChange.as_view(), name="bulk"),
    path("add/", projects.ProjectAdd.as_view(), name="add"),
    path("reports/", reports.ReportList.as_view(), name="report_list"),
    path("<slug:code>/", include(project)),
]
