"""The attacker reads the whole database when the round has closed."""

import random
import re

import pytest
from django.db import connection
from django.test import Client

from tests.hostile.playing import a_barometer, a_choice, a_step, send
from tests.hostile.reading import ballots, changed, counters, everything_written, rows_of, the_database
from tests.people import People

STATEMENTS = [f"s{number}" for number in range(1, 11)]
LEADERS = ["s11", "s12", "s13"]


def statements(values: str) -> dict[str, str]:
    """One digit for each statement, in their order."""
    return dict(zip(STATEMENTS, values, strict=True))


def played(people: People, answers: list[dict[str, str]], **values: object):
    """A round of one group where these are the answers, closed."""
    played = a_barometer(people.secretary.client, **values)
    played.slips(others=len(answers))
    played.opened()
    for code, answer in zip(played.codes["others"], answers, strict=True):
        played.answer(code, **answer)
    return played.closed()


def test_no_code_seal_or_key_of_the_open_round_is_found_anywhere_when_it_has_closed(people):
    """Keep every secret that stands in the database while the round is open, and look for them afterwards."""
    played = a_barometer(people.secretary.client)
    played.slips(others=7)
    played.opened()
    sent = [played.answer(code, s1="4").wsgi_request.POST["sending"] for code in played.codes["others"]]
    while_open = the_database()
    secrets_ = {str(row["seal"]) for row in while_open["survey_ballot"]}
    secrets_ |= {str(row["sending"]) for row in while_open["survey_ballot"]}
    secrets_ |= {str(row["id"]) for table in ("survey_ballot", "survey_slip") for row in while_open[table]}
    secrets_ |= {str(row["key_hash"]) for row in while_open["survey_slip"]}
    secrets_ |= {row["seal_key"] for row in while_open["survey_round"]}
    secrets_ |= set(sent) | set(played.codes["others"]) | {code.replace("-", "") for code in played.codes["others"]}
    assert len(secrets_) > 7 * 6
    assert "" not in secrets_

    played.closed()
    left = everything_written()
    assert [secret for secret in secrets_ if secret in left] == []
    assert rows_of("survey_slip") == []


def test_the_order_people_answered_in_is_not_the_order_their_ballots_lie_in(people):
    """Note who answers when, and read the ballots in the order they lie on disk and by their numbers."""
    values = [f"{number // 5 + 1}{number % 5 + 1}" for number in range(12)]
    played_ = played(people, [{"s1": value[0], "s2": value[1]} for value in values])
    found = ballots(played_.pk)
    first = [row["answers"].get(1) for row in found]
    by_number = [row["answers"].get(1) for row in sorted(found, key=lambda row: str(row["id"]))]
    answered = [int(value[0]) for value in values]
    for order in (first, by_number):
        assert sorted(order) == sorted(answered)
        assert order not in (answered, answered[::-1])


def test_a_ballot_that_was_changed_or_typed_in_from_paper_looks_like_every_other(people):
    """Know that the mayor changed their mind three times and that one answer came on paper; look for either."""
    played = a_barometer(people.secretary.client)
    codes = played.slips(others=8)["others"]
    played.opened()
    for code in codes[:6]:
        played.answer(code, s1="2", s2="3")
    for _ in range(3):
        browser = Client()
        form = played.form(codes[0], browser)
        assert browser.post("/svar/", form.filled(**played.named(s1="2", s2="3"))).status_code == 302
    assert (
        send(
            people.secretary.client, f"{played.address}papir/", code=codes[6], **played.named(s1="2", s2="3")
        ).status_code
        == 302
    )
    # The last one fills in the form from below, and says of a third statement that they do not know.
    from_below = dict(reversed(played.fields(codes[7], s1="2", s2="3").items()))
    assert Client().post("/svar/", from_below).status_code == 302
    played.closed()

    found = rows_of("survey_ballot")
    assert len(found) == 8
    alike = [{name: value for name, value in row.items() if name != "id"} for row in found]
    assert [row for row in alike if row != alike[0]] == []


@pytest.mark.parametrize("keeps", ["results", "answers"])
def test_whoever_alone_answers_what_is_asked_of_leaders_is_not_found_by_it(people, keeps):
    """Know who leads; look for the ballot that answered the questions to those who lead, and read the rest of it."""
    others = [statements(random.Random(number).choice(["3333333333", "4444444444"])) for number in range(8)]
    leader = statements("1111111111") | dict.fromkeys(LEADERS, "5")
    played_ = played(people, [*others, leader], asks_leaders="on", keeps=keeps)
    led = [row for row in ballots(played_.pk) if any(row["answers"].get(int(item[1:])) for item in LEADERS)]
    assert [row["answers"] for row in led] == []


def test_the_leader_of_one_municipality_is_not_found_among_leaders_of_all(people):
    """Five lead, one of them in the second municipality; look there for the ballot that answered as a leader."""
    own = [f"s{number}" for number in range(14, 24)]
    asked = "\n".join(f"Til dere som leder, {number}" for number in range(10))
    played = a_barometer(people.secretary.client, asks_leaders="on", groups="participants", own_items=asked)
    codes = played.slips(_1=8, _2=8, others=6)
    played.opened()
    for group, slips in codes.items():
        for number, code in enumerate(slips):
            said = statements("4444444444")
            if number < (1 if group == "_2" else 4):
                said |= dict.fromkeys([*LEADERS, *own], "2" if group == "_2" else "5")
            played.answer(code, **said)
    played.closed()
    second = next(row["id"] for row in rows_of("survey_group") if row["name"] == "Kommune 9002")
    there = [row["answers"] for row in ballots(played.pk) if row["group_id"] == second]
    by_item = [[answers[int(item[1:])] for answers in there if int(item[1:]) in answers] for item in [*LEADERS, *own]]
    # One answer to each stands there, and what it is, is anyone's among those who lead.
    assert all(len(answers) == 1 for answers in by_item)
    assert not all(answers == [2] for answers in by_item)


def test_what_one_person_said_to_one_statement_does_not_lead_to_the_next(people):
    """Know for certain what somebody said to one statement; look for the ballot, and read what else they said."""
    answers = [statements(f"{number % 5 + 1}" * 10) for number in range(25)]
    played_ = played(people, answers)
    # Were ballots kept whole, every one would have the same answer throughout.
    whole = [row for row in ballots(played_.pk) if len(set(row["answers"].values())) == 1]
    assert len(whole) < 5


def test_what_one_person_scored_one_option_does_not_lead_to_the_next(people):
    """Everyone scores the first option one higher than the second: do ballots still say so, and is the runoff right?"""
    desk = people.secretary.client
    choice = a_choice(desk)
    rating = a_step(desk, choice, mode="anonymous", by_municipality=[], more_groups="A")
    rating.slips(_1=5)
    rating.opened()
    for code in rating.codes["_1"]:
        found = rating.form(code).choices
        rating.answer(code, **{item: "5" for item in found if item[0] == "q" and "5" in found[item]})
    rating.closed()
    points = a_step(desk, choice, "poeng", mode="anonymous", by_municipality=[], more_groups="A")
    points.slips(_1=60)
    points.opened()
    items = [name for name in points.form(points.codes["_1"][0]).choices if name[0] == "q"]
    for number, code in enumerate(points.codes["_1"]):
        points.answer(code, **{items[0]: str(number % 5 + 1), items[1]: str(number % 5)})
    points.closed()
    kept = [row["answers"] for row in ballots(points.pk)]
    assert len(kept) == 60
    assert sum(own[1] == own[2] + 1 for own in kept) < 40
    page = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", desk.get(f"{choice}?sprak=en").content.decode()))
    assert re.search(r"60 prefer it to [^,]+, and 0 the other way", page)


def test_no_group_of_ballots_is_smaller_than_the_smallest_that_may_be_shown(people):
    """Slips in batches so that one, two and three stand alone; count the ballots of each mark afterwards."""
    played = a_barometer(people.secretary.client, groups="participants")
    played.slips(_1=9)
    played.slips(_2=3)
    played.slips(_2=3)
    played.slips(_3=6)
    played.slips(others=1)
    played.opened()
    for group, own in played.codes.items():
        for code in own[: 4 if group == "_3" else None]:
            played.answer(code, s1="3")
    played.closed()
    marks = [row["group_id"] for row in ballots(played.pk)]
    assert all(marks.count(mark) >= 5 for mark in marks)


def test_closing_leaves_no_time_or_counter_that_tells_ballots_apart(people):
    """Read all counters, times and hidden columns of the ballots."""
    played_ = played(people, [{"s1": "3"}, *[{"s1": "4"}] * 6])
    before = counters()
    assert not any("ballot" in name or "slip" in name for name in before)
    columns = set(rows_of("survey_ballot")[0])
    assert columns == {"id", "seal", "answers", "sending", "turn", "is_paper", "group_id", "invitation_id", "round_id"}
    if connection.vendor == "postgresql":
        written = {str(row["xmin"]) for row in rows_of("survey_ballot", more=", xmin") if row["round_id"] == played_.pk}
        assert len(written) == 1


def test_the_trail_says_nothing_of_answers_and_counts_no_paper_by_ballot(people):
    """Read the history of the round and of everything under it."""
    played = a_barometer(people.secretary.client)
    codes = played.slips(others=6)["others"]
    played.opened()
    before = the_database()
    for code in codes[:5]:
        played.answer(code, s1="4")
    send(people.secretary.client, f"{played.address}papir/", code=codes[5], **played.named(s1="1"))
    assert "audit_auditentry" not in changed(before, the_database())
    played.closed()
    closing = [row for row in rows_of("audit_auditentry") if row["verb"] == "survey.round.close"]
    assert len(closing) == 1
