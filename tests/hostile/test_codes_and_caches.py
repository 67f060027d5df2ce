"""The attacker has slips, browsers that others have used, what lies in caches between them, and the logs."""

import logging
import re

import pytest
from django.test import Client

from tests.hostile.playing import a_barometer, send
from tests.hostile.reading import rows_of, without_noise


@pytest.fixture
def opened(people):
    """A round with slips of two groups, open."""
    played = a_barometer(people.secretary.client, groups="participants")
    played.slips(_1=7, _2=6, others=5)
    return played.opened()


def test_whoever_keeps_a_slip_does_not_see_what_was_answered_with_it(opened):
    """Keep a copy of a slip, wait until it has been used, and open it: is anything ticked?"""
    code = opened.codes["_1"][0]
    opened.answer(code, s1="2", s2="5")
    page = Client().post("/kode/", {"code": code}).content
    assert b"checked" not in page
    assert all(not value or value == [""] for name, value in opened.form(code).fields.items() if name.startswith("q"))


def test_a_refused_answer_does_not_show_the_one_that_is_stored(opened):
    """Send an old page again, or one that is wrong, and read what comes back beside one's own words."""
    code = opened.codes["_1"][0]
    opened.answer(code, s1="2", s3="5")
    for wrong in ({"s1": "9"}, {"s1": "1", "turn": "7"}, {"s1": "1", "turn": "0"}):
        page = Client().post("/svar/", opened.fields(code, **wrong)).content.decode()
        assert not re.search(rf'name="{opened.items[2]}"[^>]*checked', page)
        assert not re.search(rf'name="{opened.items[0]}" value="2"[^>]*checked', page)


def test_a_used_slip_an_unused_one_and_an_invented_one_look_the_same_when_the_round_has_closed(opened):
    """Try slips after closing to see who answered."""
    used, unused = opened.codes["_1"][:2]
    for code in [used, *opened.codes["_2"]]:
        opened.answer(code, s1="3")
    opened.closed()
    pages = []
    for code in (used, unused, "AAAA-AAAA-AAAA"):
        page = Client().post("/kode/", {"code": code})
        pages.append((page.status_code, without_noise(page.content).replace(code, "")))
        page = Client().post("/svar/", opened.fields(code, s1="1", sending="x" * 22))
        pages.append((page.status_code, without_noise(page.content).replace(code, "")))
    assert pages[0:2] == pages[2:4] == pages[4:6]


def test_the_receipt_is_the_same_for_all_and_nothing_is_kept_between_browsers(opened):
    """Read the address of the receipt, the cookies and the headers that a cache goes by, for two people."""
    receipts, cookies = [], []
    for code, value in zip(opened.codes["_1"], ("1", "5"), strict=False):
        browser = Client()
        asked = browser.post("/kode/", {"code": code})
        sent = opened.answer(code, browser, s1=value)
        receipt = browser.get(sent.headers["Location"])
        for page in (asked, sent, receipt):
            assert "no-store" in page.headers["Cache-Control"]
            assert not {"ETag", "Last-Modified", "Expires"} & set(page.headers)
        receipts.append((sent.headers["Location"], without_noise(receipt.content)))
        cookies.append(sorted(browser.cookies))
    assert receipts[0] == receipts[1]
    assert cookies[0] == cookies[1] == ["csrftoken"]


def test_the_next_one_at_a_tablet_finds_nothing_of_the_one_before(opened):
    """Take over the tablet after the mayor: cookies, the page with questions, the receipt."""
    tablet = Client()
    tablet.post("/kode/", {"code": opened.codes["_1"][0]})
    opened.answer(opened.codes["_1"][0], tablet, s1="2")
    kept = str(tablet.cookies)
    assert opened.codes["_1"][0] not in kept
    for address in ("/kode/", f"/svar/takk/{opened.pk}/"):
        page = tablet.get(address).content.decode()
        assert opened.codes["_1"][0] not in page
        assert "checked" not in page
    assert b"checked" not in tablet.post("/kode/", {"code": opened.codes["_1"][1]}).content
    assert tablet.get("/svar/").status_code in (302, 405)


def test_codes_follow_no_pattern_and_lie_in_another_order_than_they_are_printed(people):
    """Look for codes that begin alike, count upwards, or lie in the database as they lie in the printer."""
    played = a_barometer(people.secretary.client, groups="participants")
    played.slips(_1=20, _2=20)
    codes = [code for own in played.codes.values() for code in own]
    assert len(set(codes)) == len(codes)
    assert len({code[:3] for code in codes}) > len(codes) * 0.8
    assert codes != sorted(codes)
    # Printed by group; were the rows in that order, they would say which slip is whose once the codes are known.
    marks = [row["group_id"] for row in rows_of("survey_slip")]
    assert marks not in (sorted(marks), sorted(marks, reverse=True))
    assert not any(code in str(rows_of("survey_slip")) for code in codes)


def test_an_old_sending_played_again_neither_brings_an_answer_back_nor_tells_of_it(opened):
    """Keep what a browser sent, and send it again after its owner has thought better of it."""
    code, browser = opened.codes["_1"][0], Client()
    first = opened.fields(code, s1="1")
    browser.post("/svar/", first)
    changed = opened.form(code, browser)
    browser.post("/svar/", changed.filled(**opened.named(s1="5")))
    before = [row["answers"] for row in rows_of("survey_ballot")]
    again = Client().post("/svar/", first)
    assert again.status_code != 302
    assert [row["answers"] for row in rows_of("survey_ballot")] == before
    assert not re.search(rf'name="{opened.items[0]}" value="5"[^>]*checked', again.content.decode())


def test_everything_the_logs_say_at_their_most_talkative_tells_neither_code_nor_answer(people, opened, caplog):
    """Turn the root up to DEBUG as a host does who looks for a fault, and read what answers and codes write."""
    code, other, paper = opened.codes["_1"][:3]
    wrong = "BCDF-GHJK-LMNP"
    with caplog.at_level(logging.DEBUG):
        browser = Client(HTTP_USER_AGENT="Ordforerens telefon", REMOTE_ADDR="203.0.113.77")
        browser.get("/kode/")
        browser.post("/kode/", {"code": code})
        sent = opened.answer(code, browser, s1="4", s2="1").wsgi_request.POST["sending"]
        browser.post("/svar/", opened.fields(other, s1="17"))
        browser.post("/kode/", {"code": wrong})
        browser.post("/svar/", opened.fields(wrong, s1="4"))
        Client(enforce_csrf_checks=True).post("/svar/", opened.fields(code, s1="4"))
        Client(enforce_csrf_checks=True).post("/kode/", {"code": code})
        stored = [str(row[name]) for row in rows_of("survey_ballot") for name in ("seal", "sending", "id")]
        send(people.secretary.client, f"{opened.address}papir/", **opened.named(code=paper, s1="2"))
        for code_ in opened.codes["_2"]:
            opened.answer(code_, s1="5")
        opened.closed()
    said = "\n".join(f"{record.getMessage()} {record.__dict__}" for record in caplog.records)
    plain = [code.replace("-", "") for code in (code, other, paper, wrong)]
    for trace in [code, other, paper, wrong, *plain, sent, *stored, "203.0.113.77", "Ordforerens"]:
        assert trace not in said, trace


def test_what_is_stored_about_somebody_says_nothing_of_an_anonymous_round(people, opened):
    """Ask for all that is stored about oneself, signed in in the same browser that answered."""
    browser = people.representative.client
    before = without_noise(browser.get("/min-side/mine-data/").content)
    opened.answer(opened.codes["_1"][0], browser, s1="2")
    assert without_noise(browser.get("/min-side/mine-data/").content) == before


def test_the_number_of_a_draft_is_answered_like_a_number_that_no_round_has(people):
    """Count through the numbers of rounds with an invented code: which are being prepared, and in which language?"""
    type(people.council).objects.filter(pk=people.council.pk).update(language="nn")
    draft = a_barometer(people.secretary.client)
    (own,) = draft.slips(others=1)["others"]

    def told(number: int, code: str) -> tuple[int, str, bytes]:
        page = Client().post("/svar/", {"round": number, "code": code, "turn": 0, "sending": "x" * 22, "q1": "3"})
        return page.status_code, page.headers["Content-Language"], without_noise(page.content)

    invented = "AAAA-AAAA-AAAA"
    assert told(draft.pk, invented) == told(draft.pk + 1000, invented)
    # Whoever holds a slip of it is told why it does not work yet.
    assert told(draft.pk, own)[:2] == (409, "nn")
