"""Files that we write: how they look, that they do no harm, and that people may change them."""

import csv
import io
import re
import zipfile
from dataclasses import replace

import docx
import pytest

from tests.plans import small_plan
from veivalg.rules.plans import Action, Goal, Path, Plan
from veivalg.web.files.plans.reading import read_plan
from veivalg.web.files.plans.writing import write_json, write_plan_csv, write_plan_workbook, write_word
from veivalg.web.files.reading import read_sheets

FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1+1", "=HYPERLINK('https://example.org')")


def document(plan: Plan | None = None, **options) -> docx.document.Document:
    return docx.Document(io.BytesIO(write_word(plan or small_plan(), **({"language": "nb"} | options))))


def cells(table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def test_a_word_document_has_a_table_for_each_goal_with_its_picture_and_paths_joined():
    first, second = document().tables
    assert cells(first) == [
        ["MÅL: Unge vil bli"] * 3,
        ["I 2033 velger flere unge å bli."] * 3,
        ["Dette oppnår vi gjennom", "Da må vi (tiltak 2026–2027)", "Ansvar/samarb.partnere"],
        ["Unge er med før det er bestemt", "1. Arrangere ungdomsting", "Rådet"],
        ["Unge er med før det er bestemt", "2. Lage felles plan", "AU\nNæringsforeningen"],
        ["Gode skyss-tilbud", "3. Møte fylket", "Leder"],
    ]
    assert first.cell(3, 0)._tc is first.cell(4, 0)._tc
    assert cells(second)[0] == ["MÅL: Trygg beredskap"] * 3


def test_columns_for_time_and_status_are_there_when_asked_for():
    table = document(has_time=True, statuses={2: "forsinket"}).tables[0]
    assert cells(table)[2][3:] == ["Frist", "Status"]
    assert [row[3:] for row in cells(table)[3:]] == [["2026–2027", ""], ["30.06.2027", "forsinket"], ["", ""]]
    found = read_plan(write_word(small_plan(), language="nb", statuses={2: "forsinket"}), "plan.docx").plan
    assert [(r.head, r.text) for r in found.actions[1].remarks] == [("Status", "forsinket")]


@pytest.mark.parametrize(
    ("language", "head", "focus_area"),
    [
        ("nb", "Da må vi (tiltak 2026–2027)", "Satsingsområde: Unge"),
        ("nn", "Då må vi (tiltak 2026–2027)", "Satsingsområde: Unge"),
        ("en", "Then we must (actions 2026–2027)", "Focus area: Unge"),
    ],
)
def test_headings_are_in_the_language_asked_for_and_all_languages_are_read(language, head, focus_area):
    made = document(language=language)
    assert made.tables[0].cell(2, 1).text == head
    assert focus_area in [paragraph.text for paragraph in made.paragraphs]
    plan = read_plan(write_word(small_plan(), language=language), "plan.docx").plan
    assert plan == read_plan(write_word(small_plan(), language="nb"), "plan.docx").plan
    for write, ending in ((write_plan_workbook, "xlsx"), (write_plan_csv, "csv")):
        nb, other = (read_plan(write(small_plan(), language=each), f"plan.{ending}").plan for each in ("nb", language))
        assert nb == other


def test_a_word_document_has_the_heads_repeated_on_every_page_and_nothing_that_acts():
    content = write_word(small_plan(), language="nb")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        body = archive.read("word/document.xml").decode()
        styles = archive.read("word/styles.xml").decode()
        names = archive.namelist()
    assert body.count("<w:tblHeader/>") == 6
    assert 'w:lang w:val="nb-NO"' in styles
    assert not re.search("fldChar|instrText|hyperlink|altChunk", body)
    assert not [name for name in names if name.endswith((".bin", ".jpeg"))]
    assert len(content) < 20_000


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_becomes_a_formula_in_any_table(text):
    action = Action(text=text, number=1, responsible="AU", funding=text)
    plan = Plan(name=text, goals=(Goal(name=text, paths=(Path(name=text, actions=(action,)),)),))
    with zipfile.ZipFile(io.BytesIO(write_plan_workbook(plan, language="nb"))) as archive:
        assert all(b"<f>" not in archive.read(name) for name in archive.namelist())
    written = write_plan_csv(plan, language="nb").decode("utf-8-sig")
    for row in csv.reader(io.StringIO(written), delimiter=";"):
        assert not [cell for cell in row if cell.lstrip().startswith(("=", "+", "-", "@"))]


def test_the_workbook_begins_with_the_table_of_actions():
    book = read_sheets(write_plan_workbook(small_plan(), language="nb"), "plan.xlsx")
    assert [sheet.name for sheet in book.sheets][:2] == ["Tiltak", "Mål"]
    first = book.sheets[0].rows[1]
    assert first[:7] == (
        "M1V1T1",
        "Unge",
        "Unge vil bli",
        "I 2033 velger flere unge å bli.",
        "Unge er med før det er bestemt",
        1,
        "Arrangere ungdomsting",
    )


def changed_csv(change) -> Plan:
    """The small plan written, changed by someone, and read again."""
    written = write_plan_csv(small_plan(), language="nb").decode("utf-8-sig")
    head, *rows = list(csv.reader(io.StringIO(written), delimiter=";"))
    rows = [dict(zip(head, row, strict=True)) for row in rows]
    buffer = io.StringIO()
    made = csv.DictWriter(buffer, head, delimiter=";", lineterminator="\n")
    made.writeheader()
    made.writerows(change(rows))
    return read_plan(buffer.getvalue().encode(), "plan.csv").plan


def test_the_table_may_be_sorted_and_is_put_in_order_again():
    assert changed_csv(lambda rows: rows[::-1]) == changed_csv(lambda rows: rows)


def test_a_row_that_someone_has_added_goes_under_the_goal_and_path_it_names():
    row = {"Mål": "Trygg beredskap", "Dette oppnår vi gjennom": "Øve", "Da må vi (tiltak)": "Øvelse", "Ansvar": "Rådet"}
    plan = changed_csv(lambda rows: [*rows, row])
    goal = plan.goals[1]
    assert [(path.name, [action.text for action in path.actions]) for path in goal.paths] == [("Øve", ["Øvelse"])]
    assert len(plan.goals) == 2


def test_a_row_with_only_an_action_goes_where_the_one_above_stands():
    plan = changed_csv(lambda rows: [rows[0], {"Da må vi (tiltak)": "Leir", "Ansvar": "AU"}, *rows[1:]])
    assert [action.text for action in plan.goals[0].paths[0].actions] == [
        "Arrangere ungdomsting",
        "Lage felles plan",
        "Leir",
    ]


def test_what_someone_has_written_that_no_field_can_hold_is_kept_as_a_remark():
    def change(rows):
        rows[0]["Til år"], rows[0]["Kostnad (kroner)"] = "snart", "-5"
        rows[1]["Frist"] = "32.1.2027"
        return rows

    first, second, _ = changed_csv(change).actions
    assert [(r.head, r.text) for r in first.remarks] == [("Til år", "snart"), ("Kostnad (kroner)", "-5")]
    assert [(r.head, r.text) for r in second.remarks] == [("Frist", "32.1.2027")]


def test_a_row_added_to_our_word_document_becomes_an_action():
    made = document()
    row = made.tables[0].add_row()
    row.cells[0].text, row.cells[1].text, row.cells[2].text = "Leve ute", "4. Friluftsuke", "Rådet"
    buffer = io.BytesIO()
    made.save(buffer)
    plan = read_plan(buffer.getvalue(), "plan.docx").plan
    assert [(path.name, [a.text for a in path.actions]) for path in plan.goals[0].paths][-1] == (
        "Leve ute",
        ["Friluftsuke"],
    )


def test_a_plan_without_numbers_is_numbered_in_the_document():
    plan = small_plan()
    path = plan.goals[0].paths[0]
    bare = replace(path, actions=tuple(replace(action, number=None) for action in path.actions))
    plan = replace(plan, goals=(replace(plan.goals[0], paths=(bare,)),))
    assert [row[1] for row in cells(document(plan).tables[0])[3:]] == [
        "1. Arrangere ungdomsting",
        "2. Lage felles plan",
    ]


def test_equal_plans_give_equal_json_and_tables():
    assert write_json(small_plan()) == write_json(small_plan())
    assert write_plan_csv(small_plan(), language="nb") == write_plan_csv(small_plan(), language="nb")
    assert write_plan_workbook(small_plan(), language="nb") == write_plan_workbook(small_plan(), language="nb")
