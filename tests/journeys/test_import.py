"""A ledger is brought in: a file with slips, the corrected file, the same file again."""

import pytest

from foundation.reference.models import Country
from projects.models import Transaction
from tests.imports.ledger import budget, ledger_file, make_setting, transfer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def violations(page):
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [f"{rule['id']}: {node['html'][:120]}" for rule in found for node in rule["nodes"]]


def send(one, *rows):
    one.go("/imports/")
    one.page.get_by_role("link", name="Ledger of projects").click()
    one.page.set_input_files(
        "input[type=file]",
        {"name": "ledger.csv", "mimeType": "text/csv", "buffer": ledger_file(*rows)},
    )
    one.page.get_by_role("button", name="Check the file").click()


def look(one, name):
    one.picture(name)
    assert violations(one.page) == []
    assert not one.spills_sideways()
    assert one.complaints == []


@pytest.mark.parametrize(("width", "script"), [(1280, True), (390, True), (390, False)])
def test_a_ledger_comes_in(visitor, width, script):
    make_setting(Country.objects.get(slug="veloria"))
    one = visitor(width, java_script_enabled=script).sign_in("programme-officer")
    page = one.page
    sent = Transaction.objects.count()

    send(one, budget(), transfer("N/A"), transfer("5.00", on="31/04/2021", voucher="V2"))
    heading = page.get_by_role("heading", level=1)
    assert heading.inner_text() == "2 rows need a correction"
    if script:
        assert page.evaluate("document.activeElement.className") == "esum msg"
        look(one, "import-errors")
    link = page.get_by_role("link", name="Row 3, Amount")
    assert link.inner_text().endswith("Enter a number, such as 119840.35.")
    link.click()
    assert page.url.endswith("#r3-amount")
    with page.expect_download() as download:
        page.get_by_role("link", name="These rows with the reasons, CSV").click()
    assert download.value.suggested_filename.startswith("ledger-")
    page.get_by_role("link", name="Send the corrected file").click()
    if script:
        look(one, "import-kind")

    send(one, budget(), transfer("119840.35"), transfer("5.00", voucher="V2"))
    assert heading.inner_text() == "3 rows can be added"
    if script:
        look(one, "import-preview")
    page.get_by_role("button", name="Add 3 rows").click()
    assert page.get_by_text("3 rows were added.").count() >= 1
    assert Transaction.objects.count() == sent + 3
    if script:
        look(one, "import-done")

    send(one, budget(), transfer("119840.35"), transfer("5.00", voucher="V2"))
    assert heading.inner_text() == "Nothing is new in this file"
    page.get_by_role("button", name="Confirm").click()
    assert page.get_by_text("Nothing was changed.").count() == 1
    assert Transaction.objects.count() == sent + 3
    one.go("/imports/")
    if script:
        look(one, "import-list")


def test_the_way_through_is_open_to_the_keyboard(visitor):
    make_setting(Country.objects.get(slug="veloria"))
    one = visitor(1280).sign_in("programme-officer")
    send(one, budget())
    page = one.page
    page.locator("main").focus()
    reached = []
    for _stop in range(30):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.innerText || ''").strip())
        if reached[-1] == "Add 1 row":
            break
    assert reached[-1] == "Add 1 row"
    page.keyboard.press("Enter")
    page.get_by_text("1 row was added.").first.wait_for()
