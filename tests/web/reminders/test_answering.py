"""A link in a mail: one press says how an action is going, and nothing else can be done with it."""

import re
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.people import NOW, TODAY, People, with_role
from tests.web.councils.test_at_once import at_once
from tests.web.reminders.conftest import addresses
from tests.web.strategy.planning import a_small_plan
from veivalg.web.access.actor import OPERATOR
from veivalg.web.access.catalogue import Role
from veivalg.web.accounts import limits
from veivalg.web.audit.models import AuditEntry
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.models import Mandate, Person
from veivalg.web.outbox.models import Message
from veivalg.web.reminders.models import Digest, Referral, UpdateLink
from veivalg.web.reminders.operations import digests, links
from veivalg.web.strategy.models import Action, ActionUpdate, Strategy
from veivalg.web.thread import own_data
from veivalg.web.thread.operations import erase_own_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def mail(people, leader):
    """The addresses of the links of a mail that was written today by the machine's clock."""
    now = timezone.now()
    digests.write_digests(actor=OPERATOR, on=timezone.localdate(now), now=now, also_in_july=True)
    return addresses()


@pytest.fixture
def phone():
    """A browser with its own cookies, in English, that must send a token with each form as real ones must."""
    client = Client(enforce_csrf_checks=True)
    client.cookies["sprak"] = "en"
    return client


def opened(phone, address) -> str:
    """The page that a link leads to."""
    answer = phone.get(address)
    assert answer.status_code == 302, answer.content.decode()[:2000]
    return answer.url


def press(phone, page, status, *, url=None, **more):
    """Press a button on a page, with the token that the page came with."""
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', phone.get(page).content.decode())
    return phone.post(
        url or page,
        {"status": status, "csrfmiddlewaretoken": token[1], **more},
        headers={"origin": "http://testserver"},
    )


def everything():
    return [
        list(model.objects.order_by("pk").values())
        for model in (ActionUpdate, UpdateLink, Digest, Referral, AuditEntry, Message, Action, Person, limits.RateCount)
    ]


def test_one_press_is_the_answer_and_the_receipt_repeats_it(phone, mail, people):
    page = opened(phone, mail[0])
    answer = press(phone, page, "delayed", text="Venter på svar")
    receipt = phone.get(answer.url).content.decode()

    assert "Delayed" in receipt
    assert "Venter på svar" in receipt
    assert "Next action" in receipt
    said = ActionUpdate.objects.get()
    assert (said.action.number, said.status, said.said_on) == (1, "delayed", timezone.localdate())
    entry = AuditEntry.objects.get(verb=Verb.ACTION_UPDATED_BY_LINK)
    person = Person.objects.get()
    assert (entry.actor_id, entry.on_behalf_of) == (None, f"person:{person.pk}")
    assert entry.changes == {"status": [None, "delayed"]}
    assert "Venter på svar" in Client().get(f"/r/vestre/tiltak/{said.action_id}/").content.decode()
    history = people.secretary.client.get("/r/vestre/historikk/?sprak=en").content.decode()
    assert "with a link in a mail" in history
    assert "Ola" in history


def test_all_the_actions_of_a_mail_are_answered_one_after_the_other(phone, mail):
    page = opened(phone, mail[1])
    for _ in range(3):
        receipt = phone.get(press(phone, page, "on_track").url).content.decode()
        following = re.search(r'href="(/oppdater/\d+/\d+/)">Next action', receipt)
        page = following[1] if following else None
    assert page is None
    assert sorted(said.action.number for said in ActionUpdate.objects.all()) == [1, 2, 3]


def test_what_is_dropped_is_neither_next_nor_counted_among_those_that_are_left(phone, mail):
    page = opened(phone, mail[0])
    Action.objects.filter(number=2).update(dropped_on=TODAY, dropped_reason="Ingen penger")
    receipt = phone.get(press(phone, page, "on_track").url)

    assert receipt.context["following"].action.number == 3
    assert receipt.context["left"] == 1


@pytest.mark.parametrize("method", ["get", "head"])
def test_programs_that_open_every_link_change_nothing(mail, method):
    before = everything()
    for address in mail:
        robot = Client()
        page = getattr(robot, method)(address).url
        for each in (page, f"{page}takk/", f"{page}andre/", f"{page}?status=done", f"{page}takk/?undo=1"):
            assert getattr(robot, method)(each).status_code == 200
    assert everything() == before


def test_the_key_leaves_the_address_and_no_store_keeps_the_page(phone, mail):
    answer = phone.get(mail[0])
    key = mail[0].split("/")[2]
    assert key not in answer.url
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    cookie = answer.cookies["oppdatering"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert cookie["path"] == answer.url.rpartition("/")[0].rpartition("/")[0] + "/"
    page = phone.get(answer.url)
    assert key not in page.content.decode()
    assert "no-store" in page.headers["Cache-Control"]
    # Else forms would be sent without saying where from, and be refused.
    assert page.headers["Referrer-Policy"] == "same-origin"


def test_a_form_without_the_pages_token_is_refused(phone, mail):
    page = opened(phone, mail[0])
    assert phone.post(page, {"status": "done"}).status_code == 403
    assert not ActionUpdate.objects.exists()


def test_a_forged_key_opens_nothing_and_guessing_is_counted(mail, monkeypatch):
    monkeypatch.setattr(links, "GUESSED", limits.Limit(kind="update_links", most=3, minutes=15))
    client = Client()
    for n in range(3):
        assert client.get(f"/oppdater/{'x' * 42}{n}/").status_code == 410
    assert client.get(f"/oppdater/{'x' * 43}/").status_code == 429
    # Those who have a link are not shut out by those who guess from the same network.
    assert client.get(mail[0]).status_code == 302


@pytest.mark.parametrize("key", ["\x00", "æøå", "%00", "x" * 5000, "\ud800".encode("utf-8", "surrogatepass").hex()])
def test_what_could_be_no_key_is_refused_and_not_stumbled_over(client, db, key):
    assert client.get(f"/oppdater/{key}/").status_code in (404, 410)
    client.cookies["oppdatering"] = key.replace("\x00", "")[:3000]
    assert client.get("/oppdater/1/1/").status_code == 410
    assert client.post("/oppdater/ny/", {"key": key}).status_code in (200, 429)


def test_a_key_opens_the_actions_of_its_own_mail_and_no_other(phone, mail, people, leader):
    other = Person.objects.create(council=people.council, name="Per", email="per@example.no", made_at=NOW)
    Action.objects.filter(number=3).update(contact=other)
    now = timezone.now()
    digests.ask_about(
        actor=people.secretary.actor,
        council=people.council,
        action_id=Action.objects.get(number=3).pk,
        on=date_outside_july(now),
        now=now,
    )
    theirs = UpdateLink.objects.get(person=other)
    page = opened(phone, mail[0])
    own = re.match(r"/oppdater/(\d+)/(\d+)/", page)
    key = phone.cookies["oppdatering"].value

    for address in (f"/oppdater/{theirs.digest_id}/{theirs.pk}/", f"/oppdater/{own[1]}/{theirs.pk}/"):
        phone.cookies["oppdatering"] = key
        assert phone.get(address).status_code == 410
    for digest_id in (theirs.digest_id, int(own[1])):
        with pytest.raises(links.LinkRefused):
            links.update_by_link(key=key, digest_id=digest_id, link_id=theirs.pk, status="done", on=TODAY, now=now)
    assert not ActionUpdate.objects.exists()


def date_outside_july(now: datetime):
    day = timezone.localdate(now)
    return day.replace(month=8) if day.month == 7 else day


def test_without_the_cookie_the_page_says_to_open_the_mail_again(mail):
    page = Client().get(mail[0]).url
    answer = Client().get(page + "?sprak=en")
    assert answer.status_code == 410
    assert "Open the link in the mail again" in answer.content.decode()


def test_a_link_that_has_run_out_says_so_and_a_new_one_comes_to_the_same_address(phone, mail):
    page = opened(phone, mail[0])
    UpdateLink.objects.update(expires_at=timezone.now())
    assert phone.get(page).status_code == 410
    refused = phone.get(mail[0])
    assert refused.status_code == 410
    assert "has run out" in refused.content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', refused.content.decode())[1]
    form = {"key": mail[0].split("/")[2], "csrfmiddlewaretoken": token}
    answer = phone.post("/oppdater/ny/", form)
    assert "on its way" in answer.content.decode()

    new = Message.objects.filter(kind="reminder").exclude(body="").latest("pk")
    assert new.recipient == "ola@example.no"
    assert set(addresses()).isdisjoint(mail)
    assert press(phone, opened(phone, addresses()[0]), "on_track").status_code == 302
    assert ActionUpdate.objects.count() == 1


def test_asking_for_a_new_link_answers_alike_whether_the_old_one_is_known(mail):
    def ask(key):
        client = Client()
        return client.post("/oppdater/ny/?sprak=en", {"key": key}).content

    assert ask(mail[0].split("/")[2]) == ask("x" * 43) == ask("")
    assert Message.objects.filter(kind="reminder", state="withheld").count() == 2


def test_new_links_are_limited(mail):
    codes = [Client().post("/oppdater/ny/", {"key": mail[0].split("/")[2]}).status_code for _ in range(4)]
    assert codes == [200, 200, 200, 429]


def test_whoever_no_longer_answers_gets_no_new_link(mail):
    Mandate.objects.update(ends_on=TODAY - timedelta(days=400))
    before = Message.objects.exclude(body="").count()
    Client().post("/oppdater/ny/", {"key": mail[0].split("/")[2]})
    assert Message.objects.exclude(body="").count() == before


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda: Strategy.objects.update(state="ended"), "has ended"),
        (lambda: Mandate.objects.update(ends_on=TODAY - timedelta(days=400)), "Others answer for this action now"),
        (lambda: Person.objects.update(email="ny@example.no"), "Others answer for this action now"),
        (
            lambda: Person.objects.update(name="", email="", erased_at=NOW),
            "Others answer for this action now",
        ),
        (lambda: Action.objects.filter(number=1).delete(), "may have been removed"),
        (lambda: Action.objects.update(dropped_on=TODAY, dropped_reason="Ingen penger"), "has been dropped"),
        (lambda: UpdateLink.objects.update(expires_at=NOW - timedelta(days=4000)), "has run out"),
    ],
)
def test_a_link_that_has_lost_its_reason_says_why_and_does_nothing(phone, mail, change, words):
    page = opened(phone, mail[0])
    key, (digest_id, link_id) = phone.cookies["oppdatering"].value, map(int, re.findall(r"\d+", page))
    change()
    refused = phone.get(page)
    assert refused.status_code == 410
    assert words in refused.content.decode()
    with pytest.raises(links.LinkRefused):
        links.update_by_link(
            key=key, digest_id=digest_id, link_id=link_id, status="done", on=timezone.localdate(), now=timezone.now()
        )
    assert not ActionUpdate.objects.exists()


def test_someone_who_lost_a_role_has_a_link_that_does_nothing(phone, people, leader):
    own = people.participants[0]
    assert people.municipal_contact
    Action.objects.filter(number=1).update(responsible_body=None, responsible_participant=own)
    now = timezone.now()
    digests.write_digests(actor=OPERATOR, on=timezone.localdate(now), now=now, also_in_july=True)
    link = UpdateLink.objects.get(account=people.municipal_contact.account)
    mail = Message.objects.get(recipient="kontakt@example.no")
    page = opened(phone, re.search(r"(/oppdater/[\w-]+/)", mail.body)[1])
    assert press(phone, page, "on_track").status_code == 302
    assert ActionUpdate.objects.get().account == link.account
    people.municipal_contact.account.role_assignments.update(ended_at=now)
    assert phone.get(page).status_code == 410


def test_what_was_said_is_taken_back_within_half_an_hour_and_the_trail_keeps_both(phone, mail):
    page = opened(phone, mail[0])
    receipt = press(phone, page, "done").url
    assert press(phone, receipt, "").url == page
    assert not ActionUpdate.objects.exists()
    verbs = list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True))[-2:]
    assert verbs == [Verb.ACTION_UPDATED_BY_LINK, Verb.ACTION_UPDATE_TAKEN_BACK]
    assert AuditEntry.objects.latest("pk").changes == {"status": ["done", None]}
    press(phone, page, "", url=receipt)
    assert "nothing to take back" in phone.get(page).content.decode()
    assert press(phone, page, "on_track").status_code == 302
    assert ActionUpdate.objects.get().status == "on_track"


def test_after_half_an_hour_it_is_answered_anew_instead(phone, mail):
    page = opened(phone, mail[0])
    receipt = press(phone, page, "done").url
    ActionUpdate.objects.update(said_at=timezone.now() - timedelta(minutes=31))
    assert "Undo" not in phone.get(receipt).content.decode()
    press(phone, page, "", url=receipt)
    assert ActionUpdate.objects.count() == 1
    press(phone, page, "delayed")
    assert list(ActionUpdate.objects.order_by("pk").values_list("status", flat=True)) == ["done", "delayed"]


def test_only_what_was_said_through_the_same_link_is_taken_back(phone, mail, people):
    page = opened(phone, mail[0])
    said = ActionUpdate.objects.create(
        action=Action.objects.get(number=1), status="delayed", said_on=TODAY, said_at=timezone.now()
    )
    press(phone, page, "", url=f"{page}takk/")
    assert list(ActionUpdate.objects.all()) == [said]


@pytest.mark.parametrize(
    "sent", [{"status": ""}, {"status": "perfect"}, {}, {"status": "done", "text": "x" * 301}, {"status": "\x00"}]
)
def test_what_is_no_answer_is_asked_for_again(phone, mail, sent):
    page = opened(phone, mail[0])
    answer = press(phone, page, **({"status": ""} | sent))
    assert answer.status_code == 422
    assert not ActionUpdate.objects.exists()


def test_a_count_is_asked_for_where_something_is_counted_and_nowhere_else(phone, mail):
    page = opened(phone, mail[0])
    assert "done_count" not in phone.get(page).content.decode()
    press(phone, page, "on_track", done_count="4")
    assert ActionUpdate.objects.latest("pk").done_count is None
    Action.objects.update(kind="countable", wanted_count=10)
    assert "done_count" in phone.get(page).content.decode()
    assert press(phone, page, "on_track", done_count="99999999999999999999").status_code == 422
    press(phone, page, "on_track", done_count="4")
    assert ActionUpdate.objects.latest("pk").done_count == 4


def test_text_is_one_line_without_hidden_signs_and_is_never_read_as_code(phone, mail):
    page = opened(phone, mail[0])
    receipt = press(phone, page, "delayed", text="<b>Nei</b>\u202e \u200bog\r\nja").url
    assert ActionUpdate.objects.get().text == "<b>Nei</b> og ja"
    assert "<b>Nei" not in phone.get(receipt).content.decode()


def test_that_others_answer_is_told_to_the_secretariat_until_it_is_dealt_with(phone, mail, people):
    page = opened(phone, mail[0])
    answer = press(phone, f"{page}andre/", "", text="Næringssjefen i\nAvik")
    assert answer.status_code == 302
    press(phone, f"{page}andre/", "", text="Næringssjefen")
    referral = Referral.objects.get()
    entry = AuditEntry.objects.filter(verb=Verb.ACTION_REFERRED).latest("pk")
    assert "Næring" not in str(entry.changes) + entry.reason
    mine = people.secretary.client.get("/min-side/?sprak=en").content.decode()
    assert "says that others answer for action 1: Tiltak nummer 1" in mine
    listed = "/r/vestre/oppfolging/paminnelser/"
    assert "Næringssjefen" in people.secretary.client.get(listed).content.decode()

    settle = f"{listed}henvisning/{referral.pk}/"
    assert people.secretary.client.get(settle).status_code == 200
    assert Referral.objects.exists()
    assert people.secretary.client.post(settle).status_code == 302
    assert not Referral.objects.exists()
    assert AuditEntry.objects.filter(verb=Verb.ACTION_REFERRAL_SETTLED).exists()


def test_an_empty_line_is_no_referral(phone, mail):
    page = opened(phone, mail[0])
    assert press(phone, f"{page}andre/", "", text="  ").status_code == 422
    assert not Referral.objects.exists()


def test_the_page_costs_as_little_whatever_there_is(phone, mail):
    page = opened(phone, mail[0])
    with CaptureQueriesContext(connection) as used:
        phone.get(page)
    assert len(used) <= 12
    with CaptureQueriesContext(connection) as used:
        phone.get(f"{page}takk/")
    assert len(used) <= 12


def test_what_waits_stands_on_ones_own_page_and_is_answered_there(people, leader):
    who = people.representative
    Person.objects.filter(pk=leader.pk).update(account=who.account)
    page = who.client.get("/min-side/?sprak=en").content.decode()
    address = re.search(r"/oppdater/tiltak/\d+/", page)[0]
    assert page.count("/oppdater/tiltak/") == 3
    assert who.client.get(address).status_code == 200
    assert who.client.post(address, {"status": "delayed"}).url == "/min-side/"
    said = ActionUpdate.objects.get()
    assert (said.status, said.account) == ("delayed", who.account)
    assert people.reader.client.get(address).status_code == 404
    assert people.reader.client.post(address, {"status": "done"}).status_code == 404
    assert ActionUpdate.objects.count() == 1


def test_own_page_costs_a_fixed_number_of_queries(people, leader):
    who = people.representative
    Person.objects.filter(pk=leader.pk).update(account=who.account)
    path = Action.objects.first().path
    body = Action.objects.first().responsible_body
    Action.objects.bulk_create(
        Action(strategy=path.goal.strategy, path=path, text="T", number=n, place=n, responsible_body=body)
        for n in range(4, 304)
    )
    with CaptureQueriesContext(connection) as used:
        page = who.client.get("/min-side/?sprak=en").content.decode()
    assert "more actions wait for you" in page
    assert len(used) <= 20


def test_ones_own_data_has_it_and_it_goes_with_the_account(people, leader):
    who = with_role(people.nobody, people.council, Role.READER)
    Person.objects.filter(pk=leader.pk).update(account=who.account)
    digests.write_digests(actor=OPERATOR, on=TODAY, now=NOW)
    action = Action.objects.get(number=1)
    Referral.objects.create(action=action, text="Andre", account=who.account, said_at=NOW)
    ActionUpdate.objects.create(
        action=action, status="delayed", text="Snart", account=who.account, said_on=TODAY, said_at=NOW
    )
    stored = own_data.of(who.actor, who.account, now=NOW)
    assert [row["text"] for row in stored["action_updates"]] == ["Snart"]
    assert (len(stored["update_links"]), len(stored["referrals"])) == (3, 1)

    erase_own_account(actor=who.actor, now=NOW)
    assert not UpdateLink.objects.exists()
    assert not Referral.objects.exists()
    assert not Message.objects.exclude(body="").filter(kind="reminder").exists()


def test_the_secretariats_page_says_who_is_asked_and_sends_after_a_question(people, leader, action):
    client, address = people.secretary.client, "/r/vestre/oppfolging/paminnelser/"
    Action.objects.filter(number=2).update(responsible_body=None)
    page = client.get(address + "?sprak=en").content.decode()
    assert "3 actions need a new answer, 1 has nobody to ask" in page
    assert "Ola" in page
    assert "Choose a body, a participant or a role" in page
    narrowed = client.get(f"{address}?vis=ingen").content.decode()
    assert "Tiltak nummer 2" in narrowed
    assert "Tiltak nummer 1" not in narrowed
    assert "Tiltak nummer 1" not in client.get(f"{address}?q=nummer%203").content.decode()

    if timezone.localdate().month == 7:
        return
    assert client.get(f"{address}send/").status_code == 200
    assert not Message.objects.filter(kind="reminder").exists()
    client.post(f"{address}send/")
    client.post(f"{address}send/")
    assert Message.objects.filter(recipient="ola@example.no").count() == 1


def test_asking_about_one_action_from_its_page(people, leader, action, monkeypatch):
    # Not in July, when nobody is reminded.
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    client, address = people.secretary.client, f"/r/vestre/tiltak/{action.pk}/"
    assert "spor/" in client.get(address).content.decode()
    assert "spor/" not in people.reader.client.get(address).content.decode()
    assert "Ola" in client.get(f"{address}spor/").content.decode()
    client.post(f"{address}spor/")
    assert Message.objects.filter(recipient="ola@example.no").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_button_pressed_twice_at_once_leaves_one_answer_that_can_be_taken_back(transactional_db):
    people = People()
    strategy = a_small_plan(people.council)
    person = Person.objects.create(council=people.council, name="Ola", email="ola@example.no", made_at=NOW)
    strategy.actions.update(contact=person)
    digests.write_digests(actor=OPERATOR, on=TODAY, now=NOW)
    link = UpdateLink.objects.first()
    given = {"key": addresses()[0].split("/")[2], "digest_id": link.digest_id, "link_id": link.pk, "on": TODAY}

    def say():
        links.update_by_link(**given, status="done", now=NOW)

    def undo():
        links.undo_update(**given, now=NOW)

    assert at_once(say, say) == ["", ""]
    assert ActionUpdate.objects.count() == 1
    assert at_once(undo, undo) == ["", "NotPossible"]
    assert not ActionUpdate.objects.exists()

    def refer():
        links.refer_on(**given, text="Kari", now=NOW)

    assert at_once(refer, refer) == ["", ""]
    assert Referral.objects.count() == 1
