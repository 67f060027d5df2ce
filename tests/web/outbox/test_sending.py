"""Mail is sent once, also when the mail server or this machine stops."""

import smtplib
import threading
import time
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.people import NOW
from tests.web.councils.test_at_once import at_once
from veivalg.web.outbox import operations
from veivalg.web.outbox.models import Message

pytestmark = pytest.mark.django_db


def a_mail(**changes):
    given = {"kind": "test", "recipient": "kari@example.no", "subject": "Hei", "body": "Hemmelig", "now": NOW}
    return operations.write(**{**given, **changes})


class Clock:
    """A clock that goes when it is told to, for all who look at it."""

    def __init__(self):
        self.moment, self.lock = NOW, threading.Lock()

    def __call__(self):
        return self.moment

    def passes(self, how_long):
        with self.lock:
            self.moment += how_long

    def slowly(self, sent, *, minutes, really_s=0):
        """A mail server that takes so long for each."""

        def deliver(mail):
            time.sleep(really_s)
            self.passes(timedelta(minutes=minutes))
            sent.append(mail)

        return deliver


def send(deliver, now=NOW):
    return operations.send_waiting(clock=lambda: now, deliver=deliver, sender="Veivalg <veivalg@example.no>")


def test_a_mail_is_sent_once_and_its_words_and_address_are_wiped():
    sent = []
    message = a_mail()

    assert (send(sent.append), send(sent.append)) == (1, 0)

    assert [(mail.to, mail.body) for mail in sent] == [(["kari@example.no"], "Hemmelig")]
    message.refresh_from_db()
    assert (message.state, message.body, message.recipient, message.sent_at) == ("sent", "", "", NOW)


def test_a_mail_of_a_change_that_failed_is_never_sent():
    with transaction.atomic():
        a_mail()
        transaction.set_rollback(True)

    assert send(lambda mail: pytest.fail("sent")) == 0


def test_a_dead_mail_server_loses_nothing():
    def dead(mail):
        raise ConnectionRefusedError

    a_mail()
    assert send(dead) == 0
    assert send(lambda mail: pytest.fail("too early")) == 0

    sent = []
    assert send(sent.append, now=NOW + timedelta(minutes=2)) == 1


def test_a_sender_that_stopped_in_the_middle_is_not_followed_by_a_second_mail():
    def stops(mail):
        raise KeyboardInterrupt

    message = a_mail()
    with pytest.raises(KeyboardInterrupt):
        send(stops)

    assert send(lambda mail: pytest.fail("sent twice"), now=NOW + timedelta(hours=1)) == 0
    message.refresh_from_db()
    assert message.state == "uncertain"


def test_an_address_that_the_server_refuses_is_given_up_and_not_kept():
    def refuses(mail):
        raise smtplib.SMTPRecipientsRefused({"kari@example.no": (550, b"no such user kari@example.no")})

    message = a_mail()
    send(refuses)

    message.refresh_from_db()
    assert message.state == "given_up"
    assert "kari" not in message.trouble + message.recipient


def test_after_seven_attempts_a_mail_is_given_up():
    def dead(mail):
        raise TimeoutError

    message = a_mail()
    now = NOW
    for _ in range(8):
        send(dead, now=now)
        now += timedelta(days=2)

    message.refresh_from_db()
    assert (message.state, message.body, message.attempt_count) == ("given_up", "", 8)


def test_a_code_that_came_too_late_is_not_sent():
    a_mail(useless_after=NOW + timedelta(minutes=15))

    assert send(lambda mail: pytest.fail("too late"), now=NOW + timedelta(minutes=16)) == 0


def test_the_same_key_is_written_once():
    assert a_mail(key="digest-1-2026-48") is not None
    assert a_mail(key="digest-1-2026-48") is None
    assert Message.objects.count() == 1


def test_of_many_mails_those_whose_key_was_used_are_left_out():
    a_mail(key="one")
    many = [
        operations.prepared(kind="test", recipient=f"{key}@example.no", subject="Hei", body="Ord", key=key, now=NOW)
        for key in ("one", "two", "three")
    ]

    assert operations.write_all(many) == 2
    assert list(Message.objects.values_list("key", flat=True)) == ["one", "two", "three"]


def test_a_line_break_in_a_subject_does_not_become_a_header():
    sent = []
    a_mail(subject="Hei\r\nBcc: alle@example.no")
    send(sent.append)

    assert sent[0].subject == "Hei Bcc: alle@example.no"


def test_one_mail_that_cannot_be_sent_does_not_hold_up_the_next():
    sent = []

    def first_fails(mail):
        if mail.to == ["feil@example.no"]:
            raise smtplib.SMTPServerDisconnected
        sent.append(mail)

    a_mail(recipient="feil@example.no")
    a_mail()

    assert send(first_fails) == 1


def test_mail_that_waits_for_an_erased_account_is_let_go_of():
    message, others = a_mail(account_id=1), a_mail(account_id=2)

    assert operations.forget(account_id=1) == 1

    message.refresh_from_db()
    assert (message.state, message.recipient, message.subject, message.body) == ("given_up", "", "", "")
    sent = []
    assert send(sent.append) == 1
    others.refresh_from_db()
    assert others.state == "sent"


def test_nothing_of_a_withheld_mail_is_kept_not_even_its_subject():
    message = a_mail(is_withheld=True)

    assert (message.recipient, message.subject, message.body) == ("", "", "")


@pytest.mark.parametrize("state", ["sent", "uncertain", "given_up", "withheld"])
def test_the_database_keeps_no_words_of_mail_that_is_done(state):
    message = a_mail()
    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.filter(pk=message.pk).update(state=state, body="", recipient="")


def test_mail_is_never_written_to_nobody():
    with pytest.raises(IntegrityError), transaction.atomic():
        a_mail(recipient="")
    message = a_mail()
    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.filter(pk=message.pk).update(recipient="")


def test_a_code_that_runs_out_while_others_are_sent_is_not_sent():
    clock, sent = Clock(), []
    a_mail()
    a_mail(recipient="sen@example.no", useless_after=NOW + timedelta(minutes=3))

    operations.send_waiting(clock=clock, deliver=clock.slowly(sent, minutes=5), sender="v@example.no")

    assert [mail.to for mail in sent] == [["kari@example.no"]]


def test_a_slow_server_is_no_sign_that_the_sender_stopped():
    clock, sent, others = Clock(), [], []
    for _ in range(30):
        a_mail()

    def slow(mail):
        clock.slowly(sent, minutes=2)(mail)
        # Another sender comes by when the first has been at it for an hour, and takes its turn.
        if len(sent) == 25:
            operations.send_waiting(clock=clock, deliver=others.append, sender="v@example.no")

    operations.send_waiting(clock=clock, deliver=slow, sender="v@example.no")

    assert (len(sent), len(others)) == (25, 5)
    assert {*Message.objects.values_list("state", flat=True)} == {"sent"}


def test_what_another_has_let_go_of_is_not_taken_up_again():
    clock, sent = Clock(), []
    message = a_mail()

    def hangs(mail):
        clock.passes(timedelta(hours=1))
        operations.send_waiting(clock=clock, deliver=sent.append, sender="v@example.no")
        raise TimeoutError

    assert operations.send_waiting(clock=clock, deliver=hangs, sender="v@example.no") == 0
    clock.passes(timedelta(days=1))
    assert operations.send_waiting(clock=clock, deliver=sent.append, sender="v@example.no") == 0

    message.refresh_from_db()
    assert (message.state, message.sent_at, sent) == ("uncertain", None, [])


def test_mail_in_hand_for_an_erased_account_does_not_come_back_to_wait():
    message = a_mail(account_id=1)

    def is_down(mail):
        assert operations.forget(account_id=1) == 1
        raise ConnectionRefusedError

    send(is_down)

    message.refresh_from_db()
    assert (message.state, message.recipient) == ("given_up", "")


def test_an_error_that_nobody_thought_of_holds_up_no_other_mail():
    sent = []

    def first_breaks(mail):
        if mail.to == ["feil@example.no"]:
            raise LookupError
        sent.append(mail)

    odd = a_mail(recipient="feil@example.no")
    a_mail()

    assert send(first_breaks) == 1
    odd.refresh_from_db()
    assert (odd.state, odd.recipient) == ("uncertain", "")


def test_that_a_mail_was_sent_is_forgotten_after_a_year_but_not_while_its_key_is_in_use():
    done, kept, waits = a_mail(key="digest:1"), a_mail(key="survey_code:7:abc"), a_mail(key="survey_code:8:abc")
    without = a_mail()
    Message.objects.exclude(pk=waits.pk).update(state="sent", body="", subject="", recipient="")
    keys = ["survey_code:7:"]

    assert operations.forget_done(now=NOW + timedelta(days=365), but=keys) == 0
    assert operations.forget_done(now=NOW + timedelta(days=366), but=keys) == 2

    assert {*Message.objects.values_list("pk", flat=True)} == {kept.pk, waits.pk}
    assert not {done.pk, without.pk} & {kept.pk, waits.pk}


@pytest.mark.django_db(transaction=True)
def test_two_who_send_at_once_send_each_mail_once(transactional_db):
    """On PostgreSQL both are at it together; SQLite lets them come one after the other."""
    for number in range(40):
        a_mail(recipient=f"p{number}@example.no")
    clock, sent = Clock(), []
    sends = [
        lambda: operations.send_waiting(
            clock=clock, deliver=clock.slowly(sent, minutes=3, really_s=0.005), sender="v@example.no"
        )
    ] * 2

    assert at_once(*sends) == ["", ""]

    assert sorted(address for mail in sent for address in mail.to) == sorted(f"p{n}@example.no" for n in range(40))
    assert {*Message.objects.values_list("state", "attempt_count")} == {("sent", 1)}


@pytest.mark.django_db(transaction=True)
def test_what_one_sender_lets_go_of_while_another_has_it_is_lost_to_neither(transactional_db):
    """Both sides of the claim are committed: the first is still handing over when the second comes."""
    message, clock, sent = a_mail(), Clock(), []

    def hangs(mail):
        clock.passes(timedelta(hours=1))
        # In a thread of its own, with a connection of its own.
        outcome = at_once(lambda: operations.send_waiting(clock=clock, deliver=sent.append, sender="v@example.no"))
        assert outcome == [""]
        raise TimeoutError

    operations.send_waiting(clock=clock, deliver=hangs, sender="v@example.no")
    operations.send_waiting(clock=clock, deliver=sent.append, sender="v@example.no")

    message.refresh_from_db()
    assert (message.state, sent) == ("uncertain", [])
