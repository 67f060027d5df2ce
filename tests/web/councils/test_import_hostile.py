"""Files that are made to do harm, or that are only broken: a clear page, nothing written, and harmless text."""

from datetime import UTC, datetime

import pytest

from soak.imports import fuzz_imports, spoilt_people_files
from tests.web import sheet_files
from tests.web.councils.importing import HEADS, a_body, confirm, draft_address, drafts, text, upload, workbook
from veivalg.web.councils.importing.draft import MOST_ROWS
from veivalg.web.councils.models import Body, ImportDraft, Mandate, Person

FILES = 100


@pytest.fixture
def council(people):
    a_body(people.council)
    a_body(people.council, "Arbeidsutvalget", Body.Kind.EXECUTIVE)
    return people.council


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("folk.xlsx", b""),
        ("folk.exe", b"MZ"),
        ("", b"Navn\nKari\n"),
        ("folk.xls", sheet_files.OLD_HEADER),
        ("folk.xlsm", b"PK"),
        ("folk.xlsx", b"no workbook at all"),
        ("folk.xlsx", sheet_files.protected_by_a_password()),
        ("folk.xlsx", sheet_files.lying("xl/workbook.xml", b"0" * 100_000, says=10)),
        ("folk.xlsx", sheet_files.with_part("xl/vbaProject.bin", b"macro")),
        ("folk.xlsx", sheet_files.with_part("../evil.xml", "<a/>")),
        ("folk.csv", b"\0\1\2\3" * 100),
        ("folk.csv", b'Navn\n"Kari'),
        ("folk.csv", b"x" * 6_000_000),
        ("folk.csv", b"Navn\n" + b"Kari\n" * (MOST_ROWS + 1)),
    ],
)
def test_what_the_reader_refuses_gives_a_page_that_says_why(people, council, name, content):
    response = upload(people.secretary, council, content, name or "\u202e")
    assert response.status_code == 422
    assert "vv-problems" in response.content.decode()
    assert (drafts(), Person.objects.count()) == (0, 0)


def test_sheets_with_too_many_rows_together_are_refused_as_well(people, council):
    lines = [(f"Person {n}",) for n in range(MOST_ROWS // 2 + 1)]
    response = upload(people.secretary, council, workbook(("Navn",), *lines, more={"To": lines}))
    assert response.status_code == 422
    assert drafts() == 0


def test_spoilt_files_never_break_the_pages(people, council):
    who, answers = people.secretary, []
    for (content, name), _ in zip(spoilt_people_files(1), range(FILES), strict=False):
        response = upload(who, council, content, name)
        answers.append(response.status_code)
        if response.status_code == 302:
            assert who.client.get(response.url).status_code == 200
            assert confirm(who, response.url, leaves_out="yes").status_code == 302
    assert set(answers) == {302, 422}


def test_spoilt_files_with_answers_at_random_never_break_the_import(people, council):
    now = datetime.now(tz=UTC)
    log = fuzz_imports(60, seed=2, actor=people.secretary.actor, council=council, now=now)
    assert log.failures == []
    assert log.imported
    assert log.refused


def test_script_and_hidden_signs_in_names_end_as_harmless_text(people, council):
    name = "<script>alert(1)</script> \u202eKari\u200b\x07 {{ csrf_token }}"
    row = (name, "Arbeidsutvalget", "9001", "Medlem", "1.1.2024", None)
    # Our own writer cleans what it writes, so the file is put together by hand.
    plain = ";".join(HEADS) + "\n" + ";".join(cell or "" for cell in row)
    response = upload(people.secretary, council, plain.encode(), "folk.csv")
    shown = people.secretary.client.get(response.url).content.decode()
    assert "<script>alert" not in shown
    assert "\u202e" not in shown
    assert "&lt;script&gt;" in shown
    confirm(people.secretary, response.url)
    assert Person.objects.get().name == "<script>alert(1)</script> Kari {{ csrf_token }}"
    listed = people.secretary.client.get("/r/vestre/personer/").content.decode()
    assert "<script>alert" not in listed


def test_formulas_are_kept_as_text_and_told(people, council):
    plain = 'Navn;E-post\n=HYPERLINK("http://x");\n'
    response = upload(people.secretary, council, plain.encode(), "folk.csv")
    assert people.secretary.client.get(response.url).context["notes"]
    confirm(people.secretary, response.url)
    assert Person.objects.get().name.startswith("=HYPERLINK")
    out = people.secretary.client.get("/r/vestre/personer/eksport.csv").content.decode()
    assert "'=HYPERLINK" in out


def test_national_identity_numbers_are_removed_before_anything_is_kept(people, council):
    rows = (("Navn", "Fødselsnummer"), ("Kari Nordmann", "01019012345"), ("Ola Hansen", 41818012345))
    address = draft_address(people.secretary, council, *rows)
    stored = str(ImportDraft.objects.get().data)
    assert "01019012345" not in stored
    assert "41818012345" not in stored
    assert "2" in text(people.secretary.client.get(address))


@pytest.mark.parametrize(
    "form",
    [
        {"do": "import"},
        {"do": "import", "fingerprint": "x" * 5000},
        {"do": "nonsense"},
        {"do": "save", "column-0-0": "password", "sheet-head-0": "99999999999", "first_day": "2024-13-45"},
        {"do": "save", "sheet-head-0": "999999", "column-9-9": "name", "year-from-0000": "2024-01-01"},
        {"do": "save", "person-0-2": "1 OR 1=1", "mandate-0-2": "\x00", "body-zz": "1", "shown-column-0-0": "1"},
        {"do": "save", "sheet-body-0": "999999999999999999", "shown-sheet-read-0": "1", "year-to-2027": "0001-01-01"},
        {"do": "save", "first_day": "9999-12-31", "last_day": "0001-01-01"},
    ],
)
def test_crafted_forms_change_nothing_and_break_nothing(people, council, form):
    row = ("Kari Nordmann", "Arbeidsutvalget", "9001", "Medlem", None, 2027)
    address = draft_address(people.secretary, council, HEADS, row)
    assert people.secretary.client.post(address, form).status_code == 302
    assert people.secretary.client.get(address).status_code == 200
    assert (Person.objects.count(), Mandate.objects.count()) == (0, 0)
