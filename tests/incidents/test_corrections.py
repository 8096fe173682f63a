"""A record is corrected once; of a chain of corrections only the last one stands."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from incidents import actions
from incidents.models import Status, Submission
from tests.incidents.factories import make_published, make_submission, make_submitted
from tests.incidents.test_editing import typed


def test_of_two_corrections_of_one_record_one_is_approved(mali, wpa_mali, second_wpa, reviewer):
    wrong = make_published(mali)
    first = make_submitted(mali, wpa_mali, supersedes=wrong)
    second = make_submitted(mali, second_wpa, supersedes=wrong)

    actions.approve(first, by=reviewer)
    with pytest.raises(ValidationError, match="corrected already"):
        actions.approve(second, by=reviewer)

    second.refresh_from_db()
    assert (second.status, second.reviewed_by) == (Status.SUBMITTED, None)
    assert set(Submission.objects.current()) == {first}
    actions.return_(second, by=reviewer, reason="Corrected already.")


def test_the_database_refuses_a_second_correction(mali):
    wrong = make_published(mali)
    make_submission(mali, supersedes=wrong)

    with pytest.raises(IntegrityError), transaction.atomic():
        make_submission(mali, supersedes=wrong)


def test_what_is_corrected_already_is_not_offered_and_not_taken(client, mali, wpa_mali):
    wrong = make_published(mali)
    last = make_published(mali, supersedes=wrong)
    client.force_login(wpa_mali)
    add = reverse("incidents:record_add")

    offered = client.get(add).context["form"].fields["supersedes"].queryset
    assert set(offered) == {last}
    sent = typed(mali, wrong.source, supersedes=wrong.pk)
    assert client.post(add, sent).status_code == 422
    assert client.post(add, {**sent, "supersedes": last.pk}).status_code == 302
    with pytest.raises(ValidationError, match="corrected already"):
        make_submission(mali, status=Status.DRAFT, supersedes=wrong).full_clean()
