"""What is downloaded can be read back and changes nothing, whatever names and days there are."""

from datetime import date, timedelta

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.people import NOW
from tests.web.councils.importing import a_body, a_mandate, a_person
from veivalg.web.audit.models import AuditEntry
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.importing.draft import LIMITS, as_json
from veivalg.web.councils.importing.export import table
from veivalg.web.councils.importing.plan import plan_of
from veivalg.web.councils.importing.stored import stored_in
from veivalg.web.councils.models import Body, Mandate, Person
from veivalg.web.files.reading import read_sheets
from veivalg.web.files.writing import TableSheet, write_csv, write_workbook

WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30).map(str.strip)
NASTY = st.sampled_from(["=1+1", "'=1", "+47 99 88 77 66", "<script>", "a\u202eb", "-", "1", "Leder", "ja", 'Om; "x"'])
TEXTS = WORDS | NASTY
NAMES = TEXTS.filter(lambda text: any(sign.isalnum() for sign in text))
DAYS = st.dates(date(1990, 1, 1), date(2060, 1, 1))


@st.composite
def mandates(draw):
    first = draw(DAYS)
    position = draw(st.sampled_from(Mandate.Position.values))
    may_vote = position != "attendee" and draw(st.booleans())
    return {
        "position": position,
        "side": draw(st.sampled_from(["", *Mandate.Side.values])),
        "substitute_order": draw(st.none() | st.integers(1, 99)) if position == "substitute" else None,
        "starts_on": first,
        "ends_on": draw(st.none() | st.integers(0, 2000).map(lambda days: first + timedelta(days=days))),
        "basis": draw(TEXTS),
        "may_speak": draw(st.booleans()),
        "may_vote": may_vote,
    }


PEOPLE = st.lists(
    st.tuples(
        st.fixed_dictionaries(
            {
                "name": NAMES,
                "office": TEXTS,
                "party": TEXTS,
                "phone": TEXTS,
                "gender": st.sampled_from(["", *Person.Gender.values]),
                "email": st.sampled_from(["", "kari@example.no", "Post@Example.NO"]),
            }
        ),
        st.lists(st.tuples(mandates(), st.integers(0, 3), st.integers(0, 3)), max_size=3),
    ),
    max_size=5,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(PEOPLE, NAMES, st.sampled_from(["nb", "nn", "en"]), st.sampled_from(["nb", "en"]), st.booleans())
def test_reading_our_own_file_back_changes_nothing(people, everyone, name, written, read, is_csv):
    Mandate.objects.all().delete()
    Person.objects.all().delete()
    Body.objects.all().delete()
    council = people.council
    # Two bodies of one name, and one that is called like a role.
    bodies = [a_body(council, called, Body.Kind.COMMITTEE) for called in (name, name, "Leder")]
    for fields, own in everyone:
        person = a_person(council, **fields)
        for values, body, participant in own:
            elected_by = people.participants[participant] if participant < 3 else None
            a_mandate(bodies[body % 3], person, elected_by, **values)
    with translation.override(written):
        rows = table(stored_in(council))
        content = write_csv(rows) if is_csv else write_workbook([TableSheet("Folk", rows)], title="Folk", about=["Om"])
    with translation.override(read):
        book = read_sheets(content, "folk.csv" if is_csv else "folk.xlsx", limits=LIMITS)
        plan = plan_of(as_json(book, "folk"), {}, stored_in(council), now=NOW)
    told = [(row.status.value, row.reason, row.differences) for row in plan.rows]
    assert told == [("unchanged", "", [])] * (len(rows) - 1)


@pytest.fixture
def council(people):
    kari = a_person(people.council, "=cmd|' /C calc'!A1", phone="+47 11 22 33 44", email="kari@example.no")
    a_mandate(a_body(people.council), kari, people.participants[0], ends_on=date(2024, 1, 1))
    a_person(people.council, "Ola uten verv")
    a_person(people.council, "", erased_at=NOW)
    return people.council


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_everyone_is_downloaded_and_that_is_noted(people, council, kind):
    response = people.secretary.client.get(f"/r/vestre/personer/eksport.{kind}")
    sheet = read_sheets(response.content, f"a.{kind}").sheets[0]
    assert [row[1] for row in sheet.rows[1:]] == ["=cmd|' /C calc'!A1", "Ola uten verv"]
    assert "no-store" in response["Cache-Control"]
    entry = AuditEntry.objects.get(verb=Verb.PEOPLE_EXPORTED)
    assert (entry.council_id, entry.changes) == (council.pk, {"rows": [0, 2]})


def test_no_cell_of_the_text_file_begins_like_a_formula(people, council):
    content = people.secretary.client.get("/r/vestre/personer/eksport.csv").content.decode("utf-8-sig")
    cells = [cell.strip('"') for line in content.splitlines() for cell in line.split(";")]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


def test_one_download_is_one_line_in_the_history_and_asking_for_the_head_is_none(people):
    someone, client = a_person(people.council), people.secretary.client
    for path in ("eksport.xlsx", f"{someone.pk}/lagret.json"):
        before = AuditEntry.objects.count()
        address = f"/r/vestre/personer/{path}"
        assert client.head(address).status_code == 200
        assert AuditEntry.objects.count() == before
        assert client.get(address).status_code == 200
        assert AuditEntry.objects.count() == before + 1


def test_other_kinds_of_file_are_no_pages(people, council):
    assert people.secretary.client.get("/r/vestre/personer/eksport.exe").status_code == 404


@pytest.mark.parametrize("header", ["Sec-Purpose", "Purpose", "X-Moz"])
@pytest.mark.parametrize("file", ["eksport.csv", "eksport.xlsx", "{pk}/lagret.json"])
def test_what_a_browser_fetches_ahead_is_no_download_and_is_not_noted(people, file, header):
    address = "/r/vestre/personer/" + file.format(pk=a_person(people.council).pk)
    client = people.secretary.client

    ahead = client.get(address, headers={header: "prefetch;prerender"})

    assert (ahead.status_code, ahead.content) == (503, b"")
    assert not AuditEntry.objects.filter(verb=Verb.PEOPLE_EXPORTED).exists()
    clicked = client.get(address)
    assert "no-store" in clicked.headers["Cache-Control"]
    assert AuditEntry.objects.filter(verb=Verb.PEOPLE_EXPORTED).count() == 1
