"""Many who answer in the same moment, the same answer sent twice at once, and a round that closes meanwhile."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.people import People, someone, with_role
from tests.web.councils.test_at_once import at_once
from tests.web.survey.asking import a_person, a_round, again, answer, slips
from veivalg.web.access.catalogue import Role
from veivalg.web.outbox.models import Message
from veivalg.web.survey.models import Ballot
from veivalg.web.survey.operations import closing, handing_out

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def people(transactional_db):
    return People()


@pytest.fixture
def now():
    return timezone.now()


def test_thirty_who_answer_at_once_are_thirty_answers(people, now):
    found = a_round(people, now=now)
    codes = slips(people, found, 30, now=now)
    outcomes = at_once(*(lambda code=code: answer(found, code, now=now) for code in codes))

    assert outcomes == [""] * 30
    assert found.ballots.count() == 30


def test_the_same_answer_sent_eight_times_at_once_is_one(people, now):
    found = a_round(people, now=now)
    (code,) = slips(people, found, 1, now=now)
    outcomes = at_once(*[lambda: answer(found, code, 4, sending="one key", now=now)] * 8)

    assert outcomes == [""] * 8
    assert found.ballots.get().turn == 1


def test_two_different_answers_with_one_code_at_once_leave_one_and_the_other_is_told(people, now):
    found = a_round(people, now=now)
    (code,) = slips(people, found, 1, now=now)
    outcomes = at_once(
        *(lambda value=value: answer(found, code, value, sending=str(value), now=now) for value in (1, 5))
    )

    assert outcomes == ["", "AnsweredMeanwhile"]
    assert found.ballots.count() == 1


def test_an_answer_comes_wholly_before_a_closing_or_wholly_after(people, now):
    actor = people.secretary.actor
    for _ in range(4):
        found = a_round(people, now=now)
        codes = slips(people, found, 6, now=now)

        def closes(found=found):
            closing.close_round(actor=actor, council=people.council, round_id=found.pk, now=now)

        works = [lambda code=code, found=found: answer(found, code, now=now) for code in codes]
        outcomes = at_once(*works[:3], closes, *works[3:])
        counted = outcomes.count("") - 1

        assert set(outcomes) <= {"", "NotOpen"}
        assert again(found).ballot_count == found.ballots.count() == counted
        assert not Ballot.objects.filter(round=found).exclude(seal=None).exists()


def test_a_deadline_that_many_meet_at_once_closes_the_round_once(people, now):
    found = a_round(people, now=now)
    codes = slips(people, found, 6, now=now)
    for code in codes[:5]:
        answer(found, code, now=now)
    late = now + timedelta(days=7)
    outcomes = at_once(*[lambda: answer(found, codes[5], now=late)] * 4, *[lambda: closing.close_due(now=late)] * 2)

    assert outcomes == ["", "", *["NotOpen"] * 4]
    assert again(found).ballot_count == found.ballots.count() == 5


def test_links_that_two_send_at_once_are_one_code_for_each(people, now):
    found = a_round(people, now=now)
    persons = [(a_person(people, f"Person{n} Test", email=f"p{n}@example.no"), None) for n in range(3)]
    other = with_role(someone("annen"), people.council, Role.SECRETARIAT)

    def sends(who):
        given = {"actor": who.actor, "council": people.council, "round_id": found.pk, "now": now}
        return lambda: handing_out.mail_codes(people=persons, **given)

    assert at_once(sends(people.secretary), sends(other)) == ["", "NotPossible"]
    assert found.slips.count() == Message.objects.filter(kind="survey_code").count() == 3
