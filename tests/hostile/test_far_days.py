"""Days at the end of the calendar, and versions of what is not there: said no to in words, and never a fault."""

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.hostile.forms import forms_of
from tests.web.strategy.planning import a_small_plan
from tests.web.youth.panel import a_matter
from veivalg.web.endorsements.models import EndorsementTarget
from veivalg.web.participation.models import ParticipationRound

pytestmark = pytest.mark.django_db
LAST = "9999-12-31"


def address(name: str, **more) -> str:
    return reverse(name, kwargs={"slug": "vestre", **more})


def test_the_young_are_not_given_time_until_the_calendar_ends(people):
    row = a_matter(people.council, on=timezone.localdate())
    page = address("youth:extend_matter", pk=row.pk)
    form = forms_of(people.secretary.client.get(page).content)[-1]

    for planned in (LAST, row.resolution_planned_on.isoformat()):
        sent = form.filled(response_deadline=LAST, resolution_planned_on=planned)
        assert people.secretary.client.post(page, sent).status_code == 422
    row.refresh_from_db()
    assert row.version == 1


@pytest.mark.parametrize(
    "days",
    [
        {"opens_on": "9999-01-01", "response_deadline": LAST, "answers_due_on": LAST},
        {"answers_due_on": LAST},
        {"opens_on": "0001-01-01"},
    ],
)
def test_no_round_of_participation_is_prepared_for_the_end_of_the_calendar(people, days):
    desk = people.secretary.client
    a_small_plan(people.council)
    page = address("participation:new_round")
    form = forms_of(desk.get(page).content)[-1]

    assert desk.post(page, form.filled(**days)).status_code == 422
    assert not ParticipationRound.objects.exists()


def test_a_round_that_was_prepared_for_the_end_of_the_calendar_is_still_read_and_is_not_opened(people):
    """One from before the days were held against today."""
    desk = people.secretary.client
    row = ParticipationRound.objects.create(
        council=people.council,
        strategy=a_small_plan(people.council),
        title="Utkast",
        invitation="Si hva du mener.",
        open_to_change="Mål.",
        opens_on="9999-01-01",
        response_deadline=LAST,
        answers_due_on=LAST,
        made_at=timezone.now(),
    )
    pages = {name: address(f"participation:{name}", pk=row.pk) for name in ("extend_round", "open_round", "round")}

    assert {name: desk.get(page).status_code for name, page in pages.items()} == dict.fromkeys(pages, 200)
    form = forms_of(desk.get(pages["open_round"]).content)[-1]
    assert desk.post(pages["open_round"], form.filled()).status_code == 422
    row.refresh_from_db()
    assert row.is_draft


def test_a_target_that_is_not_there_is_set_whatever_version_the_form_says(people):
    page = address("endorsements:target")

    assert people.secretary.client.post(page, {"days": "90", "version": "7"}).status_code == 302
    assert people.secretary.client.post(page, {"days": "80", "version": "7"}).status_code == 409
    assert EndorsementTarget.objects.get().days == 90
