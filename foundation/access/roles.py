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


def _each(app: str, actions: str, models: str) -> set[str]:
    """Every one of these actions on every one of these kinds of record."""
    return {f"{app}.{action}_{model}" for action in actions.split() for model in models.split()}


READABLE = {
    "reference": "country region organisation alias source listing code",
    "overview": "situation keyfigure keydate difference statement",
    "projects": (
        "fund project participation projectdocument registerentry reportdue result "
        "resultindicator resultmeasurement transaction budgetrevision revisionline "
        "extension lifestep documenttext"
    ),
    "incidents": (
        "submission tabulation mainfigure justicecaseload explanation "
        "release releasedtable releasedcell"
    ),
    "commitments": (
        "instrument instrumentparty instrumentdate paragraph instrumentdocument area "
        "commitment action statuschange indicator target measurement statedprogress resultlink "
        "serving budgetline dispute evidence"
    ),
}


def _readable(action: str, apps: str) -> set[str]:
    """One action on every kind of record that these apps show."""
    return set().union(*(_each(app, action, READABLE[app]) for app in apps.split()))


REFERENCE = _readable("view", "reference")
READ = _readable("view", "reference overview projects incidents commitments")
# What may be taken out as a file. Of incidents only what its pages show to the same person.
TAKE = _readable("export", "reference overview projects incidents commitments")
TAKE_RELEASES = _each("incidents", "export", "release releasedtable releasedcell")
TAKE_PROJECTS = _readable("export", "reference projects") | TAKE_RELEASES
TAKE_COMMITMENTS = _readable("export", "reference overview projects commitments") | TAKE_RELEASES
STAFF = (
    READ
    | {"access.enter_admin", "access.view_staff_names"}
    | {"projects.view_history_project"}
    | {"commitments.view_history_commitment", "commitments.view_history_instrument"}
    | {"overview.view_history_situation"}
)
# A draft, its cells and its exact counts go together: who may write them may read them.
ENTER_INCIDENTS = (
    _each("incidents", "view add change delete", "cell")
    | _each("incidents", "add change", "submission justicecaseload")
    | _each("incidents", "add change delete", "tabulation")
    | _each("imports", "add", "batch")
    | {"incidents.view_exact_submission", "incidents.view_exact_justicecaseload"}
    | {"incidents.add_explanation"}
    | {"incidents.view_preparation"}
)
REPORT_COMMITMENTS = (
    _each("commitments", "change", "commitment")
    | _each("commitments", "change add", "action")
    | _each("commitments", "add delete", "resultlink serving")
    | _each("commitments", "add change", "measurement evidence budgetline")
    | _each("commitments", "add", "dispute")
    | {"commitments.update_commitment", "commitments.update_action"}
)
KEEP_INSTRUMENTS = (
    _each(
        "commitments",
        "add change",
        "instrument instrumentdate paragraph instrumentdocument area indicator statedprogress",
    )
    | _each("commitments", "add change delete", "instrumentparty")
    | _each("commitments", "add", "commitment target")
    | _each("imports", "add", "batch")
)
KEEP_COUNTRY_PAGES = _each(
    "overview", "add change", "situation keyfigure keydate difference"
) | _each("overview", "add change delete", "statement")
KEEP_SOURCES = _each("reference", "add change", "source organisation listing") | _each(
    "reference", "add change delete", "alias"
)
KEEP_PROJECTS = (
    _each("imports", "add", "batch")
    | _each(
        "projects",
        "add change",
        "project fund projectdocument registerentry reportdue result resultindicator "
        "resultmeasurement budgetrevision extension",
    )
    | _each("projects", "add change delete", "participation revisionline")
    | _each("projects", "add", "transaction")
    | {"projects.choose_registerentry", "projects.move_project"}
)
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
            frozenset(
                STAFF
                | KEEP_PROJECTS
                | DECIDE_PROJECTS
                | KEEP_SOURCES
                | KEEP_COUNTRY_PAGES
                | TAKE_COMMITMENTS
                | {"exports.approve_export"}
            ),
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
                | TAKE
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
                | TAKE
                | {
                    "exports.approve_export",
                    "incidents.view_exact_submission",
                    "incidents.view_cell",
                    "incidents.review_submission",
                    "incidents.publish_submission",
                    "incidents.view_exact_justicecaseload",
                    "incidents.publish_justicecaseload",
                    "incidents.add_mainfigure",
                    "incidents.add_explanation",
                    "incidents.add_release",
                    "incidents.approve_release",
                    "incidents.view_preparation",
                    "commitments.add_dispute",
                    "commitments.add_evidence",
                    "commitments.change_evidence",
                    "commitments.verify_commitment",
                    "commitments.verify_action",
                    "commitments.review_measurement",
                }
            ),
            Classification.STRICTLY_CONFIDENTIAL,
        ),
        Role(
            "focal-point",
            _("Commitments focal point"),
            _("Updates the status and evidence of the commitments of their country."),
            frozenset(STAFF | REPORT_COMMITMENTS | TAKE_COMMITMENTS),
            Classification.INTERNAL,
        ),
        Role(
            "reader",
            _("Reader"),
            _("Reads what is released and public, and takes it out."),
            frozenset(READ | TAKE),
            Classification.PUBLIC,
        ),
        Role(
            "donor",
            _("Donor"),
            _("Reads projects, public documents and released tables, and takes them out."),
            frozenset(READ | TAKE_PROJECTS),
            Classification.PUBLIC,
        ),
        Role(
            "auditor",
            _("Auditor"),
            _("Reads the audit trail and every history; changes nothing."),
            frozenset(
                STAFF
                | {"audit.view_event", "access.view_membership", "accounts.view_user"}
                | {"audit.export_event", "access.export_membership", "exports.view_export"}
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

# Kinds of record that leave as files: while one is made, who may see one must take it out too.
TAKEN = frozenset(
    permission
    for role in ROLES.values()
    for permission in role.permissions
    if permission.partition(".")[2].startswith("export_")
)
# True counts, which no file carries that is for more than its reader and who needs it.
EXACT = frozenset({
    "incidents.view_exact_submission", "incidents.view_exact_justicecaseload",
    "incidents.view_cell",
})  # fmt: skip

CHOICES = [(role.slug, role.name) for role in ROLES.values()]
