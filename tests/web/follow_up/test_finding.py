"""The sentence that a page begins with is true, whatever the figures are."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from tests.people import TODAY
from veivalg.web.follow_up import finding
from veivalg.web.follow_up.situation import NEEDS_SOMETHING, OVERDUE, UNOWNED, Followed, Situation
from veivalg.web.strategy.models import Action
from veivalg.web.strategy.status import ORDER, STALE, Standing

SAID = SimpleNamespace(said_on=TODAY)


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def row(code="on_track", *, overdue=False, owned=True, deadline=None) -> Followed:
    return Followed(
        action=Action(responsible_role="secretariat" if owned else "", number=1),
        goal=None,
        standing=Standing(code, None if code == STALE else SAID),
        deadline=deadline,
        is_overdue=overdue,
        takes_part=frozenset(),
    )


def situation(*rows, is_begun=True) -> Situation:
    return Situation(TODAY, rows, (), is_begun)


HELP, LATE, OLD, WELL, DONE = row("needs_help"), row("delayed"), row(STALE), row("on_track"), row("done")


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        ([], "No action is followed up yet"),
        ([HELP, HELP, HELP, OLD, WELL], "Three of five actions need help, and nobody has said anything new about one"),
        ([HELP, WELL], "One of two actions needs help"),
        ([WELL, WELL], "All the two actions are on track"),
        ([WELL, DONE], "All the two actions are on track or done"),
        ([DONE, DONE], "All the two actions are done"),
        ([DONE], "The only action is done"),
        ([WELL], "The only action is on track"),
        ([HELP], "The only action needs help"),
        ([row("needs_help", overdue=True)], "The only action needs help"),
        ([LATE, WELL], "One of two actions is delayed"),
        ([OLD, OLD, DONE], "Nobody has said anything new about two of the three actions"),
        ([row(overdue=True), WELL], "One of two actions is past its deadline and not done"),
        ([row(owned=False), WELL], "Nobody answers for one of two actions"),
        ([HELP] * 13, "13 of 13 actions need help"),
    ],
)
def test_the_heading_says_what_is_stuck_or_that_nothing_is(rows, text):
    assert finding.heading(situation(*rows)) == text


def test_before_anyone_has_said_anything_it_says_that_and_nothing_else():
    assert finding.heading(situation(OLD, OLD, is_begun=False)) == "Nobody has said anything about the two actions yet"
    assert finding.heading(situation(OLD, is_begun=False)) == "Nobody has said anything about the only action yet"
    assert finding.step(situation(OLD, is_begun=False)) == "Nobody has said anything yet"


ROWS = st.lists(
    st.builds(row, st.sampled_from(ORDER), overdue=st.booleans(), owned=st.booleans()), min_size=2, max_size=30
)


ALL_WELL = ("All the ", "The only action that has begun is ", "No action has begun yet")
"""How a heading begins when nothing needs anything, of two actions or more."""


@given(ROWS)
def test_all_well_is_said_exactly_when_nothing_needs_anything(rows):
    found = situation(*rows)
    needs = any(found.with_kind(kind) for kind in NEEDS_SOMETHING)
    with translation.override("en"):
        assert finding.heading(found).startswith(ALL_WELL) is not needs


@given(ROWS)
def test_what_needs_help_is_always_said_with_its_number(rows):
    found = situation(*rows)
    count = len(found.with_kind("needs_help"))
    with translation.override("en"):
        heading = finding.heading(found)
        assert ("help" in heading) is bool(count)
        if count:
            assert heading.lower().startswith(f"{finding.spoken(count)} of {finding.spoken(len(rows))} ")


def test_the_front_page_is_told_only_of_what_is_stuck():
    assert finding.stuck(situation(WELL, DONE)) == ""
    assert finding.stuck(situation(OLD, WELL)) == ""
    assert finding.stuck(situation(HELP, WELL)) == "One of two actions needs help"
    assert finding.step(situation(HELP, WELL)) == "One action needs help"
    assert finding.step(situation()) == "There is no adopted plan to follow up"


def test_the_timeline_says_the_next_deadline_and_how_many_have_passed():
    soon, later = TODAY + timedelta(days=30), TODAY + timedelta(days=60)
    past = row(overdue=True, deadline=TODAY - timedelta(days=1))

    assert finding.timeline(situation(WELL)) == "No action has a day as its deadline"
    assert finding.timeline(situation(row(deadline=later), row(deadline=soon))).startswith(
        f"The next day with a deadline is {soon.day}\xa0December"
    )
    assert finding.timeline(situation(row(deadline=soon), row(deadline=soon))).endswith(", for two actions")
    assert finding.timeline(situation(row("done", deadline=soon))) == "No day with a deadline is left"
    assert finding.timeline(situation(past)) == "One action is past its deadline and not done"
    assert finding.timeline(situation(past, row(deadline=soon))).endswith(
        ", and one action is past its deadline and not done"
    )


@pytest.mark.parametrize(
    ("own", "part", "text"),
    [
        (4, 6, "Fjordby answers for four actions and takes part in six others"),
        (1, 1, "Fjordby answers for one action and takes part in one other"),
        (1, 0, "Fjordby answers for one action"),
        (0, 2, "Fjordby takes part in two actions"),
        (0, 0, "Fjordby answers for no action"),
    ],
)
def test_a_municipality_is_told_how_much_is_its_own(own, part, text):
    assert finding.municipality("Fjordby", own, part) == text


def test_an_action_can_be_both_late_and_without_anyone():
    both = row(overdue=True, owned=False)
    assert both.has(OVERDUE)
    assert both.has(UNOWNED)
    assert not WELL.has(OVERDUE)
