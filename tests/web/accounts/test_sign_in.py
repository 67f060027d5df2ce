"""Signing in with a code by mail."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from veivalg.web.accounts import browser, limits
from veivalg.web.accounts.models import Session, SignInAttempt
from veivalg.web.accounts.operations import sign_in
from veivalg.web.audit.models import AuditEntry
from veivalg.web.audit.verbs import Verb
from veivalg.web.outbox.models import Message

pytestmark = pytest.mark.django_db


def code_in_mail() -> str:
    return re.search(r"\d{4} \d{4}", Message.objects.filter(kind="sign_in_code").exclude(body="").latest("id").body)[0]


def ask(client: Client, email: str, **more):
    return client.post("/logg-inn/", {"email": email, "next_path": "", **more})


def test_a_code_from_the_mail_signs_in(client, people):
    response = ask(client, people.secretary.account.email)
    assert response.url == "/logg-inn/kode/"

    response = client.post("/logg-inn/kode/", {"code": code_in_mail()})

    assert response.url == "/min-side/"
    assert client.get("/min-side/").status_code == 200
    assert AuditEntry.objects.filter(verb=Verb.SIGNED_IN, actor_id=people.secretary.account.pk).exists()


@pytest.mark.parametrize("form", ["{0}{1}", " {0} {1} ", "{0}-{1}", "\u00a0{0}\u2009{1}\n"])
def test_the_code_may_be_typed_or_pasted_as_it_comes(client, people, form):
    ask(client, people.secretary.account.email)

    assert client.post("/logg-inn/kode/", {"code": form.format(*code_in_mail().split())}).status_code == 302


def test_the_page_goes_back_to_where_the_reader_was(client, people):
    ask(client, people.secretary.account.email, next_path="/r/vestre/?a=1")

    assert client.post("/logg-inn/kode/", {"code": code_in_mail()}).url == "/r/vestre/?a=1"


@pytest.mark.parametrize(
    "path", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "/a\nb"]
)
def test_nobody_is_sent_to_another_site(client, people, path):
    ask(client, people.secretary.account.email, next_path=path)

    assert client.post("/logg-inn/kode/", {"code": code_in_mail()}).url == "/min-side/"


def test_an_unknown_address_gives_the_same_answer_by_the_same_work(people):
    def asked(email):
        client = Client()
        with CaptureQueriesContext(
            connection,
        ) as queries:
            response = ask(client, email)
        page = client.get("/logg-inn/kode/").content
        return response.status_code, response.url, set(response.cookies), len(queries), len(page)

    known = asked(people.secretary.account.email)
    assert asked("ukjent@example.no") == known
    withheld = Message.objects.latest("id")
    assert (withheld.state, withheld.recipient, withheld.body) == ("withheld", "", "")


def test_a_wrong_code_for_an_unknown_address_takes_the_same_work(people):
    def refused(email):
        client = Client()
        ask(client, email)
        with CaptureQueriesContext(connection) as queries:
            response = client.post("/logg-inn/kode/", {"code": "12345678"})
        written = [query["sql"].split()[0] for query in queries if query["sql"].split()[0] in ("INSERT", "UPDATE")]
        return response.status_code, len(queries), len(written)

    assert refused("ukjent@example.no") == refused(people.secretary.account.email)


def test_an_unknown_address_cannot_guess_itself_in(client, db):
    ask(client, "ukjent@example.no")

    response = client.post("/logg-inn/kode/", {"code": "12345678"})

    assert response.status_code == 403
    assert not Session.objects.exists()


def test_five_wrong_codes_and_the_right_one_no_longer_works(client, people):
    ask(client, people.secretary.account.email)
    right = code_in_mail()
    wrong = "00000000" if right != "0000 0000" else "11111111"
    for _ in range(5):
        assert client.post("/logg-inn/kode/", {"code": wrong}).status_code == 403

    assert client.post("/logg-inn/kode/", {"code": right}).status_code == 403
    assert (
        AuditEntry.objects.filter(verb=Verb.SIGN_IN_REFUSED, subject_id=str(people.secretary.account.pk)).count() == 5
    )


def test_another_browsers_wrong_codes_cost_the_owner_nothing(people):
    attacker, owner = Client(), Client()
    ask(attacker, people.secretary.account.email)
    for _ in range(9):
        attacker.post("/logg-inn/kode/", {"code": "00000000"})
    ask(owner, people.secretary.account.email)

    assert owner.post("/logg-inn/kode/", {"code": code_in_mail()}).status_code == 302


def test_a_code_works_only_in_the_browser_that_asked(client, people):
    ask(client, people.secretary.account.email)
    other = Client()
    ask(other, "ukjent@example.no")

    assert other.post("/logg-inn/kode/", {"code": code_in_mail()}).status_code == 403
    assert Client().post("/logg-inn/kode/", {"code": code_in_mail()}).url == "/logg-inn/"


def test_a_code_works_once(client, people):
    ask(client, people.secretary.account.email)
    key = client.cookies[browser.ATTEMPT_COOKIE].value
    code = code_in_mail()
    client.post("/logg-inn/kode/", {"code": code})
    again = Client()
    again.cookies[browser.ATTEMPT_COOKIE] = key

    assert again.post("/logg-inn/kode/", {"code": code}).status_code == 403


def test_a_code_runs_out(people):
    now = timezone.now()
    asked = sign_in.ask_for_code(email=people.secretary.account.email, network="n", known_device="", now=now)

    with pytest.raises(sign_in.CodeRefused, match=r"has run out|gått ut|utløpt"):
        sign_in.enter_code(key=asked.key, typed=code_in_mail(), device="", now=now + sign_in.CODE_HOLDS)


def test_strangers_asking_for_codes_do_not_lock_out_a_browser_that_is_known(people, client):
    address = people.secretary.account.email
    ask(client, address)
    client.post("/logg-inn/kode/", {"code": code_in_mail()})
    client.post("/logg-ut/")
    for n in range(30):
        Client(REMOTE_ADDR=f"10.0.{n}.1").post("/logg-inn/", {"email": address, "next_path": ""})
    assert Client(REMOTE_ADDR="10.1.0.1").post("/logg-inn/", {"email": address}).status_code == 429

    assert ask(client, address).status_code == 302


def test_too_many_codes_are_refused_alike_for_known_and_unknown_addresses(people):
    for email in (people.secretary.account.email, "ukjent@example.no"):
        client = Client(REMOTE_ADDR="10.2.0.1")
        answers = [ask(client, email).status_code for _ in range(6)]
        assert answers == [302] * 5 + [429]


def test_the_database_holds_no_code_and_no_key(client, people):
    ask(client, people.secretary.account.email)
    attempt = SignInAttempt.objects.get()
    code = code_in_mail().replace(" ", "")

    assert code not in f"{attempt.code_hash}{attempt.key_hash}"
    assert client.cookies[browser.ATTEMPT_COOKIE].value not in (attempt.key_hash, attempt.code_hash)


def test_what_is_not_an_address_is_told_in_words(client, db):
    response = ask(client, "ikke en adresse")

    assert "ikke en adresse" in response.content.decode()
    assert not Message.objects.exists()


def test_a_link_to_sign_out_only_asks(people):
    client = people.secretary.client
    assert client.get("/logg-ut/").status_code == 200
    assert client.get("/min-side/").status_code == 200

    client.post("/logg-ut/")

    assert client.get("/min-side/").status_code == 302


def test_a_forged_session_is_nobody(client, db):
    client.cookies[browser.SESSION_COOKIE] = "x" * 43

    assert client.get("/min-side/").status_code == 302
    assert client.get("/").status_code == 200


def test_sessions_are_listed_and_can_be_ended_by_their_owner_only(people):
    mine, other = people.secretary, people.neighbour
    response = mine.client.get("/min-side/okter/")
    assert "Tests" in response.content.decode()

    mine.client.post("/min-side/okter/", {"end": str(other.session.pk)})
    assert Session.objects.filter(pk=other.session.pk).exists()

    mine.client.post("/min-side/okter/", {"end": str(mine.session.pk)})
    assert mine.client.get("/min-side/").status_code == 302


@pytest.mark.parametrize("end", ["", "x", "-1", "9" * 400, "\u0663"])
def test_a_crafted_session_number_ends_nothing(people, end):
    people.secretary.client.post("/min-side/okter/", {"end": end})

    assert people.secretary.client.get("/min-side/").status_code == 200


def test_a_session_ends_after_fourteen_days_without_use(people):
    client = people.secretary.client
    Session.objects.update(ends_at=timezone.now() - timedelta(seconds=1))

    assert client.get("/min-side/").status_code == 302


def test_a_page_of_someone_signed_in_is_kept_by_no_store(people):
    assert people.secretary.client.get("/r/vestre/").headers["Cache-Control"] == "private, no-store"


def test_a_form_without_its_token_is_refused_in_words(people):
    client = Client(enforce_csrf_checks=True)
    client.cookies[browser.SESSION_COOKIE] = people.secretary.key

    response = client.post("/logg-ut/")

    assert response.status_code == 403
    assert client.get("/min-side/").status_code == 200


def test_a_visitor_costs_no_query_for_who_they_are(client, people, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get("/logg-inn/")


def test_counts_are_kept_without_what_was_counted(client, people):
    ask(client, people.secretary.account.email)

    buckets = " ".join(limits.RateCount.objects.values_list("bucket", flat=True))
    assert buckets
    assert "sekretaer" not in buckets
    assert "127.0.0.1" not in buckets


def test_no_mail_leaves_during_a_request(client, people):
    ask(client, people.secretary.account.email)

    assert mail.outbox == []
