"""The link of an invitation shows what it is about, and changes nothing by being opened."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from veivalg.web.access.actor import OPERATOR
from veivalg.web.access.doors import Refused, SecondFactorNeeded
from veivalg.web.accounts.models import Account, MailLink, Session
from veivalg.web.accounts.operations import account as operations
from veivalg.web.audit.models import AuditEntry
from veivalg.web.audit.verbs import Verb
from veivalg.web.outbox.models import Message

pytestmark = pytest.mark.django_db


def invited(email="ny@example.no"):
    now = timezone.now()
    operations.invite_to_set_up(actor=OPERATOR, email=email, until=now.date() + timedelta(days=30), now=now)
    return re.search(r"/invitasjon/[^/]+/", Message.objects.get(kind="invitation").body)[0]


def code() -> str:
    return re.search(r"\d{4} \d{4}", Message.objects.filter(kind="sign_in_code").latest("id").body)[0]


def test_an_invitation_leads_to_a_code_and_to_ones_own_page(client, db):
    link = invited()
    response = client.get(link)
    assert response.headers["Referrer-Policy"] == "no-referrer"
    page = client.get(response.url)
    assert "n…@example.no" in page.content.decode()

    assert client.post("/invitasjon/").url == "/logg-inn/kode/"
    assert client.post("/logg-inn/kode/", {"code": code()}).url == "/min-side/"
    assert AuditEntry.objects.filter(verb=Verb.ACCOUNT_INVITED, is_operator=True).exists()


def test_a_mail_scanner_that_opens_every_link_changes_nothing(client, db):
    link = invited()
    before = list(MailLink.objects.values()), Account.objects.count(), Session.objects.count()
    for _ in range(3):
        client.get(link, follow=True)

    assert (list(MailLink.objects.values()), Account.objects.count(), Session.objects.count()) == before
    assert Message.objects.filter(kind="sign_in_code").count() == 0


def test_the_address_of_the_page_holds_no_secret(client, db):
    response = client.get(invited())

    assert response.url == "/invitasjon/"
    assert response.cookies["lenke"]["httponly"]
    assert response.cookies["lenke"]["path"] == "/invitasjon/"


def test_links_in_mail_begin_with_the_fixed_address_whatever_host_was_asked(client, db, settings):
    settings.ALLOWED_HOSTS = ["*"]
    client.post("/logg-inn/", {"email": "noen@example.no"}, headers={"host": "evil.example"})
    invited()

    assert all("evil.example" not in message.body for message in Message.objects.all())
    assert f"{settings.ADDRESS}/invitasjon/" in Message.objects.get(kind="invitation").body


@pytest.mark.parametrize("key", ["x", "x" * 43, "../../min-side", "%00", "ø" * 500])
def test_a_forged_link_is_refused_in_words(client, db, key):
    response = client.get(f"/invitasjon/{key}/", follow=True)

    assert response.status_code in (404, 410)


def test_a_link_that_has_run_out_is_refused(client, db):
    link = invited()
    MailLink.objects.update(expires_at=datetime(2020, 1, 1, tzinfo=UTC))

    response = client.get(link, follow=True)

    assert response.status_code == 410
    assert "gått ut" in response.content.decode()


def test_a_link_is_used_up_by_signing_in(client, db):
    link = invited()
    client.get(link, follow=True)
    client.post("/invitasjon/")
    client.post("/logg-inn/kode/", {"code": code()})
    again = Client()

    assert again.get(link, follow=True).status_code == 410
    assert again.post("/invitasjon/").status_code == 410


def test_guessing_links_is_stopped_after_a_while(client, db):
    client.cookies["lenke"] = "x" * 43
    answers = [client.get("/invitasjon/").status_code for _ in range(62)]

    assert answers[-1] == 429


def test_only_the_host_and_the_machine_itself_invite(people):
    now = timezone.now()
    with transaction.atomic(), pytest.raises(Refused):
        operations.invite_to_set_up(actor=people.secretary.actor, email="x@example.no", until=now.date(), now=now)
    host = people.host.actor
    operations.invite_to_set_up(actor=host, email="x@example.no", until=now.date(), now=now)
    with transaction.atomic(), pytest.raises(SecondFactorNeeded):
        operations.invite_to_set_up(
            actor=operations.Actor(account_id=people.host.account.pk, is_host=True),
            email="y@example.no",
            until=now.date(),
            now=now,
        )

    assert not Account.objects.filter(email="y@example.no").exists()


def test_inviting_the_same_address_twice_makes_one_account(db):
    invited()
    now = timezone.now()
    operations.invite_to_set_up(actor=OPERATOR, email="ny@example.no", until=now.date(), now=now)

    assert Account.objects.filter(email="ny@example.no").count() == 1


def test_strangers_who_know_the_address_do_not_lock_out_whoever_has_the_link(db):
    link = invited("ny@example.no")
    for number in range(21):
        Client(REMOTE_ADDR=f"198.51.100.{number}").post("/logg-inn/", {"email": "ny@example.no"})
    assert Client().post("/logg-inn/", {"email": "ny@example.no"}).status_code == 429

    owner = Client()
    owner.get(link)
    assert owner.post("/invitasjon/").url == "/logg-inn/kode/"
    assert owner.post("/logg-inn/kode/", {"code": code()}).url == "/min-side/"


def test_nobody_is_invited_until_a_day_that_has_passed(db):
    now = timezone.now()
    with pytest.raises(operations.InvitationRefused):
        operations.invite_to_set_up(
            actor=OPERATOR, email="ny@example.no", until=timezone.localdate(now) - timedelta(days=1), now=now
        )
    assert not Account.objects.exists()


def test_only_the_machine_itself_says_who_runs_the_installation(people):
    with pytest.raises(Refused):
        operations.make_host(actor=people.host.actor, email="ny@example.no", is_host=True, now=timezone.now())


def test_a_link_with_signs_that_no_key_has_gives_no_cookie_that_cannot_be_sent(client, db):
    answer = client.get("/invitasjon/%F0%9F%A6%8A/")

    assert answer.status_code == 302
    assert all(cookie.OutputString().isascii() for cookie in answer.cookies.values())
