"""A focal point in a real browser: sign in, country, commitment, status, history."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

COMMITMENT = "/commitments/mali/resolution-2480-2019/op58/"


@pytest.mark.parametrize("width", [1280, 390])
def test_a_focal_point_edits_a_commitment_and_sees_it_in_the_history(visitor, width):
    focal = visitor(width).sign_in("focal-point")
    page = focal.page

    focal.go("/countries/mali/")
    assert page.get_by_role("heading", name="Mali", exact=True).is_visible()
    focal.picture("country")
    focal.go(COMMITMENT)
    focal.picture("commitment")
    page.get_by_role("link", name="Edit", exact=True).first.click()
    page.get_by_label("Title").fill("Carried on: the joint communiqué (checked)")
    page.get_by_role("button", name="Save").click()
    assert page.get_by_role("heading", name="(checked)").is_visible()
    page.get_by_role("link", name="History").first.click()
    history = page.locator("main").inner_text()
    assert "Carried on: the joint communiqué (checked)" in history
    assert "Demo focal point" in history
    focal.picture("history")

    for nowhere in ("/countries/veloria/", "/countries/no-such-country/"):
        assert focal.go(nowhere).status == 404
    assert not focal.spills_sideways()
    assert focal.complaints == []


def test_reporting_a_status_needs_its_reason_and_keeps_what_was_typed(visitor):
    focal = visitor().sign_in("focal-point")
    page = focal.page
    focal.go(COMMITMENT)
    form = page.locator("form", has=page.get_by_label("New status")).first
    form.get_by_label("New status").select_option(label="Implemented")
    form.get_by_label("Page or section").fill("typed before")
    form.get_by_role("button").click()

    assert page.get_by_role("alert").first.is_visible()
    assert page.get_by_label("Page or section").first.input_value() == "typed before"

    page.get_by_label("Reason").first.fill("Both parts are done.")
    page.get_by_label("Evidence").first.fill("Minutes of the committee.")
    page.locator("form", has=page.get_by_label("New status")).first.get_by_role("button").click()
    assert "Implemented" in page.locator("main").inner_text()
    assert focal.complaints == []


def test_everything_works_without_script(visitor):
    reader = visitor(java_script_enabled=False).sign_in("reader")
    reader.go("/projects/")
    reader.page.get_by_label("Search", exact=True).last.fill("UNA046")
    reader.page.get_by_role("button", name="Apply").click()
    assert "UNA046" in reader.page.locator("table").inner_text()
    assert "UNA052" not in reader.page.locator("table").inner_text()


def test_the_phone_menu_opens_by_keyboard(visitor):
    reader = visitor(390).sign_in("reader")
    page = reader.page
    reader.go("/")
    assert not page.get_by_role("link", name="Projects", exact=True).first.is_visible()
    page.locator("#nav").focus()
    page.keyboard.press("Space")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Projects").click()
    page.wait_for_url("**/projects/")
