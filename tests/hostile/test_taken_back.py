"""Whoever takes back what they sent is told that it is shown to nobody. The secretariat is somebody."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.web.participation.voices import a_round, a_submission, an_answer
from tests.web.youth.panel import a_matter, something_said
from veivalg.web.youth.models import YouthSubmission

pytestmark = pytest.mark.django_db
KEY = "k" * 43


@pytest.mark.parametrize("is_answered", [False, True])
def test_what_a_citizen_withdrew_is_on_no_page_and_in_no_file_of_the_secretariats(people, is_answered):
    desk = people.secretary.client
    row = a_round(people.council, on=timezone.localdate())
    submission = a_submission(row, "Hemmelig tekst", shown_name="Hemmelig navn", key=KEY)
    a_submission(row, "Åpen tekst")
    if is_answered:
        an_answer(submission, "Hemmelig svar")
    page = f"/r/vestre/medvirkning/innspill/{submission.pk}/"
    assert "Hemmelig tekst" in desk.get(page).content.decode()
    assert Client().post(f"/r/vestre/innspill/{KEY}/", {"gjor": "trekk", "is_sure": "on"}).status_code == 302

    assert "Hemmelig tekst" not in desk.get(page).content.decode()
    assert "Hemmelig tekst" not in desk.get(f"{page}svar/").content.decode()
    told = desk.get(f"/r/vestre/medvirkning/{row.pk}/alle-innspill.csv").content.decode()
    assert "Åpen tekst" in told
    assert "Hemmelig" not in told


def test_what_one_of_the_young_took_back_is_on_no_page_of_the_secretariats_and_still_on_their_own(people):
    young = people.youth
    matter = a_matter(people.council, on=timezone.localdate())
    said = something_said(people.council, matter, "Hemmelig tekst", account=young.account, state="received")
    pages = [reverse(f"youth:{name}", kwargs={"slug": "vestre", "pk": said.pk}) for name in ("moderate", "answer")]
    assert "Hemmelig tekst" in people.secretary.client.get(pages[0]).content.decode()
    YouthSubmission.objects.update(state=YouthSubmission.State.WITHDRAWN)

    for page in pages:
        assert "Hemmelig" not in people.secretary.client.get(page).content.decode()
    assert "Hemmelig tekst" in young.client.get("/r/vestre/ungdom/mine/").content.decode()
