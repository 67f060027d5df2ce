"""Two secretaries at one table: what one removes while the other's button is on its way is not found, and no fault."""

import pytest
from django.urls import reverse

from tests.guards.doors.world import World
from tests.hostile.forms import forms_of
from tests.hostile.playing import a_barometer
from veivalg.web.endorsements.models import EndorsementRound
from veivalg.web.endorsements.views import importing
from veivalg.web.reminders.models import Referral
from veivalg.web.reminders.views import sending
from veivalg.web.survey.models import Round
from veivalg.web.survey.views import managing, running

pytestmark = pytest.mark.django_db


def removed_first(monkeypatch, where, name, model):
    """Between the page's look-up and its write the other one has pressed."""
    written = getattr(where, name)

    def late(*args, **given):
        model.objects.all().delete()
        return written(*args, **given)

    monkeypatch.setattr(where, name, late)


@pytest.mark.parametrize(
    ("page", "where", "name"),
    [("fjern", managing.managing, "remove_draft"), ("apne", running.rounds, "open_round")],
)
def test_a_draft_of_a_round_that_is_removed_meanwhile(people, monkeypatch, page, where, name):
    desk = people.secretary.client
    address = f"{a_barometer(desk).address}{page}/"
    form = forms_of(desk.get(address).content)[-1]
    removed_first(monkeypatch, where, name, Round)

    assert desk.post(address, form.filled()).status_code == 404


def test_a_referral_that_is_settled_meanwhile(people, monkeypatch):
    world = World(people)
    address = reverse("reminders:settle", kwargs={"slug": "vestre", "pk": world.referral.pk})
    removed_first(monkeypatch, sending.referrals, "settle_referral", Referral)

    assert people.secretary.client.post(address).status_code == 404


def test_a_case_that_is_removed_while_its_list_is_looked_over(people, monkeypatch):
    row = World(people).endorsement
    address = reverse("endorsements:confirm_import", kwargs={"slug": "vestre", "pk": row.round.resolution_id})
    removed_first(monkeypatch, importing, "import_answers", EndorsementRound)

    sent = {"rows": '[["Kommune", "Resultat"], ["Kommune 9001", "ja"]]'}
    assert people.secretary.client.post(address, sent).status_code == 404
