"""A programme officer in a real browser: by keyboard, on a desk and on a phone."""

import pytest

from tests.documents.test_reading import make_pdf

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def tab_to(page, name, role="link", most=120):
    """Walk there by Tab alone; every stop must be seen."""
    for _ in range(most):
        page.keyboard.press("Tab")
        here = page.evaluate(
            """() => { const one = document.activeElement, box = one.getBoundingClientRect();
            const name = one.getAttribute('aria-label') || one.innerText || one.name || '';
            return {name: name.trim(), seen: box.width > 0 && box.height > 0}; }"""
        )
        assert here["seen"], here
        if here["name"].startswith(name):
            return
    raise AssertionError(f"{name} is not reached by keyboard")


@pytest.mark.parametrize("width", [1280, 390])
def test_from_the_list_to_the_money_by_keyboard_alone(visitor, width):
    officer = visitor(width).sign_in("programme-officer")
    page = officer.page
    officer.go("/projects/?q=XV004")
    tab_to(page, "XV004")
    page.keyboard.press("Enter")
    page.wait_for_url("**/projects/XV004/")
    tab_to(page, "Money")
    page.keyboard.press("Enter")
    page.wait_for_url("**/money/")
    assert "363,800" in page.locator("main").inner_text()
    officer.picture("money")
    assert not officer.spills_sideways()
    assert officer.complaints == []


def test_a_posted_amount_is_corrected_and_the_row_before_stays(visitor):
    officer = visitor().sign_in("programme-officer")
    page = officer.page
    officer.go("/projects/XV004/money/")
    page.get_by_role("link", name="Correct").first.click()
    page.get_by_label("Amount", exact=True).fill("-5")
    page.get_by_label("Reason").first.fill("As the report says.")
    page.get_by_role("button", name="Post the correction").click()
    assert page.get_by_label("Amount", exact=True).input_value() == "-5"
    assert page.get_by_role("alert").first.is_visible()
    page.get_by_label("Amount", exact=True).fill("1.25")
    page.get_by_role("button", name="Post the correction").click()
    assert "As the report says." in page.locator("main").inner_text()
    assert officer.complaints == []


def test_a_file_is_sent_and_its_page_opened(visitor, tmp_path):
    file = tmp_path / "plan.pdf"
    file.write_bytes(make_pdf("Work plan"))
    officer = visitor(390).sign_in("programme-officer")
    page = officer.page
    officer.go("/projects/XV004/documents/add/")
    page.get_by_label("Title").fill("Work plan (sample)")
    page.get_by_label("Kind").select_option(label="Work plan")
    page.locator("input[type=file]").set_input_files(str(file))
    page.get_by_role("button", name="Save").click()
    page.get_by_role("heading", name="Work plan (sample)").wait_for()
    assert "plan.pdf" in page.locator("main").inner_text()
    assert officer.complaints == []


def test_a_view_is_kept_and_columns_are_chosen(visitor):
    officer = visitor().sign_in("programme-officer")
    page = officer.page
    officer.go("/projects/")
    page.get_by_label("Status").first.select_option(label="Ongoing")
    page.wait_for_url("**status=ongoing**")
    page.locator("summary", has_text="Save this view").click()
    page.get_by_label("Name of the view").fill("Running")
    page.locator("details[open]").get_by_role("button", name="Save").click()
    tab = page.get_by_role("link", name="Running")
    tab.wait_for()
    assert tab.get_attribute("aria-current") == "true"
    page.locator("summary", has_text="Columns").click()
    page.get_by_label("Balance, US$").check()
    page.get_by_role("button", name="Show", exact=True).click()
    page.get_by_role("columnheader", name="Balance, US$").wait_for()
    assert officer.complaints == []
