"""A list of what municipalities have resolved: looked over, then written."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.web.endorsements.conftest import a_resolution, english, rows_of
from tests.web.endorsements.test_answers import refusals
from veivalg.web.audit.models import AuditEntry
from veivalg.web.files.writing import TableSheet, write_workbook

pytestmark = pytest.mark.django_db
LIST = "/r/vestre/forankring/"


def upload(people, sent, rows):
    content = write_workbook([TableSheet(name="Svar", rows=rows)], title="Svar")
    return english(people.secretary).post(
        f"{LIST}{sent.resolution_id}/importer/", {"file": SimpleUploadedFile("svar.xlsx", content)}
    )


ROWS = [
    ["Kommune", "Resultat", "Møtedato", "Saksnummer", "Endring"],
    ["Kommune 9001", "vedtatt", date(2026, 7, 1), "PS 1/26", None],
    ["9002", "Vedtatt med endring", "2. juli 2026", "PS 2/26", "Bare om natta"],
    ["Kommune 9003", "vedtatt", date(2026, 5, 1), None, None],
    ["Atlantis", "vedtatt", date(2026, 7, 1), None, None],
]


def test_a_list_is_looked_over_before_anything_is_stored(people, sent):
    response = upload(people, sent, ROWS)
    text = response.content.decode()
    assert "2 answers can be imported" in text
    assert "No municipality that was asked is called this" in text
    assert {row.result for row in rows_of(sent)} == {""}

    response = people.secretary.client.post(
        f"{LIST}{sent.resolution_id}/importer/bekreft/", {"rows": response.context["sent"]}
    )
    assert response.status_code == 302
    assert [row.result for row in rows_of(sent)] == ["adopted", "changed", ""]
    assert refusals() == ["backdated"]
    entry = AuditEntry.objects.get(verb="endorsements.endorsement.import")
    assert entry.changes == {"rows": [None, 2], "left_out": [None, 2]}


def test_our_own_file_can_be_read_back_with_only_the_lines_of_this_resolution(people, send_out, sent, give):
    other = send_out(a_resolution(people.council, title="Ferge"))
    for row in rows_of(other):
        give(row)
    give(rows_of(sent)[0])
    content = Client().get(f"{LIST}forankring.csv?sprak=en").content
    response = english(people.secretary).post(
        f"{LIST}{sent.resolution_id}/importer/", {"file": SimpleUploadedFile("forankring.csv", content)}
    )
    assert [row.name for row in response.context["rows"]] == ["Kommune 9001", "Kommune 9002", "Kommune 9003"]


def test_a_list_never_writes_over_an_answer_that_came_meanwhile(people, sent, give):
    looked = upload(people, sent, ROWS).context["sent"]
    give(rows_of(sent)[0], result="rejected")
    people.secretary.client.post(f"{LIST}{sent.resolution_id}/importer/bekreft/", {"rows": looked})
    assert [row.result for row in rows_of(sent)] == ["rejected", "changed", ""]


def test_a_body_that_is_misspelt_is_asked_about_and_never_made_into_another(people, sent):
    rows = [
        ["Kommune", "Resultat", "Møtedato", "Organ"],
        ["9001", "vedtatt", date(2026, 7, 1), "kommunstyret"],
        ["9002", "vedtatt", date(2026, 7, 1), "Et annet organ"],
    ]
    text = upload(people, sent, rows).content.decode()
    assert "1 answer can be imported" in text
    assert "“kommunstyret” is no body we know" in text


@pytest.mark.parametrize(("column", "most"), [("Saksnummer", 40), ("Merknad", 300)])
def test_nothing_that_is_typed_is_cut_on_its_way_in(people, sent, column, most):
    long = "PS 45/26 og " + "1" * most
    rows = [["Kommune", "Resultat", "Møtedato", column], ["9001", "vedtatt", date(2026, 7, 1), long]]
    text = upload(people, sent, rows).content.decode()
    assert f"has {len(long)} signs, and there is room for {most}" in text
    assert "0 answers can be imported" in text


def test_a_municipality_that_stands_twice_counts_once(people, sent):
    text = upload(people, sent, [*ROWS[:2], ROWS[1]]).content.decode()
    assert "1 answer can be imported" in text
    assert "stands here twice" in text


@pytest.mark.parametrize(
    "rows", ["", "\x00", "[", "[1]", '[["\\ud800"]]', '[["Kommune","Resultat"],["\\u0000"]]', "[" * 5000, '{"a":1}']
)
def test_a_list_that_comes_back_broken_is_refused_in_words(people, sent, rows):
    address = f"{LIST}{sent.resolution_id}/importer/bekreft/"
    assert people.secretary.client.post(address, {"rows": rows}).status_code == 302
    assert {row.result for row in rows_of(sent)} == {""}


@pytest.mark.parametrize(
    ("name", "content"), [("a.xlsx", b"PK"), ("a.csv", b"a;b\n1;2"), ("a.exe", b"MZ"), ("a.csv", b"")]
)
def test_a_file_that_is_no_list_says_why(people, sent, name, content):
    response = people.secretary.client.post(
        f"{LIST}{sent.resolution_id}/importer/", {"file": SimpleUploadedFile(name, content)}
    )
    assert response.status_code == 422
    assert "aria-invalid" in response.content.decode()
