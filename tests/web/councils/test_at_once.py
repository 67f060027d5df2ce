"""Two who do the same thing in the same moment."""

import threading
from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from django.db import connection
from django.utils import timezone

from tests.people import People, someone, with_role
from veivalg.web.access.catalogue import Role
from veivalg.web.access.doors import Refused
from veivalg.web.audit.changes import ChangedMeanwhile
from veivalg.web.councils.models import Council, Municipality, Participant, RoleAssignment
from veivalg.web.councils.operations import council as councils
from veivalg.web.councils.operations import participants, roles, set_up
from veivalg.web.councils.operations import people as people_of
from veivalg.web.councils.refusals import NotPossible

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*works: Callable[[], object]) -> list[str]:
    """Let all begin together; returns the names of what was raised, sorted, empty for what went well.

    SQLite lets one write at a time, and the tests' database in memory refuses to wait: there they come one after the
    other, each with what it knew beforehand.
    """
    waits = connection.vendor != "sqlite"
    ready, outcomes = threading.Barrier(len(works) if waits else 1), []

    def run(work: Callable[[], object]) -> None:
        ready.wait()
        try:
            work()
            outcomes.append("")
        except Exception as error:
            outcomes.append(type(error).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
        if not waits:
            thread.join(timeout=120)
    for thread in threads:
        thread.join(timeout=120)
    return sorted(outcomes)


@pytest.fixture
def people(transactional_db):
    return People()


def test_two_secretaries_who_end_each_other_leave_one(people):
    one, other = people.secretary, with_role(someone("annen"), people.council, Role.SECRETARIAT)
    rows = {who.account.pk: who.account.role_assignments.get() for who in (one, other)}

    def ends(who, whom):
        actor, row = who.actor, rows[whom.account.pk]
        return lambda: roles.end_role(actor=actor, assignment=row, now=timezone.now())

    outcomes = at_once(ends(one, other), ends(other, one))

    assert (
        RoleAssignment.objects.on(timezone.localdate()).filter(role=Role.SECRETARIAT, council=people.council).count()
        == 1
    )
    assert outcomes in (["", Refused.__name__], ["", NotPossible.__name__])


def test_the_same_municipality_registered_twice_at_once_stands_once(people):
    place = Municipality.objects.get(code="9004")
    actor = people.secretary.actor

    def add(days: int) -> Callable[[], object]:
        return lambda: participants.add_participant(
            actor=actor,
            council=people.council,
            municipality=place,
            starts_on=timezone.localdate() - timedelta(days=days),
            now=timezone.now(),
        )

    assert at_once(add(1), add(2)) == ["", NotPossible.__name__]
    assert Participant.objects.filter(council=people.council, municipality=place).count() == 1


def test_two_who_set_up_the_same_council_at_once_do_not_share_it(people):
    council = Council.objects.create(slug="nordre", name="Nordre IPR", short_name="Nordre")
    council.participants.create(municipality=Municipality.objects.get(code="9004"))
    invited = [someone(f"invitert-{n}", may_set_up_until=timezone.localdate()) for n in range(2)]

    def sets_up(who):
        actor = who.actor
        draft = set_up.start_from_list(actor=actor, council=council, now=timezone.now())
        return lambda: set_up.set_up_council(actor=actor, draft=draft, now=timezone.now())

    assert at_once(*(sets_up(who) for who in invited)) == ["", set_up.AlreadySetUp.__name__]
    assert RoleAssignment.objects.filter(council=council).count() == 1


@pytest.mark.parametrize("work", ["person", "council"])
def test_whoever_loses_a_role_cannot_hold_on_to_it_by_writing_all_the_time(people, work):
    """Each holds what the other waits for if they take it in opposite order, and the database then stops one of them.

    Half the time the one who takes the role away has come first, so it takes several rounds to meet.
    """
    boss, other = people.secretary, with_role(someone("annen"), people.council, Role.SECRETARIAT)
    row = other.account.role_assignments.get()

    def writes(actor, number):
        if work == "person":
            values = {"name": f"Person {number}"}
            return people_of.make_person(actor=actor, council=people.council, values=values, now=timezone.now())
        version = Council.objects.values_list("version", flat=True).get(pk=people.council.pk)
        values = {"secretariat": f"Rom {number}"}
        return councils.change_council(
            actor=actor, council=people.council, version=version, values=values, now=timezone.now()
        )

    for _ in range(6):
        RoleAssignment.objects.filter(pk=row.pk).update(ended_at=None)
        actor, ends = other.actor, boss.actor
        outcomes = at_once(
            *(partial(writes, actor, number) for number in range(3)),
            partial(roles.end_role, actor=ends, assignment=row, now=timezone.now()),
        )
        assert set(outcomes) <= {"", Refused.__name__, ChangedMeanwhile.__name__}
        row.refresh_from_db()
        assert row.ended_at is not None
