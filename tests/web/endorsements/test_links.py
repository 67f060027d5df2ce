"""A municipality's contact answers through a link in a mail, once, without signing in."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from tests.people import NOW, someone, with_role
from tests.web.endorsements.conftest import ON, RESOLVED, an_answer, rows_of
from tests.web.endorsements.test_answers import refusals
from veivalg.web.access.catalogue import Role
from veivalg.web.access.doors import Refused
from veivalg.web.audit.models import AuditEntry
from veivalg.web.councils.models import RoleAssignment
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.endorsements.models import EndorsementLink
from veivalg.web.endorsements.operations import links, sending
from veivalg.web.endorsements.operations.answers import AnswerRefused, Broken
from veivalg.web.endorsements.operations.links import LinkRefused, Reason
from veivalg.web.endorsements.operations.rounds import remove_round
from veivalg.web.outbox.models import Message

pytestmark = pytest.mark.django_db


def send(people, round, *, on=ON, now=None):
    return sending.send_round(
        actor=people.secretary.actor,
        council=people.council,
        round_id=round.pk,
        on=on,
        now=now or datetime.now(tz=UTC),
    )


def keys() -> list[str]:
    """Keys in the mails that have been written, the oldest first."""
    return re.findall(
        r"/forankring/([\w-]{43})/", "\n".join(Message.objects.order_by("pk").values_list("body", flat=True))
    )


@pytest.fixture
def asked(people, sent):
    """The round, when the contact of the first municipality has got a mail."""
    people.municipal_contact  # noqa: B018 - made when asked for
    send(people, sent)
    return sent


def by_link(key, **more):
    link = EndorsementLink.objects.get(key_hash=links.key_hash(key))
    now = datetime.now(tz=UTC)
    return links.answer_by_link(key=key, link_id=link.pk, answer=an_answer(**more), on=ON, now=now)


def test_the_contacts_of_those_who_owe_an_answer_get_a_mail_and_the_day_is_noted(people, asked):
    assert [row.sent_on for row in rows_of(asked)] == [ON, None, None]
    message = Message.objects.get()
    assert message.recipient == "kontakt@example.no"
    assert "Kommune 9001: Felles legevakt" in message.body
    assert keys()[0] not in str(list(EndorsementLink.objects.values_list("key_hash", flat=True)))
    entry = AuditEntry.objects.get(verb="endorsements.link.send")
    assert entry.changes["participants"] == [None, ["Kommune 9001"]]


def test_nobody_gets_two_mails_about_a_case_in_one_day(people, asked):
    with pytest.raises(NotPossible, match="today already"):
        send(people, asked)
    assert EndorsementLink.objects.count() == 1


def test_a_round_that_is_taken_back_and_sent_out_anew_mails_nobody_twice_in_one_day(people, asked, send_out):
    resolution = asked.resolution
    remove_round(actor=people.secretary.actor, council=people.council, round_id=asked.pk, version=1, now=NOW)
    again = send_out(resolution)
    with pytest.raises(NotPossible, match="today already"):
        send(people, again)

    assert Message.objects.count() == 1


def test_without_a_contact_nobody_can_be_asked(people, sent):
    with pytest.raises(NotPossible, match="contact"):
        send(people, sent)
    assert not Message.objects.exists()


@pytest.mark.parametrize("who", ["municipal_contact", "reader", "neighbour", "nobody"])
def test_only_the_secretariat_asks(people, sent, who):
    with pytest.raises(Refused):
        sending.send_round(actor=getattr(people, who).actor, council=people.council, round_id=sent.pk, on=ON, now=NOW)


def test_a_link_answers_for_its_municipality_and_the_trail_says_on_whose_behalf(people, asked):
    by_link(keys()[0], decided_on=ON)

    assert [row.result for row in rows_of(asked)] == ["adopted", "", ""]
    assert rows_of(asked)[0].sent_on == ON
    entry = AuditEntry.objects.get(verb="endorsements.endorsement.answer_by_link")
    assert entry.actor_id is None
    assert entry.on_behalf_of == f"account:{people.municipal_contact.account.pk}"


def test_a_mail_that_came_after_the_meeting_does_not_stand_in_the_way_of_the_answer(asked):
    by_link(keys()[0], decided_on=RESOLVED + timedelta(days=30))
    row = rows_of(asked)[0]
    assert (row.result, row.sent_on) == ("adopted", None)


def test_a_link_used_after_the_answer_was_confirmed_changes_nothing_and_is_noted(asked):
    by_link(keys()[0])
    with pytest.raises(AnswerRefused, match="secretariat") as refused:
        by_link(keys()[0], result="rejected")
    assert refused.value.rule is Broken.ANSWERED
    assert rows_of(asked)[0].result == "adopted"
    assert refusals() == ["answered"]


def test_of_two_contacts_with_a_link_each_the_second_is_too_late(people, sent):
    people.municipal_contact  # noqa: B018 - made when asked for
    with_role(someone("kontakt2"), people.council, Role.MUNICIPAL_CONTACT, participant=people.participants[0])
    send(people, sent)
    first, second = keys()
    by_link(first)
    with pytest.raises(AnswerRefused):
        by_link(second, result="rejected")
    assert rows_of(sent)[0].result == "adopted"


def test_what_the_secretariat_has_registered_is_not_overwritten_by_an_old_link(asked, give):
    give(rows_of(asked)[0], result="rejected")
    with pytest.raises(AnswerRefused):
        by_link(keys()[0])
    assert rows_of(asked)[0].result == "rejected"


def test_what_was_put_off_is_answered_through_a_new_link_and_not_the_old(people, asked):
    by_link(keys()[0], result="postponed")
    with pytest.raises(AnswerRefused):
        by_link(keys()[0])
    send(people, asked, on=ON + timedelta(days=1), now=datetime.now(tz=UTC) + timedelta(seconds=1))
    by_link(keys()[1])
    assert rows_of(asked)[0].result == "adopted"


@pytest.mark.parametrize(
    ("wrong", "rule"),
    [
        ({"decided_on": RESOLVED - timedelta(days=1)}, "backdated"),
        ({"decided_on": ON + timedelta(days=1)}, "not_yet"),
    ],
)
def test_a_link_breaks_no_rule_either_and_can_be_used_again(asked, wrong, rule):
    with pytest.raises(AnswerRefused):
        by_link(keys()[0], **wrong)
    assert refusals() == [rule]
    assert EndorsementLink.objects.get().used_at is None
    by_link(keys()[0])


def test_a_link_closes_when_the_role_is_taken_away(people, asked):
    RoleAssignment.objects.filter(role=Role.MUNICIPAL_CONTACT).update(ended_at=NOW)
    with pytest.raises(LinkRefused) as refused:
        by_link(keys()[0])
    assert refused.value.reason is Reason.NOT_YOURS


def test_a_link_runs_out(asked):
    EndorsementLink.objects.update(
        made_at=NOW - timedelta(days=90), expires_at=datetime.now(tz=UTC) - timedelta(minutes=1)
    )
    with pytest.raises(LinkRefused) as refused:
        by_link(keys()[0])
    assert refused.value.reason is Reason.EXPIRED


def test_the_key_of_one_link_opens_no_other(people, asked):
    with_role(someone("kontakt2"), people.council, Role.MUNICIPAL_CONTACT, participant=people.participants[1])
    send(people, asked, on=ON + timedelta(days=1))
    first, other = keys()[0], EndorsementLink.objects.last()
    with pytest.raises(LinkRefused):
        links.answer_by_link(key=first, link_id=other.pk, answer=an_answer(), on=ON, now=NOW)


def opened(asked) -> tuple[Client, str]:
    """A browser that has opened the link of the first mail, and where it came."""
    client = Client()
    response = client.get(f"/forankring/{keys()[0]}/")
    assert response.status_code == 302
    assert keys()[0] not in response.url
    assert response.headers["Referrer-Policy"] == "no-referrer"
    return client, response.url


FORM = {"result": "adopted", "by_whom": "municipal_council", "decided_on": "2026-07-01", "case_number": "PS 9/26"}


def test_opening_a_link_changes_nothing_and_answering_takes_two_presses(asked):
    client, address = opened(asked)
    before = AuditEntry.objects.count()
    for _ in range(3):
        assert client.get(address).status_code == 200
    assert client.post(address, FORM).status_code == 200
    assert AuditEntry.objects.count() == before
    assert rows_of(asked)[0].result == ""

    response = client.post(address, FORM | {"step": "confirm"})
    assert response.status_code == 302
    assert rows_of(asked)[0].result == "adopted"
    page = client.get(address).content.decode()
    assert "PS 9/26" in page
    assert "<form" not in page


def test_a_second_press_on_the_page_is_refused_and_shows_what_stands(asked):
    client, address = opened(asked)
    client.post(address, FORM | {"step": "confirm"})
    response = client.post(address, FORM | {"result": "rejected", "step": "confirm"})
    assert response.status_code == 409
    assert rows_of(asked)[0].result == "adopted"
    assert refusals() == ["answered"]


def test_a_browser_without_the_link_gets_no_page(asked):
    link = EndorsementLink.objects.get()
    response = Client().get(f"/forankring/svar/{link.pk}/")
    assert response.status_code == 410
    assert "Kommune 9001" not in response.content.decode()


@pytest.mark.parametrize("key", ["x", "æøå", "x" * 500, "%00", "..%2f", "svar"])
def test_keys_that_are_none_are_refused_in_words(db, key):
    assert Client().get(f"/forankring/{key}/").status_code in (404, 410)


def test_who_guesses_keys_is_stopped(db):
    answers = [Client().get(f"/forankring/{'k' * 42}{n}/").status_code for n in range(62)]
    assert answers[0] == 410
    assert answers[-1] == 429


@pytest.mark.parametrize(
    "wrong",
    [
        {"result": "\x00"},
        {"decided_on": "2026-13-45"},
        {"decided_on": "9" * 4000},
        {"by_whom": "x"},
        {"amendment": "x" * 6000},
        {"link": "javascript:alert(1)"},
        {"case_number": "\x00"},
        {"step": "\x00"},
    ],
)
def test_broken_forms_get_a_page_and_never_an_error(asked, wrong):
    client, address = opened(asked)
    assert client.post(address, FORM | {"step": "confirm"} | wrong).status_code in (200, 302, 422)


def test_links_are_forgotten_a_while_after_they_ran_out_and_with_their_account(people, asked):
    sending.forget_old(now=datetime.now(tz=UTC))
    assert EndorsementLink.objects.exists()
    sending.forget_account(account_id=people.municipal_contact.account.pk)
    assert not EndorsementLink.objects.exists()
