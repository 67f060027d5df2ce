"""Codes are given out once, to those who may answer, by those who may."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from tests.people import NOW
from tests.web.survey.asking import CLOSES, QUESTIONS, a_group, a_person, a_round, a_seat, again, answer, close, slips
from veivalg.web.access.doors import Refused, SecondFactorNeeded
from veivalg.web.audit.models import AuditEntry
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.models import Body
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.outbox.models import Message
from veivalg.web.survey import queries
from veivalg.web.survey.models import Invitation, Item, Round, Slip
from veivalg.web.survey.operations import answering, closing, handing_out, letters, rounds
from veivalg.web.survey.operations.rounds import Option, Plan, Question

OSLO = ZoneInfo("Europe/Oslo")


def codes_in_mail() -> dict[str, str]:
    """The newest code in the outbox for each address."""
    mails = Message.objects.filter(kind="survey_code").order_by("id")
    return {
        mail.recipient: re.search(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}", mail.body)[0] for mail in mails if mail.body
    }


def run(people, found, **more):
    return {"actor": people.secretary.actor, "council": people.council, "round_id": found.pk, "now": NOW, **more}


def test_every_step_stands_in_the_trail_without_a_code(people):
    found = a_round(people)
    handed_out = slips(people, found, 2)
    close(people, found)
    entries = AuditEntry.objects.filter(council_id=people.council.pk)

    assert {
        Verb.SURVEY_ROUND_MADE,
        Verb.SURVEY_ROUND_CHANGED,
        Verb.SURVEY_ROUND_OPENED,
        Verb.CODES_ISSUED,
        Verb.SURVEY_ROUND_CLOSED,
    } <= {entry.verb for entry in entries}
    assert not any(code in str(entry.changes) for code in handed_out for entry in entries)


@pytest.mark.parametrize(
    "role", ["representative", "municipal_contact", "action_owner", "youth", "reader", "neighbour"]
)
def test_only_the_secretariat_makes_opens_hands_out_types_in_and_closes(people, role):
    found, draft = a_round(people), a_round(people, is_open=False)
    (code,) = slips(people, found, 1)
    actor = getattr(people, role).actor
    plan = Plan(mode=Round.Mode.OPEN, title={"nb": "x"}, opens_at=NOW, closes_at=CLOSES)
    given = run(people, found, actor=actor)
    tries = [
        lambda: rounds.make_round(actor=actor, council=people.council, plan=plan, now=NOW),
        lambda: rounds.add_group(**run(people, draft, actor=actor), name="Unge"),
        lambda: rounds.add_item(**run(people, draft, actor=actor), question=QUESTIONS["choice"]),
        lambda: rounds.remove_item(**run(people, draft, actor=actor), item_id=draft.items.get().pk),
        lambda: rounds.open_round(**run(people, draft, actor=actor)),
        lambda: handing_out.issue_slips(**given, counts={None: 1}),
        lambda: handing_out.mail_codes(**given, people=[]),
        lambda: handing_out.remind(**given, people=[]),
        lambda: answering.enter_paper_ballot(**given, code=code, answers={}, sending=""),
        lambda: closing.close_round(**given),
    ]
    for attempt in tries:
        with pytest.raises(Refused):
            attempt()
    assert not again(found).is_closed
    assert Slip.objects.count() == 1


def test_a_mailbox_alone_is_not_enough_to_make_codes(people):
    found = a_round(people)
    with pytest.raises(SecondFactorNeeded):
        handing_out.issue_slips(
            **run(people, found, actor=people.secretary_without_second_factor.actor), counts={None: 5}
        )


def test_a_round_of_another_council_is_not_found(people):
    found = a_round(people)
    neighbour = {"actor": people.neighbour.actor, "council": people.neighbour_council, "round_id": found.pk, "now": NOW}
    for attempt in (
        lambda: handing_out.issue_slips(**neighbour, counts={None: 1}),
        lambda: closing.close_round(**neighbour),
        lambda: rounds.open_round(**neighbour),
        lambda: answering.enter_paper_ballot(**neighbour, code="x", answers={}, sending=""),
    ):
        with pytest.raises(Round.DoesNotExist):
            attempt()


def test_a_form_for_slips_that_is_sent_twice_makes_them_once(people):
    found = a_round(people)
    handing_out.issue_slips(**run(people, found), counts={None: 3}, issued_seen=0)
    with pytest.raises(handing_out.IssuedMeanwhile):
        handing_out.issue_slips(**run(people, found), counts={None: 3}, issued_seen=0)
    assert Slip.objects.count() == again(found).issued_count == 3


@pytest.mark.parametrize("counts", [{}, {None: 0}, {None: -1}, {None: 501}, {10**15: 1}])
def test_a_number_of_slips_that_cannot_be_is_refused(people, counts):
    found = a_round(people)
    with pytest.raises(NotPossible):
        handing_out.issue_slips(**run(people, found), counts=counts)
    assert Slip.objects.count() == 0


def test_slips_are_for_anonymous_rounds_and_no_codes_are_made_after_closing(people):
    with pytest.raises(NotPossible):
        slips(people, a_round(people, mode="open"), 1)
    found = a_round(people)
    with pytest.raises(NotPossible):
        slips(people, found, 1, now=CLOSES)
    close(people, found)
    with pytest.raises(NotPossible):
        slips(people, again(found), 1)


def test_an_invitation_is_one_persons_and_a_new_link_replaces_the_former(people):
    found = a_round(people, mode="open")
    kari, ola = a_person(people), a_person(people, "Ola Hansen", email="")
    missed = handing_out.mail_codes(**run(people, found), people=[(kari, None), (ola, None)]).missed
    first = codes_in_mail()[kari.email]
    assert missed == [ola]
    assert handing_out.remind(**run(people, found), people=[kari, ola]) == 1
    second = codes_in_mail()[kari.email]

    assert Invitation.objects.get().person == kari
    assert again(found).issued_count == 1
    with pytest.raises(answering.CodeUnknown):
        answer(found, first)
    answer(found, second)
    assert handing_out.remind(**run(people, found), people=[kari]) == 0


def test_nobody_is_mailed_two_codes_to_an_anonymous_round_however_often_it_is_sent(people):
    found = a_round(people)
    kari, ola = a_person(people), a_person(people, "Ola Hansen", email="ola@example.no")
    handing_out.mail_codes(**run(people, found), people=[(kari, None), (kari, None)])
    with pytest.raises(NotPossible):
        handing_out.mail_codes(**run(people, found, now=NOW + timedelta(days=2)), people=[(kari, None)])
    # Who sits in another body as well, or came later: only those who have none get one.
    mailed = handing_out.mail_codes(**run(people, found), people=[(kari, None), (ola, None)])

    assert (mailed.count, mailed.missed) == (1, [])
    assert Slip.objects.count() == again(found).issued_count == 2
    assert sorted(codes_in_mail()) == sorted([kari.email, "ola@example.no"])


def test_a_button_that_is_pressed_twice_sends_one_mail_to_each(people):
    for mode in ("open", "anonymous"):
        found, kari = a_round(people, mode=mode), a_person(people, f"Kari {mode}", email=f"{mode}@example.no")
        handing_out.mail_codes(**run(people, found), people=[(kari, None)])
        handing_out.remind(**run(people, found), people=[kari])
        for send in (
            lambda found=found, kari=kari: handing_out.mail_codes(**run(people, found), people=[(kari, None)]),
            lambda found=found, kari=kari: handing_out.remind(**run(people, found), people=[kari]),
        ):
            with pytest.raises(NotPossible):
                send()
        assert Message.objects.filter(recipient=kari.email).count() == 2
        later = NOW + timedelta(minutes=11)
        assert handing_out.remind(**run(people, found, now=later), people=[kari]) == 1


def test_the_mark_of_who_was_mailed_cannot_be_worked_out_once_an_anonymous_round_has_closed(people):
    found, kari = a_round(people), a_person(people)
    handing_out.mail_codes(**run(people, found), people=[(kari, None)])
    close(people, found)
    mark = Message.objects.get(kind="survey_code").key.split(":")[2]

    assert mark not in letters.marks(again(found), kari)


def test_the_link_of_someone_who_has_been_erased_answers_nothing(people):
    found, kari = a_round(people, mode="confidential"), a_person(people)
    handing_out.mail_codes(**run(people, found), people=[(kari, None)])
    code = codes_in_mail()[kari.email]
    type(kari).objects.filter(pk=kari.pk).update(erased_at=NOW, email="", name="")

    with pytest.raises(answering.CodeUnknown):
        answer(found, code)
    assert not found.ballots.exists()


@pytest.mark.parametrize(
    ("mode", "promise", "limit"),
    [
        ("open", "shown to everyone", ""),
        (
            "confidential",
            "No page shows anyone but you your name beside what you answered",
            "look them up in the database",
        ),
        ("anonymous", "nobody can find out what you answered", "changes the running server while you answer"),
    ],
)
def test_a_mail_says_what_the_mode_promises_and_what_it_does_not_cover(people, mode, promise, limit):
    type(people.council).objects.filter(pk=people.council.pk).update(language="en")
    found = a_round(people, mode=mode)
    with translation.override("en"):
        handing_out.mail_codes(
            actor=people.secretary.actor,
            council=again(found).council,
            round_id=found.pk,
            people=[(a_person(people), None)],
            now=NOW,
        )
    body = " ".join(Message.objects.get(kind="survey_code").body.split())
    assert promise in body
    assert limit in body


def test_who_has_answered_by_name_stands_in_the_trail_and_what_does_not(people):
    found = a_round(people, mode="confidential")
    kari = a_person(people)
    handing_out.mail_codes(**run(people, found), people=[(kari, None)])
    code = codes_in_mail()[kari.email]
    answer(found, code, 4)
    answer(found, code, 5, turn=1)
    entries = AuditEntry.objects.filter(verb__startswith="survey.ballot")

    assert [(entry.verb, entry.changes, entry.actor_id) for entry in entries.order_by("id")] == [
        (Verb.BALLOT_GIVEN, {}, None),
        (Verb.BALLOT_CHANGED, {}, None),
    ]


def test_a_reminder_in_an_anonymous_round_goes_to_everyone_and_holds_no_code(people):
    found = a_round(people)
    persons = [a_person(people, f"Person{n} Test") for n in range(3)]
    (code,) = slips(people, found, 1)
    answer(found, code)
    for n, person in enumerate(persons):
        person.email = f"p{n}@example.no"
        person.save()
    assert handing_out.remind(**run(people, found), people=persons) == 3
    for mail in Message.objects.filter(kind="survey_reminder"):
        assert not re.search(r"[2-9A-Z]{4}-[2-9A-Z]{4}", mail.body)
        assert "#" not in mail.body


def test_members_of_a_body_are_in_the_group_of_whoever_elected_them(people):
    found = a_round(people, is_open=False)
    first = people.participants[0]
    group = a_group(people, found, first.name, participant=first)
    kari, ola = a_person(people), a_person(people, "Ola Hansen")
    body = Body.objects.create(council=people.council, kind="assembly", name="Representantskapet")
    of_body = a_group(people, found, body.name)
    a_seat(people, kari, body=body, participant=first)
    a_seat(people, kari, body=body, participant=first)
    a_seat(people, ola, body=body)
    seats = queries.seated(found, body, on=NOW.date())

    assert {(seat.person, seat.group) for seat in seats} == {(kari, group), (ola, of_body)}


@pytest.mark.parametrize(
    "wrong",
    [
        {"closes_at": NOW},
        {"opens_at": datetime(1, 1, 1, tzinfo=OSLO)},
        {"closes_at": datetime(9999, 12, 31, 23, 59, tzinfo=OSLO)},
        {"closes_at": NOW - timedelta(days=1), "opens_at": NOW - timedelta(days=2)},
        {"smallest_group": 4},
        {"smallest_group": 1000},
        {"keep_days": 1},
        {"title": {}},
        {"title": {"nb": "x" * 201}},
        {"title": {"nb": "\0\u200b"}},
    ],
)
def test_a_round_that_cannot_be_is_refused_with_the_field(people, wrong):
    plan = Plan(**{"mode": Round.Mode.ANONYMOUS, "title": {"nb": "x"}, "opens_at": NOW, "closes_at": CLOSES, **wrong})
    with pytest.raises(NotPossible) as error:
        rounds.make_round(actor=people.secretary.actor, council=people.council, plan=plan, now=NOW)
    assert error.value.field
    assert not Round.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"key": ""},
        {"key": "scale"},
        {"kind": Item.Kind.CHOICE, "options": ()},
        {"kind": Item.Kind.CHOICE, "options": (Option(key="a", text={"nb": "a"}),) * 2},
        {
            "kind": Item.Kind.CHOICE,
            "options": (Option(key="dont_know", text={"nb": "a"}), Option(key="b", text={"nb": "b"})),
        },
        {"kind": Item.Kind.DOTS, "options": QUESTIONS["dots"].options, "amount": 0},
        {"kind": Item.Kind.BUDGET, "options": QUESTIONS["dots"].options},
        {"text": {}},
    ],
)
def test_a_question_that_cannot_be_answered_is_refused(people, wrong):
    found = a_round(people, is_open=False)
    question = Question(**{"key": "new", "kind": Item.Kind.SCALE, "text": {"nb": "?"}, **wrong})
    with pytest.raises(NotPossible):
        rounds.add_item(**run(people, found), question=question)
    assert found.items.count() == 1


def test_once_opened_questions_and_groups_stay_as_they_are(people):
    found = a_round(people)
    for attempt in (
        lambda: rounds.add_item(**run(people, found), question=QUESTIONS["choice"]),
        lambda: rounds.remove_item(**run(people, found), item_id=found.items.get().pk),
        lambda: rounds.add_group(**run(people, found), name="Unge"),
        lambda: rounds.open_round(**run(people, found)),
    ):
        with pytest.raises(NotPossible):
            attempt()


def test_groups_are_participants_of_the_council_or_have_a_name_of_their_own(people):
    found = a_round(people, is_open=False)
    rounds.add_group(**run(people, found), participant=people.participants[0])
    rounds.add_group(**run(people, found), name="Unge")
    other = people.neighbour_council.participants.first()
    for wrong in ({"participant": other}, {"name": "Unge"}, {"name": ""}, {"participant": people.participants[0]}):
        with pytest.raises(NotPossible):
            rounds.add_group(**run(people, found), **wrong)
    assert [group.name for group in found.groups.all()] == [people.participants[0].name, "Unge"]


def test_a_draft_without_questions_and_one_that_is_too_late_are_not_opened(people):
    empty = a_round(people, asks=(), is_open=False)
    late = a_round(people, is_open=False)
    for found, now in ((empty, NOW), (late, CLOSES)):
        with pytest.raises(NotPossible):
            rounds.open_round(**run(people, found, now=now))
        with pytest.raises(NotPossible):
            closing.close_round(**run(people, found))


@pytest.mark.parametrize("mode", ["anonymous", "confidential"])
def test_many_are_sent_codes_in_as_few_statements_as_a_few(people, mode, django_assert_max_num_queries):
    few, many = (a_round(people, mode=mode) for _ in range(2))
    group = a_group(people, many)
    persons = [(a_person(people, f"Person{n} Test", email=f"p{n}@example.no"), group) for n in range(120)]
    with CaptureQueriesContext(connection) as asked:
        handing_out.mail_codes(**run(people, few), people=[(person, None) for person, _ in persons[:5]])

    # While it goes on nobody can answer.
    with django_assert_max_num_queries(len(asked) + 6):
        handing_out.mail_codes(**run(people, many), people=persons)
    later = NOW + timedelta(days=1)
    with django_assert_max_num_queries(len(asked) + 10):
        handing_out.remind(**run(people, many) | {"now": later}, people=[person for person, _ in persons])

    assert again(many).issued_count == many.groups.get().issued_count == 120
    assert Message.objects.filter(kind="survey_code", key__contains=f":{many.pk}:").count() >= 120
