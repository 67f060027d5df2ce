"""What a municipality owes an answer on comes in the same mail as the actions, and in no other."""

import re
from datetime import UTC, date, datetime, time, timedelta
from functools import partial

import pytest
from django.test import Client
from django.utils import timezone

from tests.people import NOW, People, someone, with_role
from tests.web.councils.test_at_once import at_once
from tests.web.endorsements.conftest import VALUES, a_resolution, an_answer, rows_of
from tests.web.strategy.planning import a_goal, a_path, a_strategy, an_action
from veivalg.web.access.actor import OPERATOR
from veivalg.web.access.catalogue import Role
from veivalg.web.access.doors import Refused
from veivalg.web.accounts.models import Account
from veivalg.web.audit.models import AuditEntry
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.models import RoleAssignment
from veivalg.web.endorsements.models import EndorsementLink
from veivalg.web.endorsements.operations import links, sending
from veivalg.web.endorsements.operations.answers import register_answer
from veivalg.web.endorsements.operations.links import LinkRefused, Reason
from veivalg.web.endorsements.operations.rounds import open_round
from veivalg.web.outbox.models import Message
from veivalg.web.reminders.models import Digest
from veivalg.web.reminders.operations import digests

pytestmark = pytest.mark.django_db
DAY = date(2026, 9, 21)
"""A Monday, ten days before the answer is wanted."""


def morning(on):
    return datetime.combine(on, time(8), tzinfo=UTC)


def write(on=DAY, **more):
    return digests.write_digests(**{"actor": OPERATOR, "on": on, "now": morning(on)} | more)


def mails():
    return list(Message.objects.exclude(body="").order_by("pk"))


def keys(body):
    return re.findall(r"/forankring/([\w-]{43})/", body)


def a_round(who, council, *, title="Felles legevakt", sent_on=date(2026, 6, 10), **more):
    """A case that has been sent to every municipality of a council."""
    made = open_round(
        actor=who.actor,
        council=council,
        resolution_id=a_resolution(council, title=title).pk,
        values=VALUES | more,
        on=DAY,
        now=morning(DAY),
    )
    made.endorsements.update(sent_on=sent_on)
    return made


@pytest.fixture
def case(people):
    people.municipal_contact  # noqa: B018 - made when asked for
    return a_round(people.secretary, people.council)


@pytest.fixture
def contact(people) -> Account:
    return people.municipal_contact.account


@pytest.fixture
def action(people, case):
    """An action that the same municipality answers for."""
    return an_action(a_path(a_goal(a_strategy(people.council))), responsible_participant=people.participants[0])


def test_actions_and_cases_come_in_one_mail(people, case, action, contact):
    sent = write()

    assert (sent.people, sent.actions, sent.cases) == (1, 1, 1)
    (mail,) = mails()
    assert mail.recipient == contact.email
    assert "/oppdater/" in mail.body
    assert len(keys(mail.body)) == 1
    (entry,) = AuditEntry.objects.filter(verb=Verb.REMINDER_SENT)
    assert entry.changes == {"actions": [None, 1], "endorsements": [None, 1]}


def test_the_case_stands_with_its_day_how_long_it_has_waited_and_its_paper(people, case):
    type(people.council).objects.update(language="en")
    write()
    (mail,) = mails()
    assert mail.subject == "What has the municipality resolved in 1 case? (Vestre)"
    assert "Kommune 9001: Felles legevakt" in mail.body
    assert "Sent 10 June 2026, 103 days ago. Answer wanted by 1 October 2026." in mail.body.replace("\xa0", " ")
    assert ".docx" in mail.body


def test_a_day_that_has_passed_is_told_as_late(people, case):
    type(people.council).objects.update(language="en")
    case.__class__.objects.update(response_by=DAY - timedelta(days=3))
    write()
    assert "so it is late" in mails()[0].body


def test_the_key_is_kept_as_a_hash_and_the_link_holds_for_a_month(case, contact):
    write()
    link, (key,) = EndorsementLink.objects.get(), keys(mails()[0].body)
    assert link.account == contact
    assert link.key_hash != key
    assert link.expires_at - link.made_at == timedelta(days=30)


def test_the_link_answers_without_signing_in_and_opening_it_changes_nothing(case):
    write()
    (key,) = keys(mails()[0].body)
    link = EndorsementLink.objects.get()
    now = morning(DAY) + timedelta(days=2)
    for method in ("get", "head"):
        Client().generic(method.upper(), f"/forankring/{key}/")
    assert EndorsementLink.objects.get().used_at is None
    given = {"key": key, "link_id": link.pk, "answer": an_answer(), "on": DAY + timedelta(days=2), "now": now}
    links.answer_by_link(**given)
    assert rows_of(case)[0].result == "adopted"


def test_the_link_closes_when_somebody_else_is_the_contact(case):
    write()
    (key,) = keys(mails()[0].body)
    RoleAssignment.objects.filter(role=Role.MUNICIPAL_CONTACT).update(ended_at=morning(DAY))
    with pytest.raises(LinkRefused) as refused:
        links.opened(key=key, link_id=EndorsementLink.objects.get().pk, on=DAY, now=morning(DAY))
    assert refused.value.reason is Reason.NOT_YOURS


def test_a_contact_in_two_councils_gets_one_mail_with_a_case_from_each(people, case, contact):
    other = people.neighbour_council
    theirs = a_round(people.neighbour, other, title="Felles arkiv")
    participant = theirs.endorsements.first().participant
    RoleAssignment.objects.create(
        account=contact,
        council=other,
        role=Role.MUNICIPAL_CONTACT,
        participant=participant,
        starts_on=date(2020, 1, 1),
        granted_at=morning(DAY),
    )
    assert write().people == 1
    (mail,) = mails()
    assert "VESTRE" in mail.body
    assert "OSTRE" in mail.body
    assert len(keys(mail.body)) == 2


def test_nobody_is_asked_about_the_same_case_again_within_a_fortnight(case):
    assert write().people == 1
    assert [write(DAY + timedelta(days=days)).people for days in (0, 1, 7, 13)] == [0, 0, 0, 0]
    assert write(DAY + timedelta(days=14)).people == 1


def test_who_was_just_sent_the_case_is_not_reminded_of_it(people, case):
    sending.send_round(actor=people.secretary.actor, council=people.council, round_id=case.pk, on=DAY, now=morning(DAY))
    assert write(DAY + timedelta(days=7)).people == 0
    assert write(DAY + timedelta(days=14)).people == 1


@pytest.mark.parametrize("on", [date(2026, 7, 6), date(2026, 9, 9)])
def test_nobody_is_reminded_in_july_or_long_before_the_day(case, on):
    assert write(on).people == 0


def test_without_a_day_a_case_is_asked_about_a_month_after_it_was_sent(people):
    people.municipal_contact  # noqa: B018 - made when asked for
    a_round(people.secretary, people.council, response_by=None, sent_on=DAY - timedelta(days=29))
    assert write().people == 0
    assert write(DAY + timedelta(days=1)).people == 1


def test_what_was_never_sent_is_not_asked_about(case):
    case.endorsements.update(sent_on=None)
    assert write().people == 0


def test_who_wants_no_mail_gets_none(case):
    Account.objects.update(mail_rhythm=Account.MailRhythm.NONE)
    assert write().people == 0


def test_who_has_answered_is_not_reminded(people, case):
    row = rows_of(case)[0]
    register_answer(
        actor=people.secretary.actor,
        council=people.council,
        endorsement_id=row.pk,
        version=row.version,
        answer=an_answer(),
        on=DAY,
        now=morning(DAY),
    )
    assert write().people == 0


def test_a_new_contact_is_asked_although_the_former_was(people, case):
    write()
    RoleAssignment.objects.filter(role=Role.MUNICIPAL_CONTACT).update(ended_at=morning(DAY))
    with_role(someone("ny"), people.council, Role.MUNICIPAL_CONTACT, participant=people.participants[0])
    assert write(DAY + timedelta(days=1)).people == 1


def test_a_mail_holds_ten_cases_and_the_rest_comes_the_next_week(people):
    people.municipal_contact  # noqa: B018 - made when asked for
    for number in range(12):
        a_round(people.secretary, people.council, title=f"Sak {number}")
    assert write().cases == 10
    assert write(DAY + timedelta(days=7)).cases == 2


def test_links_go_with_the_account(case, contact):
    write()
    sending.forget_account(account_id=contact.pk)
    assert not EndorsementLink.objects.exists()


def by_hand(who, council, on=DAY):
    return write(on, actor=who.actor, council=council)


@pytest.fixture
def in_two(people, case, contact):
    """A contact of municipalities in two councils that each have a case; the second council's secretary."""
    theirs = a_round(people.neighbour, people.neighbour_council, title="Felles arkiv")
    RoleAssignment.objects.create(
        account=contact,
        council=people.neighbour_council,
        role=Role.MUNICIPAL_CONTACT,
        participant=theirs.endorsements.first().participant,
        starts_on=date(2020, 1, 1),
        granted_at=morning(DAY),
    )
    return people.neighbour


def test_what_one_council_sends_by_hand_leaves_the_others_part_of_the_weeks_mail(people, in_two):
    assert by_hand(people.secretary, people.council).cases == 1
    # Nobody gets two mails in one day, so the ordinary one comes the day after.
    assert write().people == 0
    assert write(DAY + timedelta(days=1)).cases == 1
    first, second = mails()
    assert ("legevakt" in first.body, "arkiv" in first.body) == (True, False)
    assert ("legevakt" in second.body, "arkiv" in second.body) == (False, True)


def test_each_council_sends_by_hand_once_a_week_and_not_after_the_ordinary_mail(people, in_two):
    assert by_hand(people.secretary, people.council).people == 1
    a_round(people.secretary, people.council, title="Ny sak")
    assert by_hand(people.secretary, people.council, DAY + timedelta(days=1)).people == 0
    assert by_hand(in_two, people.neighbour_council, DAY + timedelta(days=1)).people == 1
    a_round(in_two, people.neighbour_council, title="Enda en sak")
    assert write(DAY + timedelta(days=2)).people == 0
    assert write(DAY + timedelta(days=7)).cases == 2
    a_round(people.secretary, people.council, title="Sist i uka")
    assert by_hand(people.secretary, people.council, DAY + timedelta(days=8)).people == 0


def test_only_its_own_secretariat_sends_for_a_council(people, in_two):
    for who in (people.reader, people.municipal_contact, in_two):
        with pytest.raises(Refused):
            by_hand(who, people.council)
    assert mails() == []


def test_the_page_before_sending_counts_the_cases(people, case, monkeypatch):
    # Not in July, when nobody is reminded.
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    page = people.secretary.client.get("/r/vestre/oppfolging/paminnelser/send/?sprak=en")
    assert "kontakt" in page.content.decode().lower()
    assert Digest.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_timer_and_a_secretary_at_once_write_one_mail(transactional_db):
    people = People()
    people.municipal_contact  # noqa: B018 - made when asked for
    a_round(people.secretary, people.council)
    works = [write, partial(write, actor=people.secretary.actor, council=people.council)]
    assert at_once(*works, *works) == ["", "", "", ""]
    assert Message.objects.count() == EndorsementLink.objects.count() == Digest.objects.count() == 1
