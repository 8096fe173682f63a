"""What cannot be read is answered 400, by whichever door it comes, and never with an error."""

import pytest

ADDRESSES = [
    "/search/?q=ab%00c", "/incidents/?country=%00", "/incidents/compare/?country=%00&year=2019",
    "/incidents/explore/?country=%00", "/incidents/explore/?rows=%00",
    "/incidents/justice/?country=%00", "/projects/?q=%00", "/projects/A%00/",
    "/admin/overview/situation/?classification__exact=%00", "/account/login/?next=%00",
]  # fmt: skip


@pytest.mark.parametrize("url", ADDRESSES)
def test_a_nul_in_an_address_is_a_request_that_cannot_be_read(client, reviewer, url):
    client.force_login(reviewer)
    response = client.get(url)
    assert response.status_code == 400
    assert "We could not read this request" in response.text


def test_a_text_that_only_looks_like_one_is_searched_for(client, reviewer):
    client.force_login(reviewer)
    assert client.get("/search/?q=%2500").status_code == 200
