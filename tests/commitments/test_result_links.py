"""Results of projects that serve a commitment: seen only where both ends are, added by who may."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from commitments.models import ResultLink
from foundation.audit.models import Event
from tests.commitments.factories import make_action, make_commitment, make_instrument
from tests.factories import give_role, make_source, make_user
from tests.projects.factories import make_project, make_result


@pytest.fixture
def commitment(mali):
    return make_commitment(mali)


@pytest.fixture
def result(mali):
    return make_result(make_project(mali, "UNA900"), text="Judges trained")


def link(commitment, result, **fields):
    return ResultLink.objects.create(commitment=commitment, result=result, **fields)


def add(commitment):
    return commitment.address("result_add")


def test_a_link_is_added_and_shown_at_both_ends(client, commitment, result, wpa_mali, reader):
    client.force_login(wpa_mali)
    assert add(commitment) in client.get(commitment.get_absolute_url()).text
    data = {"result": result.pk, "note": "The same judges."}
    page = client.post(add(commitment), data, follow=True)
    assert "Judges trained" in page.text
    again = client.post(add(commitment), data)
    assert again.status_code == 422
    assert "linked to the commitment already" in again.text
    assert Event.objects.filter(verb="created", target_type="commitments.ResultLink").exists()
    client.force_login(reader)
    for url, words in (
        (commitment.get_absolute_url(), "Judges trained"),
        (result.project.get_absolute_url(), commitment.title),
        (reverse("projects:results", args=["UNA900"]), commitment.title),
    ):
        page = client.get(url).text
        assert words in page
        assert "The same judges." in page
        assert "/remove/" not in page


def test_a_result_serves_one_action(client, commitment, result, wpa_mali, reader):
    step, other = (
        make_action(commitment),
        make_action(make_commitment(commitment.instrument.country)),
    )
    client.force_login(wpa_mali)
    start = f"{add(commitment)}?action={step.pk}"
    assert start in client.get(commitment.get_absolute_url()).text
    form = client.get(start).context["form"]
    assert list(form.fields["action"].queryset) == [step]
    assert str(form["action"].value()) == str(step.pk)
    data = {"action": step.pk, "result": result.pk}

    assert client.post(add(commitment), {**data, "action": other.pk}).status_code == 422
    assert client.post(add(commitment), data).status_code == 302
    again = client.post(add(commitment), data)

    assert (again.status_code, "linked to the action already" in again.text) == (422, True)
    assert ResultLink.objects.get().action == step
    client.force_login(reader)
    page = client.get(commitment.get_absolute_url())
    assert [found.results for found, _may_do in page.context["actions"]] == [[result]]
    assert "By the action:" in page.text
    assert step.title in client.get(reverse("projects:results", args=["UNA900"])).text
    with pytest.raises(ValidationError, match="another commitment"):
        ResultLink(commitment=commitment, action=other, result=result).full_clean()


def test_a_link_to_an_action_of_a_closed_source_is_closed(commitment, result, reader, wpa_mali):
    step = make_action(commitment, source=make_source(classification="internal"))
    link(commitment, result, action=step)
    assert ResultLink.objects.for_user(wpa_mali).exists()
    assert not ResultLink.objects.for_user(reader).exists()


def test_a_link_is_taken_away_after_asking(client, commitment, result, wpa_mali, reader):
    remove = commitment.address("result_remove", link(commitment, result).pk)
    client.force_login(wpa_mali)
    assert remove in client.get(commitment.get_absolute_url()).text
    assert "Judges trained" in client.get(remove).text
    assert ResultLink.objects.exists()
    assert client.post(remove).status_code == 302
    assert not ResultLink.objects.exists()
    assert Event.objects.filter(verb="deleted", target_type="commitments.ResultLink").exists()
    assert client.post(remove).status_code == 404


def test_who_may_link(client, request, commitment, result):
    pk = link(commitment, result).pk
    for person, answer in {
        "wpa_mali": 200, "focal_point": 200, "wpa_veloria": 404, "programme_officer": 403,
        "reviewer": 403, "reader": 403, "auditor": 403, "stranger": 403,
    }.items():  # fmt: skip
        client.force_login(request.getfixturevalue(person))
        for url in (add(commitment), commitment.address("result_remove", pk)):
            assert client.get(url).status_code == answer, (person, url)
            if answer != 200:
                assert client.post(url, {"result": result.pk}).status_code == answer


@pytest.mark.parametrize("closed", ["commitment", "project", "result"])
def test_a_link_is_seen_only_where_both_ends_are(mali, reader, wpa_mali, closed):
    inside = make_source(classification="internal")
    commitment = make_commitment(mali, source=inside if closed == "commitment" else None)
    project = make_project(mali, classification="internal" if closed == "project" else "public")
    result = make_result(project, source=inside if closed == "result" else make_source())
    link(commitment, result)
    assert ResultLink.objects.for_user(wpa_mali).count() == 1
    assert ResultLink.objects.for_user(reader).count() == 0


def test_a_project_of_several_countries_shows_its_link_to_who_works_everywhere(
    commitment, reader, wpa_mali
):
    link(commitment, make_result(make_project(None)))
    assert ResultLink.objects.for_user(reader).count() == 1
    assert ResultLink.objects.for_user(wpa_mali).count() == 0


def test_only_results_of_the_same_country_are_offered_and_taken(
    client, commitment, result, veloria, wpa_mali
):
    foreign = make_result(make_project(veloria), text="Elsewhere")
    give_role(wpa_mali, "reader", everywhere=True)
    client.force_login(wpa_mali)
    page = client.get(add(commitment))
    assert list(page.context["form"].fields["result"].queryset) == [result]
    assert "Elsewhere" not in page.text
    refused = client.post(add(commitment), {"result": foreign.pk})
    assert refused.status_code == 422
    row = ResultLink(commitment=commitment, result=foreign)
    with pytest.raises(Exception, match="another country"):
        row.full_clean()


def test_a_result_above_ones_ceiling_is_not_offered(client, commitment, mali, focal_point):
    make_result(make_project(mali, classification="confidential"), text="Closed result")
    client.force_login(focal_point)
    page = client.get(add(commitment))
    assert "Closed result" not in page.text


def test_an_international_commitment_is_linked_by_who_works_everywhere(client, result, mali):
    shared = make_commitment(instrument=make_instrument())
    client.force_login(make_user("wpa", mali))
    assert client.get(add(shared)).status_code == 404
    client.force_login(make_user("wpa", everywhere=True))
    assert client.post(add(shared), {"result": result.pk}).status_code == 302
