"""The structure of a plan with the keyboard alone: moved, opened, saved; no script needed."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

STRUCTURE = "/commitments/veloria/joint-communique-2022/structure/"
NAME = "(document.activeElement.innerText || '').replace(/\\s+/g, ' ').trim()"
ID = "document.activeElement.id"


def tab_to(page, name, most=150):
    """Press Tab until what has the focus is called so."""
    for _step in range(most):
        page.keyboard.press("Tab")
        if page.evaluate(NAME) == name:
            return
    pytest.fail(f"Tab never came to {name}")


@pytest.mark.parametrize(("width", "script"), [(1280, True), (390, False)])
def test_an_area_is_moved_and_a_commitment_is_edited_by_keyboard(visitor, width, script):
    adviser = visitor(width, java_script_enabled=script).sign_in("wpa-sample")
    page = adviser.page
    adviser.go(STRUCTURE)

    tab_to(page, "Down Prevention")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    heads = page.locator("main h2").all_inner_texts()
    assert [head.split(". ")[1] for head in heads[:2]] == ["Protection", "Prevention"]
    assert page.evaluate(ID).startswith("area-")  # it goes on from the row that was moved
    page.keyboard.press("Tab")
    assert page.evaluate(NAME) == "Up Prevention"

    tab_to(page, "Edit P1 Commanders order that sexual violence is forbidden (sample)")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.evaluate(ID).startswith("commitment-")
    for _step in range(3):  # reference, area, title
        page.keyboard.press("Tab")
    page.keyboard.press("End")
    page.keyboard.type(" again")
    with page.expect_navigation():
        page.keyboard.press("Enter")

    assert "forbidden (sample) again" in page.locator("main").inner_text()
    assert not adviser.spills_sideways()
    assert adviser.complaints == []
