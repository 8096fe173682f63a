import pytest

from foundation.reference.classification import ORDER, Classification, highest, up_to


def test_the_order_runs_from_public_to_strictly_confidential():
    assert ORDER == ["public", "internal", "confidential", "strict"]


@pytest.mark.parametrize(
    ("ceiling", "seen"),
    [
        (Classification.PUBLIC, ["public"]),
        (Classification.INTERNAL, ["public", "internal"]),
        (Classification.CONFIDENTIAL, ["public", "internal", "confidential"]),
        (Classification.STRICTLY_CONFIDENTIAL, ORDER),
        ("internal", ["public", "internal"]),
    ],
)
def test_a_ceiling_admits_itself_and_all_below_and_nothing_above(ceiling, seen):
    assert up_to(ceiling) == seen


def test_an_unknown_ceiling_is_refused_and_opens_nothing():
    with pytest.raises(ValueError):
        up_to("secret")


@pytest.mark.parametrize(
    ("several", "one"),
    [
        ([], "public"),
        (["internal"], "internal"),
        (["confidential", "public", "internal"], "confidential"),
        (["public", Classification.STRICTLY_CONFIDENTIAL, "internal"], "strict"),
    ],
)
def test_what_is_made_of_several_is_as_restricted_as_the_strictest(several, one):
    assert highest(several) == one
