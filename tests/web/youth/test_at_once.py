"""The young, and those who write down what they said, in the same moment as someone else."""

from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone

from tests.people import NOW, TODAY, People, someone, with_role
from tests.web.in_order import come_between
from tests.web.youth.panel import a_matter, one_of_the_young
from veivalg.web.access.catalogue import Role
from veivalg.web.councils.operations import roles, youth_codes
from veivalg.web.thread import operations
from veivalg.web.youth.models import YouthSubmission
from veivalg.web.youth.operations import sending

pytestmark = pytest.mark.django_db(transaction=True)
SENDING = "veivalg.web.youth.operations.sending"


@pytest.fixture
def people(transactional_db):
    return People()


def send(people, actor, key):
    sending.send_submission(
        actor=actor, council=people.council, matter_id=None, text="Mer buss", key=key, on=TODAY, now=NOW
    )


def register(people, actor, matter_id=None):
    sending.register_submission(
        actor=actor, council=people.council, matter_id=matter_id, text="Nattbuss", received_on=TODAY, on=TODAY, now=NOW
    )


def another_secretary(people):
    return with_role(someone("annen"), people.council, Role.SECRETARIAT)


def test_two_presses_in_the_same_moment_are_one(people):
    press = partial(send, people, one_of_the_young(people.council).actor, "k")

    assert come_between(press, press, stops_before=f"{SENDING}._due") == ["", ""]
    assert YouthSubmission.objects.count() == 1


def test_what_is_being_sent_when_the_account_is_erased_is_not_tied_to_it(people):
    actor = one_of_the_young(people.council).actor
    sends, erases = partial(send, people, actor, "k"), partial(operations.erase_own_account, actor=actor, now=NOW)

    assert come_between(sends, erases, stops_before=f"{SENDING}._due") == ["", ""]
    assert list(YouthSubmission.objects.values_list("text", "account")) == [("Mer buss", None)]


def test_whoever_is_being_erased_says_nothing_more(people):
    actor = one_of_the_young(people.council).actor
    sends, erases = partial(send, people, actor, "k"), partial(operations.erase_own_account, actor=actor, now=NOW)

    assert come_between(erases, sends, stops_before="veivalg.web.thread.operations.erase_own") == ["", "Refused"]
    assert not YouthSubmission.objects.exists()


@pytest.mark.parametrize("is_idea", [True, False])
def test_two_secretaries_who_register_the_same_in_the_same_moment_register_it_once(people, is_idea):
    matter_id = None if is_idea else a_matter(people.council, on=TODAY).pk
    first, second = (
        partial(register, people, who.actor, matter_id) for who in (people.secretary, another_secretary(people))
    )

    assert come_between(first, second, stops_before=f"{SENDING}._due") == ["", ""]
    assert YouthSubmission.objects.count() == 1


def ends_role_of_the_secretary(people):
    row = people.secretary.account.role_assignments.get()
    return partial(roles.end_role, actor=another_secretary(people).actor, assignment=row, now=timezone.now())


def test_whoever_registers_while_their_role_is_ended_does_not_wait_for_ever(people):
    registers = partial(register, people, people.secretary.actor)

    ends = ends_role_of_the_secretary(people)
    assert come_between(registers, ends, stops_before=f"{SENDING}._matter") == ["", ""]
    assert YouthSubmission.objects.count() == 1


def test_whoever_makes_codes_holds_the_council_before_their_roles_as_whoever_ends_one_does(people):
    now = timezone.now()
    makes = partial(
        youth_codes.make_youth_codes,
        actor=people.secretary.actor,
        council=people.council,
        labels=["Ungdomsrådet"],
        ends_on=timezone.localdate(now) + timedelta(days=90),
        now=now,
        newest_seen=youth_codes.newest_code(people.council),
    )

    ends = ends_role_of_the_secretary(people)
    stops = "veivalg.web.councils.operations.youth_codes.require"
    assert come_between(makes, ends, stops_before=stops) == ["", ""]
    assert people.council.role_assignments.filter(role=Role.YOUTH_PANEL).count() == 1
