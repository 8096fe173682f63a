"""axe-core on every page kind, at a desk and on a phone, light and dark."""

import pytest

from incidents.models import Tabulation

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PIVOT = (
    "/incidents/explore/?country=veloria&source=veloria-quarterly-notes"
    "&rows=region&cols=form&show=row&at=here"
)
KINDS = [
    ("sign-in", None, "/account/login/"),
    ("home", "programme-officer", "/"),
    ("list", "programme-officer", "/projects/"),
    ("list-filtered", "reader", "/projects/?q=nothing-like-this"),
    ("project", "programme-officer", "/projects/UNA046/"),
    ("project-money", "programme-officer", "/projects/XV001/money/"),
    ("project-life", "programme-officer", "/projects/XV004/life/"),
    ("project-results", "programme-officer", "/projects/XV001/results/"),
    ("project-reports", "programme-officer", "/projects/XV001/reports/"),
    ("project-documents", "programme-officer", "/projects/XV001/documents/"),
    ("document-form", "programme-officer", "/projects/XV001/documents/add/"),
    ("ledger-form", "programme-officer", "/projects/XV001/money/add/"),
    ("revision-form", "programme-officer", "/projects/XV004/revisions/add/"),
    ("fact-sheet", "donor", "/projects/XV001/factsheet/"),
    ("portfolio-figures", "donor", "/projects/figures/"),
    ("timeline", "donor", "/projects/timeline/"),
    ("documents", "reader", "/projects/documents/"),
    ("reports-due", "programme-officer", "/projects/reports/"),
    ("bulk", "programme-officer", "/projects/bulk/?do=close&pick=XV001&pick=XV006"),
    ("imports", "programme-officer", "/imports/"),
    ("import", "programme-officer", "/imports/ledger/"),
    ("import-counts", "wpa-sample", "/imports/submission/"),
    ("import-into-draft", "wpa-sample", "/incidents/records/q5k9x3zs/import/"),
    ("import-iati", "programme-officer", "/imports/iati/"),
    ("iati", "programme-officer", "/reports/iati/?country=veloria"),
    ("project-form", "programme-officer", "/projects/UNA052/edit/"),
    ("register", "programme-officer", "/projects/UNA052/register/"),
    ("countries", "reader", "/countries/"),
    ("country", "reader", "/countries/mali/"),
    ("differences", "programme-officer", "/countries/mali/differences/"),
    ("difference-form", "programme-officer", "/countries/mali/differences/add/"),
    ("incidents", "reader", "/incidents/?country=mali&year=2019"),
    ("incidents-hidden", "programme-officer", "/incidents/?country=veloria&year=2024"),
    ("incidents-exact", "wpa-sample", "/incidents/?country=veloria&year=2024"),
    ("compare", "reviewer", "/incidents/compare/?country=mali&year=2019"),
    ("explore", "wpa-sample", "/incidents/explore/?country=veloria"),
    ("explore-pivot", "wpa-sample", PIVOT),
    ("explore-beside", "wpa-sample", "/incidents/explore/?country=veloria&side=by-side"),
    ("record-form", "wpa-sample", "/incidents/records/add/"),
    ("grid", "wpa-sample", "/incidents/records/q5k9x3zs/tables/{table}/"),
    ("record-edit", "wpa-sample", "/incidents/records/q5k9x3zs/edit/"),
    ("findings", "wpa-sample", "/incidents/records/f6y4d8hc/"),
    ("explain", "wpa-sample", "/incidents/records/f6y4d8hc/findings/parts_f6y4d8hc-survivor/"),
    ("releases", "reader", "/incidents/releases/"),
    ("release", "reader", "/incidents/releases/r3k7m2vd/"),
    ("release-preview", "reviewer", "/incidents/releases/w9d4h6xc/"),
    ("release-check", "wpa-sample", "/incidents/releases/r3k7m2vd/check/"),
    ("release-choose", "reviewer", "/incidents/releases/add/"),
    ("release-form", "reviewer", "/incidents/records/p8f3w5tj/release/"),
    ("release-approve", "reviewer", "/incidents/releases/w9d4h6xc/approve/"),
    ("justice", "reader", "/incidents/justice/?country=mali"),
    ("instruments", "reader", "/commitments/"),
    ("board", "focal-point", "/commitments/mali/resolution-2480-2019/"),
    ("board-sample", "wpa-sample", "/commitments/veloria/joint-communique-2022/"),
    ("table", "reader", "/commitments/mali/nap-2012-2014/table/"),
    ("commitment", "focal-point", "/commitments/mali/resolution-2480-2019/op58/"),
    ("indicator", "reader", "/commitments/indicators/women-ministers/"),
    ("indicator-targets", "wpa-sample", "/commitments/indicators/veloria-women-police/"),
    ("parties", "reader", "/commitments/parties/"),
    ("party", "wpa-mali", "/commitments/parties/cma/"),
    ("instruments-time", "reader", "/commitments/timeline/?country=mali"),
    ("instrument-time", "reader", "/commitments/veloria/joint-communique-2022/timeline/"),
    ("budget", "wpa-sample", "/commitments/veloria/joint-communique-2022/budget/"),
    ("structure", "wpa-sample", "/commitments/veloria/joint-communique-2022/structure/"),
    ("search", "reader", "/search/?q=mali"),
    ("source", "reader", "/sources/s-2020-487/"),
    ("organisation", "reader", "/organisations/unifem/"),
    ("trail", "auditor", "/audit/"),
    ("roles", "reader", "/manage/roles/"),
    ("settings", "reader", "/account/"),
    ("about", "reader", "/about-the-data/"),
    ("components", "auditor", "/components/"),
    ("not-found", "reader", "/countries/nowhere/"),
    ("refused", "reader", "/audit/"),
]


def violations(page, axe):
    found = axe.run(page).response["violations"]
    return [f"{rule['id']}: {node['html'][:120]}" for rule in found for node in rule["nodes"]]


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_axe_finds_nothing_on_any_page_kind(visitor, width, scheme):
    from axe_playwright_python.sync_playwright import Axe

    axe, visitors, wrong = Axe(), {}, {}
    table = Tabulation.objects.get(submission__reference="q5k9x3zs").pk
    for name, person, path in KINDS:
        if person not in visitors:
            visitors[person] = visitor(width, color_scheme=scheme)
            if person:
                visitors[person].sign_in(person)
        one = visitors[person]
        one.go(path.format(table=table))
        one.picture(name)
        found = violations(one.page, axe)
        if one.spills_sideways():
            found.append("the page scrolls sideways")
        found += one.complaints
        one.complaints.clear()
        if found:
            wrong[name] = found
    assert wrong == {}
