"""Mandates: what may be registered, and what the trail keeps of it."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.people import NOW
from tests.web.councils.seating import a_body, a_mandate, a_person, values
from veivalg.rules.mandates import Right
from veivalg.web.access.doors import Refused
from veivalg.web.audit.changes import ChangedMeanwhile
from veivalg.web.audit.models import AuditEntry
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.models import Mandate, Person
from veivalg.web.councils.operations import mandates as operations
from veivalg.web.councils.refusals import NotPossible

pytestmark = pytest.mark.django_db


@pytest.fixture
def body(people):
    return a_body(people.council)


@pytest.fixture
def kari(people):
    return a_person(people.council, email="kari@example.no")


def make(people, body, person, given=None, *, who=None, **more):
    given = given or values(people.participants[0], **more)
    return operations.make_mandate(
        actor=(who or people.secretary).actor, council=people.council, body=body, person=person, values=given, now=NOW
    )


def refusal(people, body, person, given=None, **more) -> NotPossible:
    with pytest.raises(NotPossible) as caught:
        make(people, body, person, given, **more)
    assert not AuditEntry.objects.filter(verb=Verb.MANDATE_MADE).exists()
    return caught.value


def last_entry(verb) -> AuditEntry:
    return AuditEntry.objects.filter(verb=verb).latest("id")


def test_a_member_gets_the_rights_of_members_and_the_trail_knows_the_person_by_number(people, body, kari):
    mandate = make(people, body, kari, basis="Kommunestyret, sak 61/23")

    assert (mandate.may_attend, mandate.may_speak, mandate.may_propose, mandate.may_vote) == (True,) * 4
    entry = last_entry(Verb.MANDATE_MADE)
    assert (entry.subject_id, entry.under_id, entry.council_id) == (str(mandate.pk), str(body.pk), people.council.pk)
    assert entry.changes["person"] == [None, kari.pk]
    assert "Kari" not in str(entry.changes)


@pytest.mark.parametrize(
    "who", ["representative", "municipal_contact", "reader", "youth", "neighbour", "visiting_host"]
)
def test_only_the_secretariat_registers_mandates(people, body, kari, who):
    with pytest.raises(Refused):
        make(people, body, kari, who=getattr(people, who))

    assert not Mandate.objects.exists()


def test_whoever_only_attends_cannot_vote_and_is_told_the_paragraph(people, body, kari):
    error = refusal(people, body, kari, position="attendee", rights=[Right.ATTEND, Right.VOTE])

    assert error.field == "rights"
    assert "§ 8-1" in str(error)


def test_nor_in_a_body_that_is_not_elected(people, kari):
    forum = a_body(people.council, kind="directors", name="Kommunedirektørforum")

    assert refusal(people, forum, kari, position="attendee", rights=[Right.VOTE]).field == "rights"


def test_other_rights_for_someone_without_a_seat_are_allowed(people, body, kari):
    mandate = make(people, body, kari, position="attendee", rights=[Right.ATTEND, Right.SPEAK])

    assert (mandate.may_attend, mandate.may_speak, mandate.may_propose, mandate.may_vote) == (True, True, False, False)


def test_whoever_attends_an_elected_body_has_no_rights_by_themselves(people, body, kari):
    mandate = make(people, body, kari, position="attendee")

    assert not any((mandate.may_attend, mandate.may_speak, mandate.may_propose, mandate.may_vote))


def test_a_person_or_a_participant_of_another_council_is_refused(people, body, kari):
    stranger = a_person(people.neighbour_council, "Ola")
    assert refusal(people, body, stranger).field == "person"

    other = people.neighbour_council.participants.first()
    assert refusal(people, body, kari, values(other)).field == "participant"


def test_a_member_of_the_assembly_is_chosen_by_a_participant(people, body, kari):
    error = refusal(people, body, kari, values(None))

    assert error.field == "participant"
    assert "§ 18-3" in str(error)
    committee = a_body(people.council, kind="executive", name="AU")
    assert make(people, committee, kari, values(None)).participant is None


def test_the_participant_takes_part_on_the_first_day(people, body, kari):
    participant = people.participants[0]
    participant.starts_on, participant.ends_on = date(2024, 1, 1), date(2024, 6, 30)
    participant.save()

    for day in (date(2023, 12, 31), date(2024, 7, 1)):
        assert refusal(people, body, kari, starts_on=day).field == "participant"
    assert make(people, body, kari, starts_on=date(2024, 6, 30)).pk


def test_a_mandate_lies_within_the_days_of_its_body(people, kari):
    body = a_body(people.council, starts_on=date(2024, 1, 1), ends_on=date(2024, 12, 31))

    assert refusal(people, body, kari, starts_on=date(2023, 12, 31), ends_on=date(2024, 2, 1)).field == "starts_on"
    assert refusal(people, body, kari, starts_on=date(2024, 12, 31)).field == "ends_on"
    assert refusal(people, body, kari, starts_on=date(2025, 1, 1)).field == "starts_on"
    assert make(people, body, kari, starts_on=date(2024, 12, 31), ends_on=date(2024, 12, 31)).pk


def test_the_last_day_does_not_come_before_the_first(people, body, kari):
    assert refusal(people, body, kari, ends_on=date(2023, 12, 31)).field == "ends_on"


def test_someone_sits_once_at_a_time_but_may_be_both_substitute_and_invited(people, body, kari):
    a_mandate(body, kari, starts_on=date(2023, 1, 1), ends_on=date(2024, 1, 1))

    error = refusal(people, body, kari, starts_on=date(2024, 1, 1))
    assert "Kari Nordmann" in str(error)
    assert make(people, body, kari, position="substitute", starts_on=date(2024, 1, 2)).substitute_order == 1
    assert make(people, body, kari, position="attendee", starts_on=date(2024, 1, 2)).pk


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=st.tuples(st.integers(0, 30), st.integers(0, 9)), second=st.tuples(st.integers(0, 30), st.integers(0, 9)))
def test_two_periods_are_refused_exactly_when_they_share_a_day(people, first, second):
    body, person = a_body(people.council), a_person(people.council)
    (a, length_a), (b, length_b) = first, second
    origin = date(2024, 1, 1)

    def registered(start, length):
        starts_on = origin + timedelta(days=start)
        make(people, body, person, starts_on=starts_on, ends_on=starts_on + timedelta(days=length))

    registered(a, length_a)
    share_a_day = bool(set(range(a, a + length_a + 1)) & set(range(b, b + length_b + 1)))
    if share_a_day:
        with pytest.raises(NotPossible):
            registered(b, length_b)
    else:
        registered(b, length_b)


def test_substitutes_get_the_next_free_number_and_a_taken_one_is_refused_with_its_paragraph(people, body, kari):
    for n in range(2):
        made = make(people, body, a_person(people.council, f"Vara {n}"), position="substitute")
        assert made.substitute_order == n + 1

    with pytest.raises(NotPossible) as caught:
        make(people, body, kari, position="substitute", substitute_order=2)
    assert caught.value.field == "substitute_order"
    assert "§ 7-10" in str(caught.value)
    other = values(people.participants[1], position="substitute", substitute_order=2)
    assert make(people, body, kari, other).substitute_order == 2


def test_a_number_is_only_for_substitutes(people, body, kari):
    assert make(people, body, kari, substitute_order=3).substitute_order is None


def test_a_correction_is_held_against_the_same_rules_and_the_trail_tells_the_difference(people, body, kari):
    mandate = make(people, body, kari)

    def change(version, **more):
        return operations.change_mandate(
            actor=people.secretary.actor,
            council=people.council,
            mandate_id=mandate.pk,
            version=version,
            values=values(people.participants[1], **more),
            now=NOW,
        )

    changed = change(1, position="leader")
    assert changed.version == 2
    names = [str(row) for row in people.participants]
    assert last_entry(Verb.MANDATE_CHANGED).changes == {
        "participant": names[:2],
        "position": ["member", "leader"],
    }
    with pytest.raises(NotPossible):
        change(2, ends_on=date(2020, 1, 1))
    with pytest.raises(ChangedMeanwhile):
        change(1, position="vice_leader")
    change(2, position="leader")
    assert AuditEntry.objects.filter(verb=Verb.MANDATE_CHANGED).count() == 1


def end(people, mandate, day, reason=""):
    return operations.end_mandate(
        actor=people.secretary.actor,
        council=people.council,
        mandate_id=mandate.pk,
        version=mandate.version,
        ends_on=day,
        reason=reason,
        now=NOW,
    )


def test_a_mandate_ends_with_a_reason_in_the_trail(people, body, kari):
    mandate = make(people, body, kari)

    end(people, mandate, date(2026, 12, 31), "Flyttet")

    entry = last_entry(Verb.MANDATE_ENDED)
    assert entry.changes == {"ends_on": [None, "2026-12-31"]}
    assert entry.reason == "Flyttet"


def test_a_mandate_does_not_end_before_it_begins_nor_after_it_has_ended(people, body, kari):
    mandate = make(people, body, kari, ends_on=date(2024, 6, 30))

    for day in (date(2023, 12, 31), date(2024, 7, 1)):
        with pytest.raises(NotPossible) as caught:
            end(people, mandate, day)
        assert caught.value.field == "ends_on"


def replace(people, mandate, person, day, who=None):
    return operations.replace_mandate(
        actor=(who or people.secretary).actor,
        council=people.council,
        mandate_id=mandate.pk,
        version=mandate.version,
        person=person,
        from_on=day,
        basis="Sak 12/26",
        now=NOW,
    )


def test_a_substitute_who_takes_over_ceases_to_be_one_and_no_day_is_lost(people, body, kari):
    mandate = make(people, body, kari, position="leader", ends_on=date(2027, 9, 30))
    heir = a_person(people.council, "Ola Etterfølger")
    before = make(people, body, heir, position="substitute")

    new = replace(people, mandate, heir, date(2026, 8, 1))

    mandate.refresh_from_db()
    before.refresh_from_db()
    assert (new.position, new.starts_on, new.ends_on) == ("leader", date(2026, 8, 1), date(2027, 9, 30))
    assert (new.participant, new.basis, new.may_vote) == (mandate.participant, "Sak 12/26", True)
    assert mandate.ends_on == before.ends_on == date(2026, 7, 31)
    assert mandate.replaced_by == new
    assert last_entry(Verb.MANDATE_CHANGED).changes == {"replaced_by": [None, new.pk]}
    assert AuditEntry.objects.filter(verb=Verb.MANDATE_ENDED).count() == 2


def test_a_mandate_that_has_ended_is_taken_over_from_the_day_after_and_no_later(people, body, kari):
    mandate = make(people, body, kari, ends_on=date(2026, 7, 31))
    heir = a_person(people.council, "Ola")

    with pytest.raises(NotPossible):
        replace(people, mandate, heir, date(2026, 8, 2))
    assert replace(people, mandate, heir, date(2026, 8, 1)).ends_on is None


def test_nobody_takes_over_from_themselves_or_on_the_first_day(people, body, kari):
    mandate = make(people, body, kari)

    with pytest.raises(NotPossible) as caught:
        replace(people, mandate, kari, date(2026, 1, 1))
    assert caught.value.field == "person"
    with pytest.raises(NotPossible) as caught:
        replace(people, mandate, a_person(people.council, "Ola"), mandate.starts_on)
    assert caught.value.field == "from_on"
    with pytest.raises(Refused):
        replace(people, mandate, a_person(people.council, "Ola"), date(2026, 1, 1), who=people.reader)


def test_a_takeover_that_cannot_be_done_leaves_everything_as_it_was(people, body, kari):
    mandate = make(people, body, kari)
    heir = a_person(people.council, "Ola")
    a_mandate(body, heir, participant=people.participants[1])

    with pytest.raises(NotPossible):
        replace(people, mandate, heir, date(2026, 1, 1))

    mandate.refresh_from_db()
    assert mandate.ends_on is None
    assert not AuditEntry.objects.filter(verb=Verb.MANDATE_ENDED).exists()


def remove(people, mandate, now=NOW, who=None):
    return operations.remove_mandate(
        actor=(who or people.secretary).actor,
        council=people.council,
        mandate_id=mandate.pk,
        version=mandate.version,
        now=now,
    )


def test_a_mistake_is_removed_the_same_day_and_the_trail_keeps_what_it_was(people, body, kari):
    mandate = make(people, body, kari)
    pk = mandate.pk

    remove(people, mandate)

    entry = last_entry(Verb.MANDATE_REMOVED)
    assert entry.subject_id == str(pk)
    assert entry.changes["person"] == [kari.pk, None]
    assert not Mandate.objects.exists()


def test_the_day_after_in_norway_a_mandate_can_only_be_ended(people, body, kari):
    mandate = make(people, body, kari)
    # 22.59 UTC on 24 November is 23.59 in Norway; two minutes later it is another day.
    late = NOW.replace(hour=22, minute=59)

    with pytest.raises(NotPossible):
        remove(people, mandate, late + timedelta(minutes=2))
    with pytest.raises(Refused):
        remove(people, mandate, who=people.municipal_contact)
    remove(people, mandate, late)


def test_a_mandate_of_the_neighbour_does_not_exist_here(people):
    theirs = a_mandate(a_body(people.neighbour_council), a_person(people.neighbour_council))

    for act in (remove, lambda people, row: end(people, row, date(2026, 1, 1))):
        with pytest.raises(Mandate.DoesNotExist):
            act(people, theirs)


def test_a_mandate_until_the_last_day_there_is_can_be_taken_over(people, body, kari):
    mandate = make(people, body, kari, ends_on=date.max)

    assert replace(people, mandate, a_person(people.council, "Ola Etterfølger"), date(2026, 8, 1)).ends_on == date.max


def test_someone_erased_while_the_form_was_open_gets_no_mandate(people, body, kari):
    Person.objects.filter(pk=kari.pk).update(name="", office="", party="", gender="", email="", phone="", erased_at=NOW)

    assert refusal(people, body, kari).field == "person"
