import pytest
from django.contrib import admin

from foundation.reference.models import Code, Country, Listing, Organisation, Region, Source


@pytest.mark.parametrize(
    ("model", "fixed"),
    [
        (Country, {"iso2", "iso3", "slug"}),
        (Region, {"country", "pcode", "vintage"}),
        (Organisation, {"slug"}),
        (Source, {"slug"}),
        (Code, {"list", "code"}),
        (Listing, set()),
    ],
)
def test_what_a_row_is_known_by_may_be_typed_once_and_not_changed(rf, model, fixed):
    page = admin.site.get_model_admin(model)

    assert not fixed & set(page.get_readonly_fields(rf.get("/")))
    assert fixed <= set(page.get_readonly_fields(rf.get("/"), model()))
