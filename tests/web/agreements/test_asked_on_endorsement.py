"""A change of the agreement that the participants are asked about on endorsement: one yes is registered once."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from tests.people import LONG_AGO, NOW, TODAY
from tests.web.agreements.agreeing import a_change, an_agreement, answered, in_force, sent
from tests.web.agreements.changing import a_resolution, page
from tests.web.endorsements.conftest import VALUES
from veivalg.web.agreements import queries
from veivalg.web.agreements.models import ParticipantConsent
from veivalg.web.audit.models import AuditEntry
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.endorsements.models import Endorsement
from veivalg.web.endorsements.operations.answers import Answer, AnswerRefused, register_answer
from veivalg.web.endorsements.operations.rounds import open_round, remove_round
from veivalg.web.meetings.operations import Content, correct_resolution

pytestmark = pytest.mark.django_db


@pytest.fixture
def change(people):
    """A change that goes to everyone, sent out."""
    return a_change(an_agreement(people.council))


@pytest.fixture
def resolution(people):
    """The council's resolution to ask the participants."""
    return a_resolution(people, on=TODAY - timedelta(days=60))


@pytest.fixture
def ask(people, resolution):
    """Opens the round."""

    def run():
        values = VALUES | {"response_by": None}
        return open_round(
            actor=people.secretary.actor,
            council=people.council,
            resolution_id=resolution.pk,
            values=values,
            on=TODAY,
            now=NOW,
        )

    return run


@pytest.fixture
def say(people, resolution):
    """Answers for a participant in the round."""

    def run(participant, result="adopted", *, reason="", days=9, **more):
        row = Endorsement.objects.get(participant=participant)
        values = {"result": result, "case_number": "PS 4/26", **more}
        if result:
            values |= {"by_whom": "municipal_council", "decided_on": TODAY - timedelta(days=days)}
        if result == "changed":
            values["amendment"] = "Fristen er to år."
        return register_answer(
            actor=people.secretary.actor,
            council=people.council,
            endorsement_id=row.pk,
            version=row.version,
            answer=Answer(**values),
            reason=reason,
            on=TODAY,
            now=NOW,
        )

    return run


def said(change, participant):
    """What stands on the change of a participant: yes, no or nothing."""
    row = ParticipantConsent.objects.standing().filter(change=change, participant=participant).first()
    return row.is_yes if row else None


def test_a_yes_on_endorsement_carries_the_change_and_is_registered_once(people, change, ask, say):
    ask()
    change.refresh_from_db()
    for participant in people.participants:
        say(participant)
    row = change.consents.first()
    assert (row.is_yes, row.decided_on, row.case_number) == (True, TODAY - timedelta(days=9), "PS 4/26")

    assert in_force(change).number == 1


def test_only_a_yes_to_the_very_text_is_a_yes(people, change, ask, say):
    ask()
    for participant, result in zip(people.participants, ("changed", "noted", "postponed"), strict=True):
        say(participant, result)

    assert [said(change, each) for each in people.participants] == [False, False, None]


def test_who_is_asked_on_endorsement_is_not_registered_under_agreement_as_well(people, change, ask, say):
    ask()
    with pytest.raises(NotPossible, match="asked about this under Endorsements"):
        answered(change, people.participants[0])
    say(people.participants[0])
    found = page(people.secretary.client, people.council, f"endring/{change.pk}/")
    assert "An answer that is registered there counts here as well" in found
    assert "Register the answer of" not in found
    assert "Correct the answer of" not in found

    assert change.consents.count() == 1


def test_a_change_that_some_have_answered_is_not_asked_about_once_more(people, change, ask):
    answered(change, people.participants[0])
    with pytest.raises(NotPossible, match="has answered “Ny avtale” under Agreement already"):
        ask()

    assert not Endorsement.objects.exists()


def test_a_corrected_answer_is_corrected_on_the_change_with_the_same_reason(people, change, ask, say):
    ask()
    own = people.participants[0]
    say(own)
    say(own, "rejected", reason="Feil møte")
    row = change.consents.newest().get()
    assert (row.is_yes, row.correction_reason, row.corrects.is_yes) == (False, "Feil møte", True)
    say(own, "", reason="Saken er ikke behandlet", case_number="")

    assert said(change, own) is None
    assert own in queries.answers(change, queries.members(people.council)).silent


def test_an_answer_that_was_taken_back_can_be_given_anew(people, change, ask, say):
    ask()
    own = people.participants[0]
    say(own)
    say(own, "postponed", reason="Feil")
    say(own, days=3)

    assert said(change, own) is True


def test_an_answer_from_before_the_text_was_frozen_is_refused_and_noted(people, change, ask, say):
    change.sent_on = TODAY - timedelta(days=5)
    change.save()
    ask()
    with pytest.raises(AnswerRefused, match="nobody can have answered it on"):
        say(people.participants[0])
    assert not Endorsement.objects.exclude(result="").exists()
    entry = AuditEntry.objects.get(verb="endorsements.endorsement.refuse")

    assert entry.changes == {"rule": [None, "other_text"]}


def test_what_is_in_force_is_not_changed_by_correcting_an_answer(people, change, ask, say):
    ask()
    for participant in people.participants:
        say(participant)
    change.refresh_from_db()
    in_force(change)
    with pytest.raises(AnswerRefused, match="in force is only changed by a new"):
        say(people.participants[0], "rejected", reason="Feil")

    assert said(change, people.participants[0]) is True


def test_when_the_question_is_taken_back_the_change_is_answered_under_agreement_again(people, change, ask):
    made = ask()
    remove_round(actor=people.secretary.actor, council=people.council, round_id=made.pk, version=made.version, now=NOW)
    change.refresh_from_db()

    assert answered(change, people.participants[0]).is_yes


def test_a_corrected_resolution_takes_the_change_along_and_stays_a_change_of_the_agreement(
    people, change, ask, say, resolution
):
    ask()

    def correct(kind):
        content = Content(
            body=resolution.body, resolved_on=resolution.resolved_on, kind=kind, title="Ny frist", text="Rettet."
        )
        return correct_resolution(
            actor=people.secretary.actor,
            council=people.council,
            resolution_id=resolution.pk,
            content=content,
            reason="Skrivefeil",
            on=TODAY,
            now=NOW,
        )

    with pytest.raises(NotPossible, match="stays a change of the agreement"):
        correct("recommendation")
    new = correct("agreement_change")
    say(people.participants[0])
    change.refresh_from_db()

    assert (change.asked_in_id, said(change, people.participants[0])) == (new.pk, True)


def test_answers_that_came_before_the_text_was_sent_out_count_when_the_secretary_says_so(people, ask, say, resolution):
    an_agreement(people.council)
    ask()
    say(people.participants[0])
    assert "Are the participants asked about this text already?" in page(
        people.secretary.client, people.council, "send/"
    )
    change = sent(people.council, sent_on=TODAY - timedelta(days=30), asked_in=resolution.pk)

    assert said(change, people.participants[0]) is True
    assert "Are the participants asked" not in page(people.secretary.client, people.council, "send/")


def test_answers_from_before_the_day_it_was_sent_out_do_not_count_for_it(people, ask, say, resolution):
    an_agreement(people.council)
    ask()
    say(people.participants[0])
    with pytest.raises(NotPossible, match="nobody can have answered it on"):
        sent(people.council, sent_on=TODAY, asked_in=resolution.pk)


def test_a_resolution_that_nobody_is_asked_about_or_that_a_neighbour_has_counts_for_nothing(people, resolution):
    an_agreement(people.council)
    for wrong in (resolution.pk, 10**9):
        with pytest.raises(NotPossible, match="Choose a resolution that the participants are asked about"):
            sent(people.council, asked_in=wrong)


def test_the_resolution_leads_to_the_change_for_those_who_may_read_it(people, change, ask, resolution):
    ask()
    address = f"/r/{people.council.slug}/vedtak/{resolution.pk}/?sprak=en"

    assert change.title in people.secretary.client.get(address).content.decode()
    assert change.title not in people.neighbour.client.get(address).content.decode()


def test_the_database_holds_a_taken_back_answer_to_be_a_correction(people, change):
    with pytest.raises(DatabaseError), transaction.atomic():
        ParticipantConsent.objects.create(
            change=change, participant=people.participants[0], is_yes=None, decided_on=LONG_AGO, registered_at=NOW
        )
