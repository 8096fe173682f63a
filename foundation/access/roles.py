"""Who may do what: the whole policy on one page.

A role is a set of permissions and a ceiling, the highest classification its holder may see. A
membership (a row, given by an administrator) says who holds a role, in which countries and until
when. `docs/roles.md` is written from this file.

Permissions read `app.action_model`. `view_exact_submission` is the sight of true incident counts.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from foundation.reference.classification import Classification


@dataclass(frozen=True)
class Role:
    """One role: its name on the screen, what it is for, what it may do, up to which ceiling."""

    slug: str
    name: Promise
    purpose: Promise
    permissions: frozenset[str]
    ceiling: str


REFERENCE = {
    "reference.view_country",
    "reference.view_region",
    "reference.view_organisation",
    "reference.view_alias",
    "reference.view_source",
    "reference.view_listing",
    "reference.view_code",
}
OVERVIEW = {
    "overview.view_situation",
    "overview.view_keyfigure",
    "overview.view_keydate",
    "overview.view_difference",
    "overview.view_statement",
}
PROJECTS = {
    "projects.view_fund",
    "projects.view_project",
    "projects.view_participation",
    "projects.view_projectdocument",
    "projects.view_registerentry",
    "projects.view_reportdue",
    "projects.view_result",
    "projects.view_resultindicator",
    "projects.view_resultmeasurement",
    "projects.view_transaction",
    "projects.view_budgetrevision",
    "projects.view_revisionline",
    "projects.view_extension",
    "projects.view_lifestep",
    "projects.view_documenttext",
}
INCIDENTS = {
    "incidents.view_submission",
    "incidents.view_tabulation",
    "incidents.view_mainfigure",
    "incidents.view_justicecaseload",
}
COMMITMENTS = {
    "commitments.view_instrument",
    "commitments.view_instrumentparty",
    "commitments.view_instrumentdate",
    "commitments.view_paragraph",
    "commitments.view_instrumentdocument",
    "commitments.view_area",
    "commitments.view_commitment",
    "commitments.view_action",
    "commitments.view_statuschange",
    "commitments.view_indicator",
    "commitments.view_measurement",
    "commitments.view_statedprogress",
    "commitments.view_resultlink",
}
READ = REFERENCE | OVERVIEW | PROJECTS | INCIDENTS | COMMITMENTS
STAFF = READ | {
    "access.enter_admin",
    "access.view_staff_names",
    "projects.view_history_project",
    "commitments.view_history_commitment",
    "commitments.view_history_instrument",
    "overview.view_history_situation",
}
# A draft, its cells and its exact counts go together: who may write them may read them.
ENTER_INCIDENTS = {
    "incidents.view_exact_submission",
    "incidents.view_cell",
    "incidents.add_submission",
    "incidents.change_submission",
    "incidents.add_tabulation",
    "incidents.change_tabulation",
    "incidents.delete_tabulation",
    "incidents.add_cell",
    "incidents.change_cell",
    "incidents.delete_cell",
    "incidents.view_exact_justicecaseload",
    "incidents.add_justicecaseload",
    "incidents.change_justicecaseload",
}
REPORT_COMMITMENTS = {
    "commitments.update_commitment",
    "commitments.update_action",
    "commitments.change_commitment",
    "commitments.change_action",
    "commitments.add_action",
    "commitments.add_resultlink",
    "commitments.delete_resultlink",
    "commitments.add_measurement",
    "commitments.change_measurement",
}
KEEP_INSTRUMENTS = {
    "commitments.add_instrument",
    "commitments.change_instrument",
    "commitments.add_instrumentparty",
    "commitments.change_instrumentparty",
    "commitments.delete_instrumentparty",
    "commitments.add_instrumentdate",
    "commitments.change_instrumentdate",
    "commitments.add_paragraph",
    "commitments.change_paragraph",
    "commitments.add_instrumentdocument",
    "commitments.change_instrumentdocument",
    "commitments.add_area",
    "commitments.change_area",
    "commitments.add_commitment",
    "commitments.add_indicator",
    "commitments.change_indicator",
    "commitments.add_statedprogress",
    "commitments.change_statedprogress",
}
KEEP_COUNTRY_PAGES = {
    "overview.add_situation",
    "overview.change_situation",
    "overview.add_keyfigure",
    "overview.change_keyfigure",
    "overview.add_keydate",
    "overview.change_keydate",
    "overview.add_difference",
    "overview.change_difference",
    "overview.add_statement",
    "overview.change_statement",
    "overview.delete_statement",
}
KEEP_SOURCES = {
    "reference.add_source",
    "reference.change_source",
    "reference.add_organisation",
    "reference.change_organisation",
    "reference.add_alias",
    "reference.change_alias",
    "reference.delete_alias",
    "reference.add_listing",
    "reference.change_listing",
}
KEEP_PROJECTS = {
    "imports.add_batch",
    "projects.add_project",
    "projects.change_project",
    "projects.add_fund",
    "projects.change_fund",
    "projects.add_participation",
    "projects.change_participation",
    "projects.delete_participation",
    "projects.add_projectdocument",
    "projects.change_projectdocument",
    "projects.add_registerentry",
    "projects.change_registerentry",
    "projects.choose_registerentry",
    "projects.add_reportdue",
    "projects.change_reportdue",
    "projects.add_result",
    "projects.change_result",
    "projects.add_resultindicator",
    "projects.change_resultindicator",
    "projects.add_resultmeasurement",
    "projects.change_resultmeasurement",
    "projects.add_transaction",
    "projects.add_budgetrevision",
    "projects.change_budgetrevision",
    "projects.add_revisionline",
    "projects.change_revisionline",
    "projects.delete_revisionline",
    "projects.add_extension",
    "projects.change_extension",
    "projects.move_project",
}
# By another person than the one who proposed, received or reported it.
DECIDE_PROJECTS = {
    "projects.decide_budgetrevision",
    "projects.decide_extension",
    "projects.accept_reportdue",
    "projects.review_resultmeasurement",
}

ROLES = {
    role.slug: role
    for role in [
        Role(
            "programme-officer",
            _("Programme officer"),
            _("Keeps projects, their money, documents, results and reports due."),
            frozenset(STAFF | KEEP_PROJECTS | DECIDE_PROJECTS | KEEP_SOURCES | KEEP_COUNTRY_PAGES),
            Classification.CONFIDENTIAL,
        ),
        Role(
            "wpa",
            _("Women protection adviser"),
            _("Enters and submits incident counts and updates commitments in their countries."),
            frozenset(
                STAFF
                | ENTER_INCIDENTS
                | REPORT_COMMITMENTS
                | KEEP_INSTRUMENTS
                | KEEP_COUNTRY_PAGES
                | KEEP_SOURCES
            ),
            Classification.CONFIDENTIAL,
        ),
        Role(
            "reviewer",
            _("Reviewer"),
            _("Returns or approves what others submitted, chooses main figures, verifies status."),
            frozenset(
                STAFF
                | DECIDE_PROJECTS
                | KEEP_COUNTRY_PAGES
                | KEEP_SOURCES
                | {
                    "incidents.view_exact_submission",
                    "incidents.view_cell",
                    "incidents.review_submission",
                    "incidents.publish_submission",
                    "incidents.view_exact_justicecaseload",
                    "incidents.publish_justicecaseload",
                    "incidents.add_mainfigure",
                    "commitments.verify_commitment",
                    "commitments.verify_action",
                }
            ),
            Classification.STRICTLY_CONFIDENTIAL,
        ),
        Role(
            "focal-point",
            _("Commitments focal point"),
            _("Updates the status and evidence of the commitments of their country."),
            frozenset(STAFF | REPORT_COMMITMENTS),
            Classification.INTERNAL,
        ),
        Role(
            "reader",
            _("Reader"),
            _("Reads what is released and public."),
            frozenset(READ),
            Classification.PUBLIC,
        ),
        Role(
            "donor",
            _("Donor"),
            _("Reads projects, public documents and released tables."),
            frozenset(READ),
            Classification.PUBLIC,
        ),
        Role(
            "auditor",
            _("Auditor"),
            _("Reads the audit trail and every history; changes nothing."),
            frozenset(
                STAFF | {"audit.view_event", "access.view_membership", "accounts.view_user"}
            ),
            Classification.STRICTLY_CONFIDENTIAL,
        ),
        Role(
            "administrator",
            _("Administrator"),
            _("Keeps people, memberships and code lists; sees no exact count by that right."),
            frozenset(
                REFERENCE
                | {
                    f"reference.add_{name}"
                    for name in ("country", "region", "code", "organisation")
                }
                | {
                    f"reference.change_{name}"
                    for name in ("country", "region", "code", "organisation")
                }
                | {
                    "access.enter_admin",
                    "access.view_staff_names",
                    "access.view_membership",
                    "access.add_membership",
                    "access.change_membership",
                    "accounts.view_user",
                    "accounts.add_user",
                    "accounts.change_user",
                }
            ),
            Classification.INTERNAL,
        ),
    ]
}

CHOICES = [(role.slug, role.name) for role in ROLES.values()]
