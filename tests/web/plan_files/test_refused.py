"""Files that are not read as plans, and what whoever sent them is told."""

import io
import json
import zipfile

import pytest
from django.utils import translation

from soak.plan_files import fuzz_plans
from tests.plans import small_plan
from tests.web.plan_files.word_files import document, packed, parts_of, with_body, with_link, with_part
from veivalg.web.files.limits import Limits
from veivalg.web.files.plans.reading import read_plan
from veivalg.web.files.plans.refusals import MOST_ACTIONS, PlanRefusal, PlanRefused
from veivalg.web.files.plans.writing import write_json
from veivalg.web.files.refusals import Refusal

GOOD = document(("Tiltak", "Ansvar"), ("Lage plan", "AU"))


def refusal(content: bytes, name: str = "plan.docx", **options) -> PlanRefused:
    with translation.override("en"), pytest.raises(PlanRefused) as caught:
        read_plan(content, name, **options)
    return caught.value


def code(content: bytes, name: str = "plan.docx", **options) -> str:
    return refusal(content, name, **options).code.value


def test_a_good_document_is_read():
    assert len(read_plan(GOOD, "plan.docx").plan.actions) == 1


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("plan.docx", b"", "empty"),
        ("plan.docx", b"%PDF-1.7", "not_what_ending_says"),
        ("plan.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old_format"),
        ("plan.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
        ("plan.docx", b"PK\3\4" + b"\0" * 60, "damaged"),
        ("plan.doc", b"hei", "old_format"),
        ("plan.docm", GOOD, "macros"),
        ("plan.pdf", b"%PDF-1.7", "unknown_ending"),
        ("plan.odt", GOOD, "unknown_ending"),
        ("plan", b"hei", "unknown_ending"),
        ("plan.xlsx", GOOD, "not_what_ending_says"),
        ("plan.csv", GOOD, "not_what_ending_says"),
        ("plan.csv", b"Navn;Telefon\nOla;123\n", "no_actions"),
        ("plan.json", b"[1, 2", "not_our_json"),
        ("plan.json", b"[" * 100_000, "not_our_json"),
        ("plan.json", b"{}", "not_our_json"),
    ],
)
def test_what_is_no_plan_is_refused_with_its_reason(name, content, expected):
    assert code(content, name) == expected


@pytest.mark.parametrize(
    ("part", "content", "expected"),
    [
        ("word/vbaProject.bin", b"x", "macros"),
        ("word/activeX/activeX1.xml", b"<x/>", "macros"),
        ("word/embeddings/ark.xlsx", b"x", "nested"),
        ("word/media/bilde.png", b"PK\3\4", "nested"),
        ("../ut.xml", b"<x/>", "unsafe_names"),
        ("word/theme/theme1.xml", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a/>", "entities"),
        ("word/document.xml", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "entities"),
        ("word/document.xml", b"<a>", "damaged"),
        ("word/document.xml", b"<a/>", "damaged"),
        ("word/document.xml", b"<a>" * 300 + b"</a>" * 300, "damaged"),
        ("word/document.xml", "<a/>".encode("utf-16"), "damaged"),
        ("word/styles.xml", b"<styles", "damaged"),
        ("word/media/null.bin", b"\0" * 30_000_000, "zip_bomb"),
    ],
)
def test_a_document_with_something_in_it_that_does_harm_is_refused(part, content, expected):
    assert code(with_part(GOOD, part, content)) == expected


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("image", "external_links"), ("frame", "external_links"), ("oleObject", "nested"), ("vbaProject", "macros")],
)
def test_links_that_bring_content_from_outside_are_refused(kind, expected):
    assert code(with_link(GOOD, kind, "https://example.org/x")) == expected


def test_a_document_that_brings_another_one_in_is_refused():
    assert code(with_body(GOOD, "<w:body>", '<w:body><w:altChunk r:id="rId1"/>')) == "nested"


def test_a_document_whose_type_says_macros_is_refused_whatever_it_is_called():
    parts = parts_of(GOOD)
    types = parts["[Content_Types].xml"].replace(
        b"wordprocessingml.document.main", b"ms-word.document.macroEnabled.main"
    )
    assert code(packed(parts | {"[Content_Types].xml": types})) == "macros"


def test_one_part_under_two_names_that_differ_in_case_is_refused():
    assert code(with_part(GOOD, "Word/Document.xml", b"<a/>")) == "unsafe_names"


@pytest.mark.parametrize(
    ("limits", "expected"),
    [
        (Limits(upload_bytes=100), "too_large"),
        (Limits(rows=1), "too_many_rows"),
        (Limits(columns=1), "too_many_columns"),
        (Limits(elements=50), "too_many_cells"),
        (Limits(cell_characters=5), "cell_too_long"),
        (Limits(characters=5), "too_much_text"),
    ],
)
def test_a_document_that_is_too_much_is_refused(limits, expected):
    assert code(GOOD, limits=limits) == expected


def test_a_cell_that_claims_to_span_more_columns_than_there_can_be_is_refused():
    wide = with_body(GOOD, "<w:tcPr>", '<w:tcPr><w:gridSpan w:val="900000"/>')
    assert code(wide) in ("too_many_columns", "damaged") or read_plan(wide, "plan.docx")
    assert code(with_body(GOOD, "<w:tcPr>", '<w:tcPr><w:gridSpan w:val="9000"/>')) == "too_many_columns"


def test_json_that_is_another_plan_than_ours_is_refused_with_the_way_to_what_is_wrong():
    values = json.loads(write_json(small_plan()))
    values["goals"][0]["paths"][0]["actions"][1]["due_on"] = "snart"
    told = str(refusal(json.dumps(values).encode(), "plan.json"))
    assert "plan.goals[0].paths[0].actions[1].due_on" in told
    assert "2026-06-05" in told


@pytest.mark.parametrize("reason", [*Refusal, *PlanRefusal])
def test_every_reason_says_what_is_wrong_and_what_to_do(reason):
    with translation.override("en"):
        told = str(PlanRefused(reason))
    assert told.count(". ") >= 1 or told.count(".") >= 2
    assert "%(" not in told


def test_a_container_without_a_document_is_refused():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("hei.txt", "hei")
    assert code(buffer.getvalue()) == "not_what_ending_says"


def test_four_hundred_spoilt_plans_are_read_or_refused(capfd):
    log = fuzz_plans(400, seed=20_261_124)
    capfd.readouterr()
    assert log.failures == []
    # Both happen often, and for many reasons: the sample is worth its time.
    assert log.read > 80
    assert len(log.refused) > 5
    assert log.read + log.refused.total() == 400


def test_more_actions_than_any_plan_has_are_refused_and_a_cell_with_hundreds_of_names_is_not_divided():
    rows = "".join(f"A;tiltak {n};AU\n" for n in range(MOST_ACTIONS + 1))
    assert code(f"Mål;Tiltak;Ansvar\n{rows}".encode(), "plan.csv") == "too_many_actions"
    names = ", ".join(f"navn {n}" for n in range(300))
    found = read_plan(f'Mål;Tiltak;Ansvar\nA;Lage plan;"{names}"\n'.encode(), "plan.csv")
    assert found.plan.actions[0].names == (names,)
