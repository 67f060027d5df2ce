"""The attacker looks at pages and database before and after a single answer, and at what the answer left behind."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from tests.hostile.playing import a_barometer, send
from tests.hostile.reading import changed, counters, rows_of, the_database, without_noise
from tests.people import LONG_AGO, NOW
from veivalg.web.councils.models import Body, Mandate, Person
from veivalg.web.outbox import operations as outbox

ADDRESSES = ("", "lapper/", "lenker/", "skjerm/", "papir/", "lukk/", "apne/")
OTHERS = ("/r/vestre/historikk/", "/min-side/", "/min-side/mine-data/", "/min-side/okter/", "/r/vestre/", "/")
ROOMS = ("/r/vestre/samarbeid/", "/r/vestre/samarbeid/runder/", "/r/vestre/kapasitet/", "/r/vestre/retning/")


@pytest.fixture
def opened(people):
    """A round with ten slips, open."""
    played = a_barometer(people.secretary.client, groups="participants")
    played.slips(_1=6, others=4)
    return played.opened()


def every_page(people, played) -> dict[str, tuple[int, str]]:
    """What the secretary, a reader and somebody from outside see, everywhere."""
    found = {}
    for who, browser in (
        ("secretary", people.secretary.client),
        ("reader", people.reader.client),
        ("representative", people.representative.client),
        ("anyone", Client()),
    ):
        own = [f"{played.address}{page}" for page in ADDRESSES] if who == "secretary" else [played.address]
        rooms = ROOMS if who == "secretary" else ROOMS[:1]
        for address in (*own, played.room, f"{played.files}csv", *rooms, *(OTHERS if who != "anyone" else ())):
            page = browser.get(address)
            found[f"{who} {address}"] = (page.status_code, without_noise(page.content))
    return found


def test_an_answer_writes_its_ballot_and_nothing_else(people, opened):
    """Keep a copy of every table and counter, let one person answer, and look for whatever else has changed."""
    Client().get("/kode/")
    before, counted = the_database(), counters()
    opened.answer(opened.codes["_1"][0], s1="2")
    news = changed(before, the_database())
    assert list(news) == ["survey_ballot"]
    assert len(news["survey_ballot"]) == 1
    assert counters() == counted
    # Nothing that is stored of it is a time, a person, a network or a browser.
    assert set(news["survey_ballot"][0]) == {
        *("id", "seal", "answers", "sending", "turn", "is_paper", "group_id", "invitation_id", "round_id")
    }
    assert news["survey_ballot"][0]["invitation_id"] is None


def test_an_answer_leaves_no_step_in_the_session_of_whoever_is_signed_in(people, opened):
    """Read the sessions: did the mayor's, who is signed in, move just when an answer came?"""
    browser = people.representative.client
    browser.get("/r/vestre/")
    before = the_database()
    browser.post("/kode/", {"code": opened.codes["_1"][0]})
    page = opened.answer(opened.codes["_1"][0], browser, s1="2")
    browser.get(page.headers["Location"])
    assert list(changed(before, the_database())) == ["survey_ballot"]


def test_no_page_shows_anybody_that_one_more_has_answered(people, opened):
    """Ask for every page again and again, and see which one moves when a single person answers."""
    opened.answer(opened.codes["_1"][0], s1="2")
    people.secretary.client.get(opened.address)  # takes away what was said of opening it
    before = every_page(people, opened)
    opened.answer(opened.codes["_1"][1], s1="5")
    assert [page for page, seen in every_page(people, opened).items() if seen != before[page]] == []


def test_nobody_sees_an_answer_of_an_open_round_whoever_asks(people, opened):
    """Ask for the results and the files of a round that is open, as everyone."""
    for code in (*opened.codes["_1"], *opened.codes["others"]):
        opened.answer(code, s1="2", s2="5")
    for browser in (people.secretary.client, people.reader.client, people.visiting_host.client, Client()):
        for kind in ("csv", "xlsx", "json"):
            assert browser.get(f"{opened.files}{kind}").status_code == 404
        page = browser.get(opened.room).content.decode()
        assert "svarte 4 eller 5" not in page


def test_a_wrong_code_leaves_nothing_of_who_tried_it(people, opened):
    """Read what a mistyped code leaves in the database: a network, a browser, the code itself?"""
    before = the_database()
    browser = Client(REMOTE_ADDR="203.0.113.77", HTTP_USER_AGENT="Ordforerens telefon")
    browser.post("/kode/", {"code": "AAAA-AAAA-AAAA"})
    browser.post("/svar/", opened.fields("AAAA-AAAA-AAAA", s1="1"))
    text = str(changed(before, the_database()))
    for trace in ("203.0.113.77", "Ordforerens", "AAAA"):
        assert trace not in text


def test_what_paper_leaves_is_a_number_and_no_ballot_of_its_own_kind(people, opened):
    """Copy the database around one paper answer: the ballot must not say that it was paper, nor the trail which."""
    said = opened.named(code=opened.codes["_1"][0], s1="1")
    before = the_database()
    assert send(people.secretary.client, f"{opened.address}papir/", **said).status_code == 302
    news = changed(before, the_database())
    assert set(news) <= {"survey_ballot", "survey_round", "accounts_session"}
    assert [row["is_paper"] for row in news["survey_ballot"]] in ([False], [0])


def test_a_reminder_goes_to_everybody_and_is_the_same_to_all(people, opened):
    """Send links and then a reminder after some have answered; compare who gets one and what it says."""
    addresses = _a_body_with(people, 6)
    assert send(people.secretary.client, f"{opened.address}lenker/", body=_body(), step="send").status_code in (
        200,
        302,
    )
    first = _written(addresses)
    codes = [re.search(r"[0-9A-Z]{12}|[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", body).group(0) for body in first.values()]
    for code in codes[:3]:
        opened.answer(code, s1="3")
    known = {row["id"] for row in rows_of("outbox_message")}
    assert send(people.secretary.client, f"{opened.address}lenker/", body=_body(), step="remind").status_code in (
        200,
        302,
    )
    reminders = [row for row in rows_of("outbox_message") if row["id"] not in known]
    assert sorted(row["recipient"] for row in reminders) == sorted(addresses)
    assert len({row["body"] for row in reminders}) == 1
    assert not any(code in row["body"] for code in codes for row in reminders)


def test_links_leave_nothing_that_ties_a_code_to_the_one_who_got_it(people, opened):
    """Read invitations, slips, outbox and trail when the links have gone out, for a pair of person and code."""
    addresses = _a_body_with(people, 6)
    before = the_database()
    send(people.secretary.client, f"{opened.address}lenker/", body=_body(), step="send")
    assert rows_of("survey_invitation") == []
    slips = changed(before, the_database())["survey_slip"]
    assert len(slips) == 6
    assert all(set(slip) == {"id", "key_hash", "group_id", "round_id"} for slip in slips)
    messages = [row for row in rows_of("outbox_message") if row["recipient"] in addresses]
    for row in messages:
        for slip in slips:
            assert str(slip["id"]) not in str(row["key"])
            assert slip["key_hash"] not in str(row["key"])

    sent: list[object] = []
    outbox.send_waiting(clock=timezone.now, deliver=sent.append, sender="Veivalg <veivalg@example.no>")
    assert len(sent) == 6
    for row in rows_of("outbox_message"):
        assert "@" not in str(row["recipient"])
        assert not re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", str(row["body"]) + str(row["key"]))


def _a_body_with(people, count: int) -> list[str]:
    """A body where so many people sit; their addresses."""
    body = Body.objects.create(council=people.council, kind=Body.Kind.ASSEMBLY, name="Representantskapet")
    for number in range(count):
        person = Person.objects.create(
            council=people.council, name=f"Medlem {number}", email=f"m{number}@example.no", made_at=NOW
        )
        Mandate.objects.create(
            body=body,
            person=person,
            participant=people.participants[number % 3],
            starts_on=LONG_AGO,
            position=Mandate.Position.MEMBER,
        )
    return [f"m{number}@example.no" for number in range(count)]


def _body() -> int:
    return rows_of("councils_body")[-1]["id"]


def _written(addresses: list[str]) -> dict[str, str]:
    return {row["recipient"]: row["body"] for row in rows_of("outbox_message") if row["recipient"] in addresses}
