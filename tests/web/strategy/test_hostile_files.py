"""Files that would do harm, or are far too much, sent through the page: what is wrong, where, why, and what next."""

import io
import zipfile

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.web.plan_files.word_files import document, with_part
from tests.web.sheet_files import with_part as book_with_part
from veivalg.web.strategy.models import PlanDraft, Strategy

pytestmark = pytest.mark.django_db
HEADS = ["Mål", "Tiltak", "Ansvarlig", "Frist"]


def book(fill):
    """A workbook with headings, filled in by a function that takes it and its sheet."""
    content = io.BytesIO()
    made = xlsxwriter.Workbook(content, {"in_memory": True})
    sheet = made.add_worksheet("Plan")
    sheet.write_row(0, 0, HEADS)
    fill(made, sheet)
    made.close()
    return content.getvalue()


def formulas(made, sheet):
    sheet.write_row(1, 0, ["Unge", "Lage plan"])
    sheet.write_formula(1, 2, '=HYPERLINK("https://example.org","AU")', None, "AU")
    sheet.write_formula(1, 3, "=1/0", None, "#DIV/0!")
    sheet.write_row(2, 0, ["Unge", "=cmd|'/c calc'!A1"])
    sheet.write_string(2, 1, "=cmd|'/c calc'!A1")


def one_row(made, sheet):
    sheet.write_row(1, 0, ["Unge", "Lage plan", "AU", "2027"])


def merged(reference):
    """A workbook with one action whose sheet says that these cells are merged."""
    given, taken = io.BytesIO(book(one_row)), io.BytesIO()
    with zipfile.ZipFile(given) as old, zipfile.ZipFile(taken, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            cells = f'</sheetData><mergeCells count="1"><mergeCell ref="{reference}"/></mergeCells>'.encode()
            content = old.read(part)
            new.writestr(part, content.replace(b"</sheetData>", cells) if part.endswith("sheet1.xml") else content)
    return taken.getvalue()


def many_rows(made, sheet):
    for number in range(1, 100_001):
        sheet.write_row(number, 1, [f"Tiltak {number}", "AU"])


def many_columns(made, sheet):
    for column in range(300):
        sheet.write_string(1, column, f"Celle {column}")


def far_away(made, sheet):
    sheet.write_row(1, 0, ["Unge", "Lage plan", "AU", "2027"])
    sheet.write_string(1_048_575, 16_383, "langt borte")


GOOD = document(("Tiltak", "Ansvar"), ("Lage plan", "AU"))
OUTSIDE = b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>"
LAUGHS = b"<!DOCTYPE a [<!ENTITY b 'ha'><!ENTITY c '&b;&b;&b;&b;'><!ENTITY d '&c;&c;&c;&c;'>]><a>&d;</a>"


def upload(people, content, name):
    file = SimpleUploadedFile(name, content)
    return people.secretary.client.post("/r/vestre/plan/importer/?sprak=en", {"file": file})


@pytest.mark.parametrize(
    ("name", "make", "what", "why_or_where", "next_step"),
    [
        ("plan.xlsx", lambda: book(many_rows), "100001 rows", "limit is 10000", "Divide it"),
        ("plan.xlsx", lambda: book(far_away), "1048576 rows", "limit is 10000", "stray cells"),
        ("plan.xlsx", lambda: book(many_columns), "300 columns", "limit is 100", "Remove columns"),
        ("plan.csv", lambda: b"Tiltak;Ansvarlig\n" + b"Lage plan;AU\n" * 100_000, "100001 rows", "10000", "Divide it"),
        ("plan.csv", lambda: b"Tiltak" + b";x" * 299 + b"\n", "300 columns", "limit is 100", "Remove columns"),
        ("plan.docx", lambda: with_part(GOOD, "word/document.xml", OUTSIDE), "entities", "word/document.xml", "copy"),
        ("plan.docx", lambda: with_part(GOOD, "word/footnotes.xml", LAUGHS), "entities", "word/footnotes.xml", "copy"),
        (
            "plan.docx",
            lambda: with_part(GOOD, "word/media/a.bin", b"\0" * 60_000_000),
            "unpacks",
            "could fill the server",
            "copy",
        ),
        (
            "plan.xlsx",
            lambda: book_with_part("xl/media/a.bin", b"\0" * 60_000_000),
            "unpacks",
            "could fill the server",
            "copy",
        ),
        ("plan.xlsx", lambda: book_with_part("xl/sharedStrings.xml", LAUGHS), "entities", "sharedStrings.xml", "copy"),
        ("plan.csv", lambda: b"x" * 5_300_000, "5.3 MB", "limit is 5 MB", ""),
        ("plan.csv", lambda: b"Tiltak;Ansvar\n\x00\x01\x02;AU\n", "", "", ""),
    ],
)
def test_what_is_too_much_or_does_harm_is_refused_on_the_page_in_words(
    people, name, make, what, why_or_where, next_step
):
    content = make()
    answer = upload(people, content, name)
    text = answer.content.decode()
    told = text[text.index("vv-problems") :][:900] if "vv-problems" in text else text[:300]

    assert answer.status_code == 422
    for each in (what, why_or_where, next_step):
        assert each in told
    assert not PlanDraft.objects.exists()


def test_formulas_are_read_as_their_results_and_never_come_out_as_formulas(people):
    answer = upload(people, book(formulas), "plan.xlsx")
    page = people.secretary.client.get(answer.url + "?sprak=en").content.decode()
    page = page[page.index("<main") :]

    assert "HYPERLINK" not in page
    assert "D2, “Plan”: an error instead of a value." in page
    assert "C2, “Plan”: a formula." in page


@pytest.mark.parametrize("reference", ["A2:A1048576", "A1:XFD1048576", "B2:B1048576"])
def test_cells_that_are_merged_all_the_way_are_read_for_the_rows_there_are(people, reference):
    answer = upload(people, merged(reference), "plan.xlsx")
    assert answer.status_code == 302
    draft = PlanDraft.objects.get()
    actions = [action for goal in draft.content["goals"] for path in goal["paths"] for action in path["actions"]]
    assert len(actions) == 1
    assert not Strategy.objects.exists()


@pytest.mark.parametrize("sign", [r"\ud800", r"\u0000", r"\u202e", r"\uffff"])
def test_signs_that_json_can_write_and_no_page_can_send_are_left_out(people, sign):
    plan = '{"format": "veivalg-plan", "version": 1, "name": "Str¤ategi", "goals": [{"name": "M¤ål"}]}'
    file = SimpleUploadedFile("plan.json", plan.replace("¤", sign).encode())
    desk = people.secretary.client
    sent = desk.post("/r/vestre/plan/importer/", {"file": file})
    assert sent.status_code == 302

    page = desk.get(sent.headers["Location"])
    assert page.status_code == 200
    assert PlanDraft.objects.get().content["goals"][0]["name"] == "Mål"


def test_a_field_of_json_with_such_a_sign_in_its_name_is_refused_in_words(people):
    plan = rb'{"format": "veivalg-plan", "version": 1, "na\ud800va": "x"}'
    file = SimpleUploadedFile("plan.json", plan)

    assert people.secretary.client.post("/r/vestre/plan/importer/", {"file": file}).status_code == 422
