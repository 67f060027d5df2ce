"""Two who register the same thing in the same moment."""

from functools import partial

import pytest

from tests.people import NOW, TODAY, People, someone, with_role
from tests.web.agreements.agreeing import an_agreement, answered, in_force, sent
from tests.web.councils.test_at_once import at_once
from veivalg.web.access.catalogue import Role
from veivalg.web.agreements.models import (
    AgreementChange,
    AgreementEdition,
    CooperationAgreement,
    ParticipantConsent,
)
from veivalg.web.agreements.operations import sending, text
from veivalg.web.councils.refusals import NotPossible

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def people(transactional_db):
    return People()


@pytest.fixture
def two(people):
    other = with_role(someone("annen"), people.council, Role.SECRETARIAT)
    return people.secretary.actor, other.actor


def test_two_who_register_the_same_participants_answer_register_one(people, two):
    an_agreement(people.council)
    change = sent(people.council)
    participant = people.participants[0]
    outcomes = at_once(*(partial(answered, change, participant, actor=actor) for actor in two))

    assert outcomes == ["", NotPossible.__name__]
    assert ParticipantConsent.objects.count() == 1


def test_two_who_begin_the_agreement_begin_one(people, two):
    outcomes = at_once(*(partial(text.begin_agreement, actor=actor, council=people.council, now=NOW) for actor in two))

    assert outcomes == ["", NotPossible.__name__]
    assert CooperationAgreement.objects.count() == 1


def test_two_who_send_the_text_out_send_one(people, two):
    an_agreement(people.council)
    outcomes = at_once(*(partial(sent, people.council, actor=actor) for actor in two))

    assert outcomes == ["", NotPossible.__name__]
    assert AgreementChange.objects.count() == 1


def test_a_change_is_not_withdrawn_and_put_in_force_by_two_at_once(people, two):
    an_agreement(people.council)
    change = sent(people.council)
    for participant in people.participants:
        answered(change, participant, decided_on=TODAY)
    withdraw = partial(
        sending.withdraw, actor=two[0], council=people.council, change_id=change.pk, reason="Nei", now=NOW
    )
    outcomes = at_once(withdraw, partial(in_force, change, actor=two[1]))
    change.refresh_from_db()

    assert outcomes == ["", NotPossible.__name__]
    assert (change.state == AgreementChange.State.IN_FORCE) == AgreementEdition.objects.exists()
