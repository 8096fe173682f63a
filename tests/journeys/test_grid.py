"""An adviser types a table: by keyboard, from a spreadsheet, saved by itself, in two tabs."""

import pytest
from playwright.sync_api import expect

from incidents.models import Submission, Tabulation

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

RECORD = "q5k9x3zs"
PASTE = """(text) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  const options = { clipboardData: data, bubbles: true, cancelable: true };
  document.activeElement.dispatchEvent(new ClipboardEvent("paste", options));
}"""
ROWS = 6  # five regions, and that none is stated


def cells(page):
    return page.locator("table.grid input:not(.own)")


def says(page):
    return page.locator("[data-self-saving-says]")


def standing(page):
    return page.locator("[data-standing]")


def saved_by_itself(page, is_there):
    """Waits until the page saved what was typed, and says so."""
    for _turn in range(75):
        if is_there():
            break
        page.wait_for_timeout(200)
    expect(says(page)).to_contain_text("Saved ")


def open_cross_table(one):
    """An empty table by region and perpetrator of one's own draft, with all rows and columns."""
    page = one.page
    one.go(f"/incidents/records/{RECORD}/tables/add/")
    page.get_by_label("Region").check()
    page.get_by_label("Perpetrator group").check()
    page.get_by_role("button", name="Go on to its rows").click()
    for what, dimension in (("Add rows", "region"), ("Add columns", "perpetrator")):
        page.locator("summary", has_text=what).click()
        page.locator(f"[name=add_{dimension}][value=all]").check()
        page.get_by_role("button", name=what).click()
        page.wait_for_load_state()
    return page


@pytest.mark.parametrize("width", [1280, 390])
def test_a_table_is_typed_pasted_added_up_and_saved_by_itself(visitor, width):
    one = visitor(width).sign_in("wpa-sample")
    page = open_cross_table(one)
    columns = page.locator("table.grid thead th").count() - 2

    cells(page).first.focus()
    page.keyboard.type("20")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    page.keyboard.type("41")
    expect(standing(page)).to_have_text("61 of 61 stated: it adds up.")
    page.keyboard.press("Escape")
    expect(standing(page)).to_have_text("20 of 61 stated: 41 not attributed.")
    page.keyboard.type("ns")
    page.keyboard.press("Enter")
    page.keyboard.press("Home")
    assert cells(page).nth(2 * columns).evaluate("it => it === document.activeElement")
    page.keyboard.press("Control+End")
    assert cells(page).last.evaluate("it => it === document.activeElement")
    table = Tabulation.objects.get(submission__reference=RECORD, order=2)
    saved_by_itself(page, lambda: table.cells.count() == 2)
    assert {(c.count, c.state) for c in table.cells.all()} == {
        (None, "not-stated"), (20, "counted"),
    }  # fmt: skip

    cells(page).nth(3 * columns).focus()
    page.evaluate(PASTE, '10\u00a0000\t"1,200"\tabc\n\t7\n')
    expect(page.locator("[data-pasted-says]")).to_have_text(
        "Cells pasted: 4. Left out, for they are no count: 1."
    )
    expect(standing(page)).to_have_text("11,227 of 61 stated: 11,166 too many.")
    expect(page.locator("table.grid tfoot output").last).to_have_text("11,227")
    one.picture("grid-typed")
    assert not one.spills_sideways()

    page.get_by_role("button", name="Save", exact=True).last.click()
    expect(page.get_by_text("Saved.", exact=True).first).to_be_visible()
    expect(standing(page)).to_have_text("11,227 of 61 stated: 11,166 too many.")
    assert sum(cell.count or 0 for cell in table.cells.all()) == 11_227
    assert cells(page).count() == columns * ROWS  # the empty rows and columns came back
    assert one.complaints == []


def test_of_two_tabs_the_second_is_shown_both_and_overwrites_nothing_by_itself(visitor):
    one = visitor().sign_in("wpa-sample")
    table = Tabulation.objects.get(submission__reference=RECORD)
    address = f"/incidents/records/{RECORD}/tables/{table.pk}/"
    one.go(address)
    first, second = one.page, one.page.context.new_page()
    second.goto(f"{one.site}{address}")

    cells(first).first.fill("34")
    expect(says(first)).to_contain_text("Saved ")
    cells(second).first.fill("99")
    expect(says(second)).to_contain_text("somebody else saved this record")

    both = second.locator("[data-conflict]")
    expect(both).to_contain_text("34")
    assert cells(second).first.input_value() == "99"
    cells(second).nth(1).fill("25")
    second.wait_for_timeout(3500)  # longer than the pause after which a page saves itself
    assert Submission.objects.get(reference=RECORD).version == 2
    assert table.cells.first().count == 34

    second.get_by_role("button", name="Save", exact=True).last.click()  # a decision
    expect(second.get_by_text("Saved.", exact=True).first).to_be_visible()
    assert [cell.count for cell in table.cells.all()][:2] == [99, 25]


def test_what_cannot_be_saved_stays_on_the_page_and_says_so(visitor):
    one = visitor().sign_in("wpa-sample")
    one.go(f"/incidents/records/{RECORD}/edit/")
    page = one.page
    page.get_by_label("Stated total").fill("many")
    page.get_by_label("Title").fill("Being written")
    expect(says(page)).to_contain_text("Not saved: Stated total: Enter a whole number.")
    page.get_by_label("Stated total").fill("61")
    page.get_by_label("Verified from").press_sequentially("12")  # a day is not yet a date
    expect(says(page)).to_contain_text("Not saved: Verified from")
    assert Submission.objects.get(reference=RECORD).title != "Being written"
    page.get_by_label("Verified from").fill("")
    expect(says(page)).to_contain_text("Saved ")
    assert Submission.objects.get(reference=RECORD).title == "Being written"
    page.get_by_label("Title").fill("Written on")
    page.get_by_role("button", name="Save").click()
    assert page.get_by_text("Written on").first.is_visible()
    assert one.complaints == []


def test_without_script_it_is_a_form(visitor):
    one = visitor(390, java_script_enabled=False).sign_in("wpa-sample")
    page = open_cross_table(one)
    assert cells(page).count() == 6 * ROWS
    cells(page).first.fill("31")
    page.keyboard.press("Enter")  # saves, and adds no rows

    expect(page.get_by_text("Saved.", exact=True).first).to_be_visible()
    expect(standing(page)).to_have_text("31 of 61 stated: 30 not attributed.")
    assert cells(page).count() == 6 * ROWS
    assert not one.spills_sideways()
