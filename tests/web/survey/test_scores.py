"""Scores from 0 to 5, and answers on paper by people without an e-mail address."""

import pytest
from django.utils import timezone, translation

from tests.people import NOW
from tests.web.survey.asking import a_group, a_person, a_round, again, answer, close, slips
from veivalg.web.access.doors import Refused
from veivalg.web.audit.models import AuditEntry
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.survey.models import Item
from veivalg.web.survey.operations import answering, handing_out, rounds
from veivalg.web.survey.operations.rounds import Question
from veivalg.web.survey.questions import AnswersWrong
from veivalg.web.survey.results import results_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def a_scored_round(people, *, now=NOW, **more):
    found = a_round(people, asks=(), is_open=False, now=now, **more)
    question = Question(key="score", kind=Item.Kind.SCORE, text={"nb": "Retning"}, low_end={"nb": "ingenting"})
    given = {"actor": people.secretary.actor, "council": people.council, "round_id": found.pk, "now": now}
    rounds.add_item(question=question, **given)
    rounds.open_round(**given)
    return again(found)


def test_a_score_goes_from_0_to_5(people):
    found = a_scored_round(people)
    for code, value in zip(slips(people, found, 6), ["0", 0, 5, "5", 3, 1], strict=True):
        answer(found, code, value)
    total = results_of(close(people, found)).items[0].total
    assert total.counts == {"0": 2, "1": 1, "2": 0, "3": 1, "4": 0, "5": 2}


@pytest.mark.parametrize("value", [6, -1, "fem", "dont_know", 2.5, True])
def test_other_scores_are_refused(people, value):
    found = a_scored_round(people)
    with pytest.raises(AnswersWrong, match="0 to 5"):
        answer(found, slips(people, found, 1)[0], value)


def test_the_page_shows_six_numbers_and_nothing_not_to_know(people, client):
    # Pages are of this very moment.
    now = timezone.now()
    found = a_scored_round(people, now=now)
    text = client.post("/kode/", {"code": slips(people, found, 1, now=now)[0]}).content.decode()
    item = found.items.get()
    assert [f'name="q{item.pk}" value="{step}"' in text for step in range(7)] == [True] * 6 + [False]
    assert "dont_know" not in text
    assert "0 = ingenting" in text


def test_people_without_an_address_can_be_typed_in_from_paper(people):
    found = a_round(people, mode="open")
    person = a_person(people, email="")
    given = {"actor": people.secretary.actor, "council": people.council, "round_id": found.pk, "now": NOW}
    handing_out.invite_to_paper(people=[(person, None)], **given)
    invitation = found.invitations.get()
    item = found.items.get()
    answering.enter_paper_ballot(answers={str(item.pk): 4}, sending="", invitation_id=invitation.pk, **given)
    assert again(found).paper_count == again(found).issued_count == 1
    assert AuditEntry.objects.filter(verb="survey.code.issue").count() == 1


def test_an_anonymous_round_has_no_list_of_people(people):
    found = a_round(people)
    with pytest.raises(NotPossible, match="no list"):
        handing_out.invite_to_paper(
            actor=people.secretary.actor,
            council=people.council,
            round_id=found.pk,
            people=[(a_person(people), None)],
            now=NOW,
        )


def test_only_the_secretariat_of_the_round_lists_people_and_only_its_own(people):
    found = a_round(people, mode="open")
    given = {"council": people.council, "round_id": found.pk, "now": NOW}
    with pytest.raises(Refused):
        handing_out.invite_to_paper(actor=people.reader.actor, people=[], **given)
    other = a_group(people, a_round(people, mode="open"))
    with pytest.raises(NotPossible, match="group"):
        handing_out.invite_to_paper(actor=people.secretary.actor, people=[(a_person(people), other)], **given)
    assert not found.invitations.exists()
