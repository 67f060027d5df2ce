"""The shapes in which regions keep their plans, as spreadsheets and text files."""

import io

import pytest
import xlsxwriter

from veivalg.rules.plans import Plan, Years
from veivalg.web.files.plans.reading import PlanFile, read_plan
from veivalg.web.files.writing import TableSheet, write_workbook


def sheets(**named: list[tuple]) -> PlanFile:
    content = write_workbook([TableSheet(name, rows, 0) for name, rows in named.items()], title="")
    return read_plan(content, "plan.xlsx")


def sheet(*rows: tuple) -> PlanFile:
    return sheets(Ark1=list(rows))


def text(*lines: str, code: str = "utf-8") -> PlanFile:
    return read_plan("\n".join(lines).encode(code), "plan.csv")


def shape(plan: Plan) -> list[tuple[str, list[tuple[str, list[str]]]]]:
    return [(g.name, [(p.name, [a.text for a in p.actions]) for p in g.paths]) for g in plan.goals]


def codes(found: PlanFile) -> list[str]:
    return [note.code.value for note in found.notes]


def only(found: PlanFile):
    (action,) = found.plan.actions
    return action


def test_title_rows_goal_rows_and_blank_cells_that_mean_as_above():
    found = sheet(
        ("Strategi 2026-2033", None, None, None),
        (None, None, None, None),
        ("MÅL: Unge vil bli", None, None, None),
        ("I 2033 velger flere å bli.", None, None, None),
        ("Dette oppnår vi gjennom", "Nr", "Da må vi (tiltak 2026-2027)", "Ansvar/samarb.partnere"),
        ("Medvirkning", 1, "Ungdomsting", "AU"),
        (None, 2, "Panel", "AU"),
        ("MÅL: Trygg beredskap", None, None, None),
        ("Øve", 3, "Felles øvelse", "Rådet"),
    )
    assert shape(found.plan) == [
        ("Unge vil bli", [("Medvirkning", ["Ungdomsting", "Panel"])]),
        ("Trygg beredskap", [("Øve", ["Felles øvelse"])]),
    ]
    assert (found.plan.period, found.plan.action_period) == (Years(2026, 2033), Years(2026, 2027))
    assert [goal.picture for goal in found.plan.goals] == ["I 2033 velger flere å bli.", ""]


def test_nynorsk_headings_in_another_order_and_latin_letters():
    found = text(
        "Ansvarleg;Då må vi;Hovudmål;Når;Samarbeidspartnarar;Delmål;Kostnad",
        "Regionrådet;Byggje bustader;Auka tilflytting;innan 2028;Husbanken, kommunane;Gode bustader;kr 250 000",
        code="latin-1",
    )
    assert shape(found.plan) == [("Auka tilflytting", [("Gode bustader", ["Byggje bustader"])])]
    action = only(found)
    assert (action.responsible, action.partners) == ("Regionrådet", ("Husbanken", "kommunane"))
    assert (action.first_year, action.last_year, action.cost_nok) == (None, 2028, 250_000)
    assert codes(found)[-1] == "file_changed"
    assert found.holds >= {"action.cost_nok", "action.partners", "action.last_year", "path.name"}


@pytest.mark.parametrize(
    "cell",
    [
        "1. Lage plan\n2. Søke midler",
        "1) Lage plan\n2) Søke midler",
        "1. Lage plan 2. Søke midler",
        "• Lage plan\n• Søke midler",
    ],
)
def test_several_actions_in_one_cell_are_told_apart(cell):
    found = sheet(("Mål", "Tiltak", "Ansvar"), ("Unge", cell, "AU"))
    assert [(action.number, action.text, action.responsible) for action in found.plan.actions] == [
        (1, "Lage plan", "AU"),
        (2, "Søke midler", "AU"),
    ]
    note = next(note for note in found.notes if note.code == "actions_split")
    assert (note.where, note.guessed, note.text) == ("Ark1!B2", "2", cell)


def test_text_before_the_first_number_of_a_cell_is_kept_as_a_remark():
    found = sheet(("Mål", "Tiltak", "Ansvar"), ("Unge", "Vi skal:\n1. Lage plan\n2. Søke midler", "AU"))
    assert [(r.head, r.text) for r in found.plan.actions[0].remarks] == [("Tiltak", "Vi skal:")]


def test_numbers_that_are_amounts_and_dates_divide_nothing():
    found = sheet(("Tiltak", "Ansvar"), ("Ferdig til 1. juni med 3 parter", "AU"), ("2026. blir et godt år", "AU"))
    assert [action.text for action in found.plan.actions] == [
        "Ferdig til 1. juni med 3 parter",
        "2026. blir et godt år",
    ]


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("Reg.råd/AU", ("Reg.råd", "AU")),
        ("Helsekom., Namsos kommune, leder reg.råd", ("Helsekom.", "Namsos kommune", "leder reg.råd")),
        ("Rådet\nAU", ("Rådet", "AU")),
        ("Rådet i samarbeid med NAV", ("Rådet", "NAV")),
        ("Kommunene (Namsos, Overhalla/Grong)", ("Kommunene (Namsos, Overhalla/Grong)",)),
        ("Ansvar: Rådet; Samarb.partnere: NAV", ("Rådet", "NAV")),
        ("Næring og inno.kom.", ("Næring og inno.kom.",)),
        ("Rådet, Rådet", ("Rådet",)),
    ],
)
def test_several_responsible_in_one_cell_are_one_and_partners(cell, names):
    assert only(sheet(("Tiltak", "Ansvar"), ("Lage plan", cell))).names == names


def test_each_action_of_a_cell_gets_its_own_line_of_the_others_when_there_is_one_for_each():
    found = sheet(
        ("Mål", "Tiltak", "Ansvar", "Frist"),
        ("Unge", "1. Plan\n2. Panel", "1. AU\n2. Rådet", "2026\n2027"),
        (None, "3. Ting\n4. Leir", "AU\nRådet\nNAV", "2028"),
    )
    plan, panel, gathering, camp = found.plan.actions
    assert (plan.responsible, plan.last_year, panel.responsible, panel.last_year) == ("AU", 2026, "Rådet", 2027)
    assert gathering.names == camp.names == ("AU", "Rådet", "NAV")
    assert codes(found).count("divided_by_line") == 4


def test_a_column_for_each_year_gives_each_action_its_year():
    found = text("Mål;Tiltak 2026;Tiltak 2027;Ansvar", "A;Lage plan;Følge opp;AU", "B;;Evaluere;Rådet")
    assert [(action.text, action.first_year, action.last_year) for action in found.plan.actions] == [
        ("Lage plan", 2026, 2026),
        ("Følge opp", 2027, 2027),
        ("Evaluere", 2027, 2027),
    ]
    assert found.plan.action_period == Years(2026, 2027)


def test_without_a_column_for_the_goal_rows_across_the_table_are_goals():
    found = sheet(
        ("Nr", "Tiltak", "Ansvar"),
        ("Samferdsel", None, None),
        (1, "Uttale om E6", "AU"),
        ("Beredskap", None, None),
        (1, "Felles øvelse", "Rådet"),
    )
    assert shape(found.plan) == [("Samferdsel", [("", ["Uttale om E6"])]), ("Beredskap", [("", ["Felles øvelse"])])]
    assert [(action.number, action.label) for action in found.plan.actions] == [(1, ""), (2, "1")]
    assert {"goal_from_row", "paths_missing", "numbered_anew"} <= set(codes(found))


def test_without_any_goal_the_sheets_name_it_and_otherwise_someone_has_to():
    rows = [("Tiltak", "Ansvar"), ("Lage plan", "AU")]
    assert [goal.name for goal in sheets(Samferdsel=rows, Bolig=rows).plan.goals] == ["Samferdsel", "Bolig"]
    found = sheets(Tiltak=rows)
    assert [goal.name for goal in found.plan.goals] == [""]
    assert [note.code for note in found.warnings] == ["goal_missing"]


def test_focus_areas_above_goals_and_instead_of_them():
    both = text("Satsingsområde;Mål;Tiltak;Ansvar", "Folk;Unge;A;AU", ";Eldre;B;AU", "Næring;Vekst;C;AU")
    assert [(goal.focus_area, goal.name) for goal in both.plan.goals] == [
        ("Folk", "Unge"),
        ("Folk", "Eldre"),
        ("Næring", "Vekst"),
    ]
    alone = text("Satsingsområde;Tiltak;Ansvar", "Folk;A;AU", ";B;AU")
    assert [(goal.focus_area, goal.name, len(goal.actions)) for goal in alone.plan.goals] == [("Folk", "Folk", 2)]
    assert "goal_from_focus_area" in codes(alone)


def test_a_table_that_is_sorted_by_time_gathers_its_goals_again():
    found = text("Mål;Tiltak;Ansvar;Frist", "A;1. x;AU;2026", "B;2. y;AU;2027", "A;3. z;AU;2028")
    assert shape(found.plan) == [("A", [("", ["x", "z"])]), ("B", [("", ["y"])])]
    assert [action.number for action in found.plan.actions] == [1, 3, 2]


def test_columns_that_mean_nothing_to_us_are_kept_with_each_action():
    found = text("Tiltak;Ansvar;Prioritet;Status", "Lage plan;AU;høy;i gang")
    assert [(r.head, r.text) for r in only(found).remarks] == [("Prioritet", "høy"), ("Status", "i gang")]
    assert codes(found).count("column_kept_as_remark") == 2


def test_times_costs_and_goals_of_the_united_nations_are_read_from_their_columns():
    found = text(
        "Tiltak;Ansvar;Start;Frist;Kostnad/finansiering;Bærekraftsmål",
        "Lage plan;AU;2026;30.6.2027;0,5 mill. (partnerskapsmidler);3, 8 og 11",
    )
    action = only(found)
    assert (action.first_year, action.due_on.isoformat()) == (2026, "2027-06-30")
    assert (action.cost_nok, action.funding, action.sustainable_goals) == (500_000, "(partnerskapsmidler)", (3, 8, 11))


def test_what_is_not_understood_in_a_cell_is_kept_as_a_remark_and_said():
    found = text("Tiltak;Ansvar;Frist;Bærekraftsmål", "Lage plan;AU;etter behov;18")
    assert [(r.head, r.text) for r in only(found).remarks] == [("Frist", "etter behov"), ("Bærekraftsmål", "18")]
    assert [(note.code, note.number) for note in found.warnings if note.number] == [("kept_as_remark", 1)] * 2


def test_an_action_that_goes_on_over_several_rows_gets_all_its_partners():
    found = text("Mål;Tiltak;Ansvar", "A;Lage plan;AU", ";;NAV", ";;Husbanken/Rådet")
    assert only(found).names == ("AU", "NAV", "Husbanken", "Rådet")
    assert codes(found).count("row_continues") == 2


def test_labels_with_their_text_in_the_next_cell_are_read():
    found = text(
        "Visjon;Sterkere sammen;", "Periode;2026-2033;", "Mål 1:;Flere folk;", "Tiltak;Ansvar;Tid", "A;AU;2027"
    )
    assert (found.plan.vision, found.plan.period) == ("Sterkere sammen", Years(2026, 2033))
    assert [goal.name for goal in found.plan.goals] == ["Flere folk"]


def test_words_in_the_action_are_guesses_that_name_the_words():
    found = text("Tiltak;Ansvar", "Skrive minst to kronikker fra hver komite pr. år innen 2027;AU")
    action = only(found)
    assert (action.wanted_count, action.rhythm_months, action.last_year) == (2, 12, 2027)
    assert {(note.code.value, note.is_guess, note.number) for note in found.notes if "words" in note.code} == {
        ("kind_from_words", True, 1),
        ("time_from_words", True, 1),
    }


def test_a_time_of_its_own_is_not_overruled_by_words():
    found = text("Tiltak;Ansvar;Frist", "Lage plan innen 2030;AU;2027")
    assert only(found).last_year == 2027


def test_a_row_without_anything_we_know_is_named_with_its_text():
    found = text("Mål;Tiltak;Ansvar", ";;Bare et navn", "A;Lage plan;AU")
    assert [(note.code.value, note.where, note.text) for note in found.warnings] == [
        ("row_not_read", "plan!C2", "Bare et navn")
    ]


def test_headings_that_are_repeated_on_every_page_are_no_actions():
    found = text("Mål;Tiltak;Ansvar", "A;x;AU", "Mål;Tiltak;Ansvar", "B;y;AU")
    assert shape(found.plan) == [("A", [("", ["x"])]), ("B", [("", ["y"])])]


def test_a_joined_cell_of_a_sheet_goes_on_downwards():
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        page = book.add_worksheet("Plan")
        for column, head in enumerate(("Mål", "Tiltak", "Ansvar")):
            page.write(0, column, head)
        page.merge_range(1, 0, 2, 0, "A")
        page.merge_range(1, 2, 2, 2, "AU")
        page.write(1, 1, "x")
        page.write(2, 1, "y")
    found = read_plan(buffer.getvalue(), "plan.xlsx")
    assert [(action.text, action.responsible) for action in found.plan.actions] == [("x", "AU"), ("y", "AU")]
    assert "same_as_above" not in codes(found)


@pytest.mark.parametrize(
    "row",
    [
        "MÅL: Trygg beredskap",
        "Mål 2: Trygg beredskap",
        "Mål 2 Trygg beredskap",
        "Hovudmål – Trygg beredskap",
        "MÅL 2\nTrygg beredskap",
    ],
)
def test_a_row_that_says_goal_is_one_in_many_ways(row):
    found = sheet(("Tiltak", "Ansvar"), (row, None), ("Felles øvelse", "AU"))
    assert shape(found.plan) == [("Trygg beredskap", [("", ["Felles øvelse"])])]


def test_an_action_about_goals_is_no_goal():
    found = sheet(("Tiltak", "Ansvar"), ("Mål for 2027 lages sammen", None), ("Målrettet arbeid", None))
    assert [action.text for action in found.plan.actions] == ["Mål for 2027 lages sammen", "Målrettet arbeid"]
