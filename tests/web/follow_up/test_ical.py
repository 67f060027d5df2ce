"""The calendar of deadlines: whole days, texts that cannot be taken for structure, and the same bytes each time."""

import re
from datetime import UTC, date, datetime

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from tests.people import TODAY
from veivalg.web.councils.models import Council
from veivalg.web.follow_up import ical
from veivalg.web.strategy.models import Action, Strategy

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
HOSTILE = "Bygge\r\nBEGIN:VEVENT\r\nSUMMARY:Falsk; \\, \x00\u2028ny " + "æøå 🚢 " * 30


def an_event(summary=HOSTILE, about="Om", **more):
    given = {"key": "k", "day": date(2027, 12, 31), "url": "https://example.no/", "version": 3, "category": "Frist"}
    return ical.event(summary=summary, about=about, changed_at=NOW, **(given | more))


def unfolded(content: bytes) -> list[str]:
    """Lines as a reader puts them together again."""
    assert content.endswith(b"\r\n")
    return content.decode().replace("\r\n ", "").split("\r\n")[:-1]


def unescaped(text: str) -> str:
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], text)


@given(st.text())
def test_a_folded_line_has_75_octets_at_most_and_unfolds_to_itself(text):
    line = ical.escaped(text)
    parts = ical.folded(line).encode().split(b"\r\n")

    assert all(len(part) <= 75 for part in parts)
    assert all(part.decode() for part in parts if line)
    assert parts[0] + b"".join(part[1:] for part in parts[1:]) == line.encode()


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"], include_characters="\n")))
def test_a_text_comes_back_as_it_was(text):
    assert unescaped(ical.escaped(text)) == text


@given(st.text(), st.text(), st.text())
def test_no_text_makes_a_line_of_its_own(name, summary, about):
    lines = unfolded(ical.calendar(name, [an_event(summary, about)]))

    assert len(lines) == 9 + 14 + 1
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == 1
    assert not any(sign in line for line in lines for sign in "\r\n\x00")


def test_an_event_is_a_whole_day_that_takes_nobodys_time():
    lines = unfolded(ical.calendar("Frister", [an_event()]))

    for line in ("DTSTART;VALUE=DATE:20271231", "DTEND;VALUE=DATE:20280101", "TRANSP:TRANSPARENT", "UID:k@veivalg"):
        assert line in lines
    assert "SEQUENCE:3" in lines
    assert "DTSTAMP:20261124T090000Z" in lines
    assert not any(line.startswith(("DTSTART;TZID", "RRULE")) for line in lines)


def test_the_last_day_of_all_breaks_nothing():
    assert "DTEND;VALUE=DATE:99991231" in unfolded(ical.calendar("x", [an_event(day=date.max)]))


pages = pytest.mark.django_db


def feed(following, query=""):
    return Client().get(f"{following.address}frister.ics{query}")


@pages
def test_the_feed_has_every_deadline_once_and_the_same_bytes_each_time(following):
    first = following.action("Med dag", due_on=date(2027, 2, 3))
    following.action("Med år", last_year=2028)
    following.action("Uten", first_year=2026)
    # PostgreSQL takes no NUL; every other sign may stand in a plan.
    hostile = HOSTILE.replace("\x00", "\x01")
    following.action(hostile, last_year=2027, responsible_text=hostile)
    answer = feed(following)
    lines = unfolded(answer.content)

    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert lines.count("BEGIN:VEVENT") == 3
    assert f"UID:{first.key}@veivalg" in lines
    assert "DTSTART;VALUE=DATE:20270203" in lines
    assert "DTSTART;VALUE=DATE:20281231" in lines
    assert all(len(line) <= 75 for line in answer.content.split(b"\r\n"))
    assert feed(following).content == answer.content


@pages
def test_a_changed_action_keeps_its_name_and_gets_a_higher_number(following):
    action = following.action(last_year=2027)
    before = unfolded(feed(following).content)
    Action.objects.filter(pk=action.pk).update(version=2, last_year=2028)
    after = unfolded(feed(following).content)

    uid = [line for line in before if line.startswith("UID")]
    assert uid == [line for line in after if line.startswith("UID")]
    assert "SEQUENCE:1" in before
    assert "SEQUENCE:2" in after


@pages
def test_what_is_done_says_so(following):
    following.action("Bygge", said="done", last_year=2027)
    assert "SUMMARY:Done: Bygge" in unfolded(feed(following, "?sprak=en").content)


@pages
@pytest.mark.parametrize(("language", "word"), [("nb", "Frist"), ("en", "Deadline")])
def test_the_feed_is_in_the_councils_language_whatever_program_fetches_it(following, language, word):
    following.action("Bygge", last_year=2027)
    Council.objects.filter(pk=following.council.pk).update(language=language)
    answer = Client(headers={"accept-language": "en-US"}).get(f"{following.address}frister.ics")

    assert f"CATEGORIES:{word}" in unfolded(answer.content)


@pages
def test_what_is_repeated_says_how_often_and_has_its_last_day_only(following):
    following.action("Møte", kind="recurring", rhythm_months=12, last_year=2030)
    following.action("Treff", kind="recurring", rhythm_months=12)
    lines = unfolded(feed(following, "?sprak=en").content)

    assert lines.count("BEGIN:VEVENT") == 1
    assert any("Repeated: every year" in line for line in lines)


@pages
def test_one_responsible_and_one_municipality_have_feeds_of_their_own(following, people):
    own, other = people.participants[0], people.participants[1]
    following.action("Mitt", last_year=2027, responsible_participant=own)
    following.action("Vårt", last_year=2027, responsible_role="secretariat", partners=[own.name])
    following.action("Andres", last_year=2027, responsible_participant=other)

    def summaries(query):
        return [line for line in unfolded(feed(following, query).content) if line.startswith("SUMMARY")]

    assert summaries(f"?ansvar=participant-{own.pk}") == ["SUMMARY:Mitt"]
    assert summaries("?ansvar=role-secretariat") == ["SUMMARY:Vårt"]
    assert summaries(f"?kommune={own.pk}") == ["SUMMARY:Mitt", "SUMMARY:Vårt"]


@pages
@pytest.mark.parametrize("query", ["?ansvar=%00", "?ansvar=body-9", "?kommune=x", "?kommune=999999999999999999999"])
def test_an_unknown_one_has_no_feed(following, query):
    following.action(last_year=2027)
    assert feed(following, query).status_code == 404


@pages
def test_drafts_and_what_has_ended_are_in_no_feed(following):
    following.action(last_year=2027)
    for state in ("draft", "consultation", "ended"):
        Strategy.objects.update(state=state)
        assert b"VEVENT" not in feed(following).content
    assert TODAY.year == 2026
