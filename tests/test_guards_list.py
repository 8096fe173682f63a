"""The list of guards names what stands in the code: one that moved would never be switched off."""

import pytest

from .guards import GUARDS, ROOT


@pytest.mark.parametrize(
    "guard", GUARDS, ids=lambda guard: f"{guard.file}: {guard.on.strip()[:50]}"
)
def test_a_guard_stands_where_the_list_says(guard):
    assert guard.on in (ROOT / guard.file).read_text(encoding="utf-8")
    assert guard.on != guard.off
