"""The demonstration's rounds about the cooperation and capacity: closed, made once, and nobody is found in them."""

from collections import Counter

import pytest
from django.test import Client
from django.utils import timezone

from tests.web.barometer.rounds import published_of
from veivalg import demo
from veivalg.rules.suppression import disclosures
from veivalg.web.barometer.models import RoundFinding
from veivalg.web.barometer.result import findings, result_of
from veivalg.web.survey.models import Round, Slip, TextAnswer


@pytest.fixture
def council(the_demo):
    demo.populate(now=timezone.now())
    return the_demo


def test_two_rounds_about_the_cooperation_and_one_about_capacity_have_closed(council):
    demo.populate(now=timezone.now())
    assert Round.objects.filter(council=council, kind="cooperation", closed_at__isnull=False).count() == 2
    assert Round.objects.filter(council=council, kind="capacity", closed_at__isnull=False).count() == 1
    assert not Slip.objects.exists()
    assert disclosures(published_of(RoundFinding.objects.all()), k=5) == ()


def test_what_has_changed_and_what_to_talk_about_first_is_there_to_see(council):
    found = result_of(findings(council, "cooperation"), 0, {})

    assert len(found.topics) == 3
    assert all(line.moved for line in found.main)
    assert any(not line.moved.may_be_chance for line in found.main)
    for address in ("samarbeid", "samarbeid/runder", "kapasitet", f"samarbeid/runder/{found.round.pk}/mote"):
        assert Client().get(f"/r/{council.slug}/{address}/").status_code == 200


def test_a_small_municipality_is_hidden_in_the_round_about_capacity(council):
    text = Client().get(f"/r/{council.slug}/kapasitet/?sprak=en").content.decode()
    assert "not shown" in text
    assert text.count('class="vv-radar"') == 4


def test_texts_wait_to_be_read_in_the_demonstration_and_some_are_published(council):
    counts = Counter(TextAnswer.objects.values_list("state", flat=True))
    assert counts == {"published": 4, "unread": 3}
    page = Client().get(f"/r/{council.slug}/samarbeid/").content.decode()
    assert "Færre saker på hvert møte" in page
    assert "Hun som leder næringsgruppa" not in page
