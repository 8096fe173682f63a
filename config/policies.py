"""One line per address: who may open it. An address without a line does not start.

A permission ("app.action_model") means: 403 for those who hold it nowhere, 404 where the object is
out of their scope. The pages enforce it themselves; this table is the second entry, and
tests/access/test_every_url.py holds the two against each other for everybody and every address.
"""

from django.core.checks import Error, register
from django.urls import URLPattern, get_resolver

PUBLIC = "public"
SIGNED_IN = "signed-in"
ADMIN = "access.enter_admin"

POLICIES = {
    # The process and the database, for load balancers.
    "healthz": PUBLIC,
    "readyz": PUBLIC,
    # Signing in.
    "account_login": PUBLIC,
    "account_logout": PUBLIC,
    "account_inactive": PUBLIC,
    "account_signup": PUBLIC,  # says that nobody signs up here
    "account_reset_password": PUBLIC,
    "account_reset_password_done": PUBLIC,
    "account_reset_password_from_key": PUBLIC,
    "account_reset_password_from_key_done": PUBLIC,
    "account_reauthenticate": SIGNED_IN,
    "account_change_password": SIGNED_IN,
    "account_set_password": SIGNED_IN,
    "accounts:profile": SIGNED_IN,
    # What everybody who works here may read.
    "access:roles": SIGNED_IN,
    "access:why": SIGNED_IN,  # one's own; anybody's with access.view_membership
    "overview:home": SIGNED_IN,
    "overview:search": SIGNED_IN,  # finds only what the reader may see
    "audit:events": "audit.view_event",
}
POLICIES |= {
    f"overview:{name}": permission
    for name, permission in {
        "countries": "reference.view_country",
        "country": "reference.view_country",
        "differences": "overview.view_difference",
        "difference_add": "overview.add_difference",
        "difference_edit": "overview.change_difference",
        "situation": "overview.view_situation",
        "situation_add": "overview.add_situation",
        "situation_edit": "overview.change_situation",
        "situation_history": "overview.view_history_situation",
        "figure_add": "overview.add_keyfigure",
        "figure_edit": "overview.change_keyfigure",
        "date_add": "overview.add_keydate",
        "date_edit": "overview.change_keydate",
        "sources": "reference.view_source",
        "source": "reference.view_source",
        "organisations": "reference.view_organisation",
        "organisation": "reference.view_organisation",
    }.items()
}
POLICIES |= {
    "ui:about": PUBLIC,
    "ui:view_save": SIGNED_IN,  # one's own
    "ui:view_remove": SIGNED_IN,  # one's own; another's is not there
    "ui:accessibility": PUBLIC,
    "ui:components": ADMIN,  # open to developers where DEBUG is on
}
# Each kind asks for its own permission on top; one's own files only.
# One's own files, and reports by their own rights; see foundation/exports/gate.py.
POLICIES |= {
    f"exports:{name}": SIGNED_IN
    for name in (
        "list", "report", "keep", "let_go", "export", "file", "cancel", "agree", "refuse",
    )
}  # fmt: skip
POLICIES |= {"imports:list": SIGNED_IN}  # lists only what the reader may let in
POLICIES |= {
    f"imports:{name}": "imports.add_batch"
    for name in (
        "kind",
        "template",
        "batch",
        "columns",
        "errors",
        "commit",
        "again",
        "cancel",
    )
}
POLICIES |= {
    f"projects:{name}": f"projects.{permission}"
    for name, permission in {
        "list": "view_project",
        "timeline": "view_project",
        "figures": "view_transaction",
        "all_documents": "view_projectdocument",
        "factsheet": "view_project",
        "bulk": "change_project",
        "detail": "view_project",
        "add": "add_project",
        "edit": "change_project",
        "history": "view_history_project",
        "document": "view_projectdocument",
        "documents": "view_projectdocument",
        "document_page": "view_projectdocument",
        "document_preview": "view_documenttext",
        "document_replace": "change_projectdocument",
        "document_add": "add_projectdocument",
        "document_edit": "change_projectdocument",
        "money": "view_transaction",
        "transaction": "view_transaction",
        "transaction_add": "add_transaction",
        "transaction_correct": "add_transaction",
        "revision": "view_budgetrevision",
        "revision_add": "add_budgetrevision",
        "revision_edit": "change_budgetrevision",
        "revision_decide": "decide_budgetrevision",
        "life": "view_project",
        "move": "move_project",
        "extension_add": "add_extension",
        "extension_edit": "change_extension",
        "extension_decide": "decide_extension",
        "reports": "view_reportdue",
        "report_list": "view_reportdue",
        "report_add": "add_reportdue",
        "report_expect": "add_reportdue",
        "report_edit": "change_reportdue",
        "report_receive": "change_reportdue",
        "report_accept": "accept_reportdue",
        "report_return": "accept_reportdue",
        "results": "view_result",
        "result_add": "add_result",
        "result_edit": "change_result",
        "indicator_add": "add_resultindicator",
        "indicator_edit": "change_resultindicator",
        "measurement_add": "add_resultmeasurement",
        "measurement_edit": "change_resultmeasurement",
        "measurement_review": "review_resultmeasurement",
        "partner_add": "add_participation",
        "partner_edit": "change_participation",
        "register": "view_registerentry",
        "entry_add": "add_registerentry",
        "entry_choose": "choose_registerentry",
    }.items()
}
POLICIES |= {
    f"incidents:{name}": f"incidents.{permission}"
    for name, permission in {
        "overview": "view_submission",
        "compare": "view_submission",
        "explore": "view_exact_submission",
        "record": "view_submission",
        "record_add": "add_submission",
        "record_edit": "change_submission",
        "record_import": "change_submission",  # and imports.add_batch
        "tabulation_add": "change_submission",
        "tabulation_edit": "change_submission",
        "tabulation_delete": "change_submission",
        "explain": "add_explanation",
        "submit": "change_submission",
        "withdraw": "change_submission",
        "approve": "review_submission",
        "return": "review_submission",
        "revoke": "review_submission",
        "publish": "publish_submission",
        "main_figure": "add_mainfigure",
        "justice": "view_justicecaseload",
        "caseload_add": "add_justicecaseload",
        "caseload_edit": "change_justicecaseload",
        "caseload_publish": "publish_justicecaseload",
        "releases": "view_release",
        "release": "view_release",
        "release_check": "view_preparation",
        "release_add": "add_release",
        "release_make": "add_release",
        "release_edit": "add_release",
        "release_prepare": "add_release",
        "release_edition": "add_release",
        "release_approve": "approve_release",
        "release_withdraw": "approve_release",
    }.items()
}
POLICIES |= {
    f"commitments:{name}": f"commitments.{permission}"
    for name, permission in {
        "list": "view_instrument",
        "instrument": "view_instrument",
        "instrument_add": "add_instrument",
        "instrument_edit": "change_instrument",
        "instrument_history": "view_history_instrument",
        "table": "view_instrument",
        "instrument_progress": "view_instrument",
        "instrument_changes": "view_instrument",
        "all": "view_commitment",
        "due": "view_commitment",
        "changes": "view_commitment",
        "evidence": "view_instrument",
        "evidence_add": "add_evidence",
        "evidence_edit": "change_evidence",
        "evidence_file": "view_evidence",
        "dispute_add": "add_dispute",
        "progress": "view_commitment",
        "indicators": "view_instrument",
        "text": "view_instrument",
        "document": "view_instrumentdocument",
        "document_add": "add_instrumentdocument",
        "document_edit": "change_instrumentdocument",
        "commitment": "view_commitment",
        "commitment_add": "add_commitment",
        "commitment_edit": "change_commitment",
        "commitment_history": "view_history_commitment",
        "commitment_status": "update_commitment",
        "commitment_verify": "verify_commitment",
        "result_add": "add_resultlink",
        "result_remove": "delete_resultlink",
        "action_add": "add_action",
        "action_edit": "change_action",
        "action_status": "update_action",
        "action_verify": "verify_action",
        "indicator": "view_indicator",
        "indicator_list": "view_indicator",
        "indicator_add": "add_indicator",
        "indicator_edit": "change_indicator",
        "measurement_add": "add_measurement",
        "measurement_edit": "change_measurement",
        "measurement_review": "review_measurement",
        "target_add": "add_target",
        "budget": "view_instrument",
        "budget_add": "add_budgetline",
        "budget_edit": "change_budgetline",
        "structure": "change_commitment",
        "structure_move": "change_commitment",
        "serving_add": "add_serving",
        "serving_remove": "delete_serving",
        "parties": "view_commitment",
        "timeline": "view_instrument",
        "instrument_timeline": "view_instrument",
        "party": "view_commitment",
        "target_replace": "add_target",
    }.items()
}


def addresses(patterns=None, namespace="", route="/"):
    """(name, route) of each pattern outside the admin, namespaces joined by colons."""
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        here = f"{route}{entry.pattern}"
        if isinstance(entry, URLPattern):
            yield f"{namespace}{entry.name or ''}", here
        elif entry.app_name != "admin":
            inner = f"{entry.namespace}:" if entry.namespace else ""
            yield from addresses(entry.url_patterns, namespace + inner, here)


@register
def every_address_states_its_policy(app_configs, **kwargs):
    named = {name for name, _ in addresses()}
    errors = [
        Error(f"The address {name or '(without a name)'} states no policy.", id="config.E001")
        for name in sorted(named - POLICIES.keys())
    ]
    return errors + [
        Error(f"There is a policy for {name}, but no such address.", id="config.E002")
        for name in sorted(POLICIES.keys() - named)
    ]
