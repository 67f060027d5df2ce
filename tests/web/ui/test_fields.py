"""What people type on one line or several: kept without signs that cannot be seen or that turn the writing round."""

import pytest

from tests.people import NOW
from veivalg.web.councils.models import Body, Person
from veivalg.web.ui.forms import LineField, LinesField

TURNED = "Ola \u202eyppi\u202c\u200b"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (TURNED, "Ola yppi"),
        ("Ola\u00a0 Nordmann", "Ola Nordmann"),
        ("Ola\tNordmann\r\nmed", "Ola Nordmann med"),
        ("Ola\x01\x1b[31m\uffff\ue000", "Ola[31m"),
        ("\u200b\u2060", ""),
    ],
)
def test_a_line_is_what_it_looks_like(typed, kept):
    assert LineField(required=False).clean(typed) == kept


def test_several_lines_keep_their_breaks():
    assert LinesField(rows=3).clean("En\u202e linje\n\n\tto\x02 ") == "En linje\n\n\tto"


def test_a_name_of_signs_that_cannot_be_seen_is_no_name(people):
    page = people.secretary.client.post("/r/vestre/personer/ny/", {"name": "\u200b\u2060"})

    assert page.status_code == 422
    assert not Person.objects.exists()


@pytest.mark.parametrize("sign", ["\0", "a\0b"])
def test_the_sign_without_a_value_is_refused_and_not_passed_over(people, sign):
    assert people.secretary.client.post("/r/vestre/personer/ny/", {"name": sign}).status_code == 422
    assert not Person.objects.exists()


def test_names_cannot_turn_a_page_round(people):
    person = Person.objects.create(council=people.council, name="Kari", made_at=NOW)
    client = people.secretary.client
    client.post("/r/vestre/organer/ny/", {"kind": "committee", "name": TURNED, "basis": TURNED, "purpose": TURNED})
    client.post(f"/r/vestre/personer/{person.pk}/endre/", {"name": TURNED, "office": TURNED, "version": 1})
    client.post("/min-side/innstillinger/", {"name": TURNED, "mail_rhythm": "each", "version": 1})
    body = Body.objects.get()
    person.refresh_from_db()
    people.secretary.account.refresh_from_db()

    names = [body.name, body.basis, body.purpose, person.name, person.office, people.secretary.account.name]
    assert names == ["Ola yppi"] * 6
