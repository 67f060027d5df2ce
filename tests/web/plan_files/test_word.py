"""Plans in Word documents, with what people do in them."""

import pytest

from tests.web.plan_files.word_files import add_table, document, packed, parts_of, with_body, with_link, with_part
from veivalg.rules.plans import Plan, Years
from veivalg.web.files.plans.reading import PlanFile, read_plan

HEADS = ("Dette oppnår vi gjennom", "Da må vi (tiltak 2026–2027)", "Ansvar/samarb.partnere")


def read(content: bytes) -> PlanFile:
    return read_plan(content, "plan.docx")


def shape(plan: Plan) -> list[tuple[str, list[tuple[str, list[str]]]]]:
    return [(g.name, [(p.name, [a.text for a in p.actions]) for p in g.paths]) for g in plan.goals]


def codes(found: PlanFile) -> list[str]:
    return [note.code.value for note in found.notes]


def test_joined_cells_are_the_same_path_and_an_empty_cell_is_one_too_but_a_guess():
    rows = (
        ("MÅL: Unge vil bli", "<", "<"),
        ("Slik er det i 2033.", "<", "<"),
        HEADS,
        ("Medvirkning", "1. Ungdomsting", "AU"),
        ("^", "2. Panel", "AU"),
        ("", "3. Digitalt råd", "AU"),
        ("Skyss", "4. Nattbuss", "Fylket"),
    )
    found = read(document(*rows, before=(("Strategi 2026-2033", 1),)))
    assert shape(found.plan) == [
        ("Unge vil bli", [("Medvirkning", ["Ungdomsting", "Panel", "Digitalt råd"]), ("Skyss", ["Nattbuss"])])
    ]
    assert found.plan.goals[0].picture == "Slik er det i 2033."
    assert found.plan.period == Years(2026, 2033)
    assert codes(found).count("same_as_above") == 1


def test_a_table_for_each_goal_under_headings_and_one_without_headings_of_its_own():
    def more(made):
        made.add_paragraph("MÅL 2: Trygg beredskap")
        made.add_paragraph("Alle vet hva de skal gjøre.")
        add_table(made, ("Øve", "3. Felles øvelse", "Politiet"))
        made.add_heading("Næring", 2)
        add_table(made, HEADS, ("Vekst", "4. Messe", "Hagen"))

    first = (HEADS, ("Medvirkning", "1. Ungdomsting", "AU"), ("", "2. Panel", "AU"))
    found = read(document(*first, before=(("Plan", 1), ("Unge", 2)), change=more))
    assert [(goal.name, goal.picture, len(goal.actions)) for goal in found.plan.goals] == [
        ("Unge", "", 2),
        ("Trygg beredskap", "Alle vet hva de skal gjøre.", 1),
        ("Næring", "", 1),
    ]
    assert codes(found).count("goal_from_heading") == 2
    assert codes(found).count("heads_from_before") == 1
    assert found.warnings == ()


def test_actions_in_words_own_numbered_list_are_split_by_the_numbers_that_word_draws():
    def numbered(made):
        cell = made.tables[0].cell(1, 1)
        for text in ("Lage plan", "Søke midler"):
            cell.add_paragraph(text, style="List Number")

    found = read(document(("Mål", "Tiltak", "Ansvar"), ("Unge", "", "AU\nRådet"), change=numbered))
    assert [(action.number, action.text, action.responsible) for action in found.plan.actions] == [
        (1, "Lage plan", "AU"),
        (2, "Søke midler", "Rådet"),
    ]


def test_tracked_changes_are_read_as_accepted_and_said():
    content = document(("Tiltak", "Ansvar"), ("Lage plan", "AU"))
    insertion = '<w:ins w:id="1" w:author="x"><w:r><w:t xml:space="preserve"> sammen</w:t></w:r></w:ins>'
    deletion = '<w:del w:id="2" w:author="x"><w:r><w:delText> alene</w:delText></w:r></w:del>'
    changed = with_body(content, "Lage plan</w:t></w:r>", f"Lage plan</w:t></w:r>{insertion}{deletion}")
    found = read(changed)
    assert found.plan.actions[0].text == "Lage plan sammen"
    assert codes(found)[-1] == "changes_accepted"


def test_a_table_inside_a_cell_is_read_as_lines_of_the_cell():
    def nested(made):
        inner = made.tables[0].cell(1, 1).add_table(1, 2)
        inner.cell(0, 0).text, inner.cell(0, 1).text = "AU", "Rådet"

    found = read(document(("Tiltak", "Ansvar"), ("Lage plan", ""), change=nested))
    assert found.plan.actions[0].names == ("AU", "Rådet")


def test_text_outside_the_tables_is_named_and_not_dropped_in_silence():
    found = read(document(("Tiltak", "Ansvar"), ("A", "AU"), before=(("Plan", 1), ("Forord", 2), ("Kjære leser.", 0))))
    assert [note.text for note in found.warnings if note.code == "text_not_read"] == ["Kjære leser."]
    assert found.plan.goals[0].name == "Forord"


def test_a_vision_a_period_and_focus_areas_in_paragraphs_are_read():
    before = (
        ("Strategi", 1),
        ("Visjon: Sterkere sammen", 0),
        ("Planperiode: 2026-2033", 0),
        ("Satsingsområde 1: Folk", 2),
    )
    found = read(document(("Mål", "Tiltak", "Ansvar"), ("Unge", "A", "AU"), before=before))
    assert (found.plan.vision, found.plan.period) == ("Sterkere sammen", Years(2026, 2033))
    assert [(area.name) for area in found.plan.focus_areas] == ["Folk"]
    assert found.plan.goals[0].focus_area == "Folk"


def test_a_link_to_a_page_or_a_template_is_left_alone_and_the_template_is_said():
    content = document(("Tiltak", "Ansvar"), ("Lage plan", "AU"))
    assert read(with_link(content, "hyperlink", "https://example.org/")).plan.actions
    found = read(with_link(content, "attachedTemplate", "file:///C:/maler/regionplan.dotx"))
    assert codes(found)[-1] == "template_ignored"


def test_comments_are_said_to_be_left_out():
    content = with_link(document(("Mål", "Tiltak", "Ansvar"), ("M", "A", "AU")), "comments", "comments.xml", mode="")
    found = read(with_part(content, "word/comments.xml", b"<w:comments xmlns:w='x'/>"))
    assert [note.text for note in found.warnings] == ["comments"]


@pytest.mark.parametrize("style", ["Title", "Heading 1"])
def test_the_title_is_the_plans_name(style):
    def titled(made):
        made.paragraphs[0].style = made.styles[style]

    found = read(document(("Tiltak", "Ansvar"), ("A", "AU"), before=(("Handlingsplan 2027", 0),), change=titled))
    assert (found.plan.name, found.plan.period) == ("Handlingsplan 2027", Years(2027, 2027))


def test_the_main_part_may_be_called_something_else_than_word_calls_it():
    parts = parts_of(document(("Mål", "Tiltak", "Ansvar"), ("M", "A", "AU")))
    body, links = parts.pop("word/document.xml"), parts.pop("word/_rels/document.xml.rels")
    parts |= {"word/document2.xml": body, "word/_rels/document2.xml.rels": links}
    for name in ("[Content_Types].xml", "_rels/.rels"):
        parts[name] = parts[name].replace(b"word/document.xml", b"word/document2.xml")
    assert len(read(packed(parts)).plan.actions) == 1
