"""The ten points: where a council is, marked by its secretariat, and never lost between two who mark at once."""

import pytest
from django.test import Client
from django.utils import translation

from tests.people import NOW
from veivalg.facts.cooperation import capacity, ten_points
from veivalg.web.access.doors import Refused
from veivalg.web.audit.changes import ChangedMeanwhile
from veivalg.web.audit.models import AuditEntry
from veivalg.web.barometer import points
from veivalg.web.barometer.models import ProcessPoint
from veivalg.web.barometer.operations import points as operations
from veivalg.web.councils.refusals import NotPossible

pytestmark = pytest.mark.django_db


def mark(who, council, point="goals", *, version=1, state="finished", note="Fire mål"):
    return operations.mark_point(
        actor=who.actor, council=council, point=point, version=version, state=state, note=note, now=NOW
    )


def test_there_are_ten_points_and_five_elements_of_capacity():
    assert [point.number for point in ten_points()] == list(range(1, 11))
    assert len(capacity()) == 5
    assert all(element.statements for element in capacity())


def test_the_page_remembers_where_the_council_is(people):
    with translation.override("en"):
        assert points.heading(points.lines(people.council)) == "Ten points, and you choose where to begin"
        mark(people.secretary, people.council)
        found = points.lines(people.council)
        assert points.heading(found) == "1 of 10 points are finished; next is What is good about the place?"
        assert [line.is_here for line in found].index(True) == 1
        for point in ten_points()[1:]:
            mark(people.secretary, people.council, point.id)
        assert points.heading(points.lines(people.council)) == "All ten points are finished"


def test_a_council_that_takes_another_order_is_where_it_has_begun(people):
    mark(people.secretary, people.council, "target_groups", state="begun")
    with translation.override("en"):
        found = points.lines(people.council)
        assert [line.id for line in found if line.is_here] == ["target_groups"]
        assert points.heading(found) == "0 of 10 points are finished; you are at Whom do we need?"


def test_marking_leaves_a_trail(people):
    mark(people.secretary, people.council)

    entry = AuditEntry.objects.get(verb="barometer.point.mark")
    assert entry.actor_id == people.secretary.account.pk
    assert entry.changes["state"] == ["waiting", "finished"]


@pytest.mark.parametrize("who", ["representative", "municipal_contact", "reader", "youth", "neighbour", "nobody"])
def test_only_the_secretariat_marks(people, who):
    with pytest.raises(Refused):
        mark(getattr(people, who), people.council)
    assert not ProcessPoint.objects.exists()


def test_two_who_mark_at_once_are_told(people):
    mark(people.secretary, people.council)
    with pytest.raises(ChangedMeanwhile):
        mark(people.secretary, people.council, state="begun")
    assert ProcessPoint.objects.get().state == "finished"


def test_a_point_that_there_is_not_is_refused(people):
    with pytest.raises(NotPossible):
        mark(people.secretary, people.council, "eleventh")


def test_the_form_saves_and_leads_back(people):
    answer = people.secretary.client.post(
        "/r/vestre/ti-punkter/3/?sprak=en", {"state": "begun", "note": "Notat på delt disk", "version": 1}
    )

    assert answer.status_code == 302
    assert "Notat på delt disk" in Client().get("/r/vestre/ti-punkter/").content.decode()


@pytest.mark.parametrize(
    "sent",
    [
        {"state": "perhaps", "version": 1},
        {"state": "begun"},
        {"state": "begun", "version": 1, "note": "x" * 501},
        {"state": "begun", "version": 1, "note": "a\0b"},
    ],
)
def test_what_no_form_of_ours_sends_changes_nothing(people, sent):
    assert people.secretary.client.post("/r/vestre/ti-punkter/3/", sent).status_code < 500
    assert not ProcessPoint.objects.exists()


def test_a_change_by_another_is_shown_and_not_overwritten(people):
    mark(people.secretary, people.council, "society", note="Først")
    answer = people.secretary.client.post("/r/vestre/ti-punkter/3/", {"state": "begun", "note": "Sist", "version": 1})

    assert answer.status_code == 409
    assert ProcessPoint.objects.get().note == "Først"


@pytest.mark.parametrize("number", [0, 11])
def test_there_is_no_eleventh_point(people, number):
    assert people.secretary.client.get(f"/r/vestre/ti-punkter/{number}/").status_code == 404


def test_every_room_that_is_named_is_the_room_that_is_opened(people):
    text = Client().get("/r/vestre/samarbeid/?sprak=en").content.decode()

    assert '<a href="/r/vestre/oppfolging/">Follow-up</a>' in text
    assert '<a href="/r/vestre/medvirkning/">Participation</a>' in text


def test_a_note_that_is_too_long_is_refused_and_not_cut(people):
    with translation.override("en"), pytest.raises(NotPossible, match="room for 500") as told:
        mark(people.secretary, people.council, note="x" * 501)

    assert told.value.field == "note"
    assert mark(people.secretary, people.council, note=" x\u200b  y ").note == "x y"
