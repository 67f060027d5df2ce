"""What is kept of what was done, read by those who may read that and nothing else: the site's log, and the history."""

import io
import logging
from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse

from tests.hostile.playing import a_barometer, send
from tests.people import NOW, TODAY
from tests.web.directions.choosing import a_choice, a_step, close, rate
from tests.web.own_things import CABINS, a_limit, an_edition, an_indicator
from tests.web.participation.voices import a_round, a_submission
from tests.web.strategy.planning import a_goal, a_small_plan, a_strategy
from tests.web.youth.panel import a_resolution
from veivalg.web.access.actor import OPERATOR
from veivalg.web.directions.operations import deciding
from veivalg.web.strategy.operations import yearly

pytestmark = pytest.mark.django_db
KEY = "Kq7-" * 10 + "x_z"
HISTORY = "/r/vestre/historikk/"
READERS = ("reader", "municipal_contact", "visiting_host")


@pytest.fixture
def said(monkeypatch):
    """What the site's own handler writes, as whoever runs the machine reads it."""
    handler = next(each for each in logging.getLogger().handlers if type(each) is logging.StreamHandler)
    written = io.StringIO()
    # Not by `setStream`, which writes out what stands in a stream that may be closed since an earlier test.
    monkeypatch.setattr(handler, "stream", written)
    return written


@pytest.mark.parametrize("method", ["options", "put", "post", "get"])
def test_no_key_of_a_link_is_written_to_the_log_however_it_is_asked_for(people, said, method):
    """A program that looks at mail asks in a way that is refused; the link still works for whoever reads the log."""
    a_submission(a_round(people.council), key=KEY)
    browser = Client(enforce_csrf_checks=True)
    addresses = ("/oppdater/{}/", "/forankring/{}/", "/r/vestre/innspill/{}/", "/r/ostre/innspill/{}/")

    for address in addresses:
        getattr(browser, method)(address.format(KEY))

    assert KEY not in said.getvalue()
    assert "/oppdater/…/" in said.getvalue()


def of(people, who: str) -> str:
    page = getattr(people, who).client.get(HISTORY)
    assert page.status_code == 200
    return page.content.decode()


@pytest.mark.parametrize("who", READERS)
def test_drafts_of_own_figures_are_not_in_the_history_of_those_who_may_not_read_them(people, who):
    hidden = an_indicator(people.council, values=[("9001", 2024, 150)], published=False)
    an_edition(people.council, [a_limit(hidden.figure_id, 100)], published=False)
    shown = replace(CABINS, name="Kaier", unit="kaier")
    an_indicator(people.council, slug="kaier", details=shown, values=[("9001", 2024, 3)])

    assert "Hytter" in of(people, "secretary")
    assert "Hytter" in of(people, "representative")
    assert "Kaier" in of(people, who)
    assert "Hytter" not in of(people, who)
    assert "Egne grenser" not in of(people, who)
    assert "hytteregion" not in of(people, who)


@pytest.mark.parametrize("who", READERS)
def test_a_round_of_questions_that_was_given_up_does_not_come_out_by_being_removed(people, who):
    desk = people.secretary.client
    draft = a_barometer(desk, title="Hemmelig spørring", own_items="Hemmelig uttalelse")
    assert "Hemmelig" not in of(people, who)
    assert send(desk, f"{draft.address}fjern/").status_code == 302

    assert "Hemmelig" in of(people, "secretary")
    assert "Hemmelig" not in of(people, who)


def test_an_action_plan_that_was_thrown_away_does_not_come_out_by_being_removed(people):
    strategy = a_small_plan(people.council)
    given = {"actor": people.secretary.actor, "council": people.council, "now": NOW}
    plan = yearly.make_action_plan(strategy_id=strategy.pk, year=2031, **given)
    assert "2031" not in of(people, "reader")
    yearly.remove_action_plan(plan_id=plan.pk, version=plan.version, **given)

    assert "2031" in of(people, "secretary")
    assert "2031" not in of(people, "reader")


def test_a_draft_that_a_choice_became_is_not_named_in_the_history_of_the_choice(people):
    choice = a_choice(people)
    taken = a_step(people, choice)
    rate(people, taken, "Tjenester", [[5, 5], [5, 5], [5, 5]])
    close(people, taken)
    given = {"actor": OPERATOR, "council": people.council, "choice_id": choice.pk, "now": NOW}
    key = next(row["key"] for row in choice.options if row["name"] == "Tjenester")
    deciding.pass_gate(reason="Vi har det travelt.", **given)
    resolution = a_resolution(people.council, on=TODAY)
    deciding.register_outcome(resolution_id=resolution.pk, chosen=[key], **given)
    draft = a_strategy(people.council, name="Det vi ikke har sagt", state="draft")
    goal = a_goal(draft)
    deciding.tie_strategy(strategy_id=draft.pk, goal_keys={key: [goal.key]}, **given)

    assert "Hva vil vi?" in of(people, "reader")
    assert "Det vi ikke har sagt" not in of(people, "reader")


@pytest.mark.parametrize("year", ["0", "10000", "999999999"])
@pytest.mark.parametrize("name", ["meetings:resolutions", "meetings:resolutions_file"])
def test_a_year_that_no_calendar_has_finds_no_resolution(people, client, name, year):
    more = {"kind": "csv"} if name.endswith("file") else {}

    assert client.get(reverse(name, kwargs={"slug": "vestre", **more}), {"aar": year}).status_code == 200
