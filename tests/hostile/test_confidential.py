"""The attacker is anyone with pages and files, the secretariat too, in rounds where names are stored and not shown."""

import random

import pytest
from django.test import Client

from tests.hostile.forms import forms_of
from tests.hostile.playing import CODE, a_choice, a_step, send
from tests.hostile.reading import rows_of
from tests.hostile.solving import Published, worked_out
from tests.people import LONG_AGO, NOW
from veivalg.web.councils.models import Body, Mandate, Person

SCALE = ["1", "2", "3", "4", "5"]


@pytest.fixture
def played(people):
    """A confidential round where links have gone to a body: one, three and six people from three municipalities."""
    body = Body.objects.create(council=people.council, kind=Body.Kind.ASSEMBLY, name="Representantskapet")
    for number in range(10):
        person = Person.objects.create(
            council=people.council, name=f"Hemmelig Navnesen {number}", email=f"m{number}@example.no", made_at=NOW
        )
        place = people.participants[0 if number < 1 else 1 if number < 4 else 2]
        Mandate.objects.create(
            body=body, person=person, participant=place, starts_on=LONG_AGO, position=Mandate.Position.MEMBER
        )
    desk = people.secretary.client
    played = a_step(desk, a_choice(desk), mode="confidential")
    played.opened()
    page = send(desk, f"{played.address}lenker/", body=body.pk, step="send")
    if page.status_code == 200:
        form = forms_of(page.content)[-1]
        page = desk.post(f"{played.address}lenker/", form.filled(step="send"))
    assert page.status_code == 302, page.content.decode()[-2000:]
    codes = {row["recipient"]: CODE.search(str(row["body"]).encode()) for row in rows_of("outbox_message")}
    played.codes["links"] = [codes[f"m{number}@example.no"].group(0).decode() for number in range(10)]
    return played


def answered(played) -> None:
    """All ten answer, as differently as they can."""
    rng = random.Random(1)
    for code in played.codes["links"]:
        items = played.form(code).choices
        played.answer(code, **{item: rng.choice(choices[:-1]) for item, choices in items.items() if item[0] == "q"})


def test_nobody_sees_anything_of_a_confidential_round_before_it_closes(people, played):
    """Ask as the secretariat and as everyone else while it is open."""
    answered(played)
    for browser in (people.secretary.client, people.reader.client, Client()):
        for kind in ("csv", "xlsx"):
            assert browser.get(f"{played.files}{kind}").status_code == 404
        assert "Navnesen" not in browser.get(played.room).content.decode()


def test_nobody_sees_names_beside_answers_when_it_has_closed(people, played):
    """Read every page and file as reader, representative, contact, neighbour, host without a visit, and as anyone; then
    as the secretariat, which is told that somebody has answered and not what."""
    answered(played)
    played.closed()
    for who in (people.reader, people.representative, people.municipal_contact, people.neighbour, people.host, None):
        browser = who.client if who else Client()
        for address in (
            played.room,
            f"{played.files}csv",
            f"{played.files}xlsx",
            played.address,
            "/r/vestre/historikk/",
        ):
            page = browser.get(address)
            assert b"Navnesen" not in page.content, (who, address)
    desk = people.secretary.client
    for address in (played.room, f"{played.files}csv", f"{played.files}xlsx"):
        assert b"Navnesen" not in desk.get(address).content, address
    trail = desk.get("/r/vestre/historikk/").content.decode()
    assert "Navnesen" in trail
    said = {row["answers"] for row in rows_of("survey_ballot")}
    assert not any(str(answers) in trail for answers in said)
    kept = [row for row in rows_of("audit_auditentry") if "survey.ballot.give" in row.values()]
    assert len(kept) == 10
    assert all(row["changes"] in ({}, "{}") for row in kept), kept


def test_no_small_group_follows_from_what_others_see_of_a_confidential_round(people, played):
    """Take the file as anyone and solve for the municipality of one and the one of three."""
    answered(played)
    played.closed()
    lines = [line for line in played.tables() if "Gruppe" in line]
    for name in {line["Alternativ"] for line in lines}:
        of_item = {line["Gruppe"]: line for line in lines if line["Alternativ"] == name}
        shown = [
            Published(group, tuple(int(line[value]) for value in SCALE))
            for group, line in of_item.items()
            if line["1"] != ""
        ]
        assert worked_out(shown, [group for group in of_item if group != "Alle"], smallest=5) == []
        assert all(sum(one.counts) == 0 or sum(one.counts) >= 5 for one in shown)
