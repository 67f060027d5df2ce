"""Columns of years with marks in them, and names that "og" joins."""

import pytest

from tests.web.plan_files.test_shapes import codes, only, sheet, text
from veivalg.rules.plans import Years
from veivalg.web.files.plans.reading import read_plan
from veivalg.web.files.plans.writing import write_plan_workbook, write_word


def test_marks_under_years_are_the_first_and_the_last_year():
    found = sheet(
        ("Mål", "Tiltak", "Ansvarlig", 2027, 2028, "2029–2030"),
        ("Unge vil bli", "Ungdomsting", "AU", "x", None, None),
        (None, "Panel", "AU", None, "X", "•"),
        (None, "Reise", "AU", "Forprosjekt", "x", None),
        (None, "Vente", "AU", "-", None, "nei"),
    )
    years = [(action.first_year, action.last_year) for action in found.plan.actions]
    assert years == [(2027, 2027), (2028, 2030), (2027, 2028), (None, None)]
    assert found.plan.action_period == Years(2027, 2030)
    assert [(r.head, r.text) for action in found.plan.actions for r in action.remarks] == [("2027", "Forprosjekt")]
    assert codes(found).count("time_from_marks") == 3
    assert found.holds >= {"action.first_year", "action.last_year"}
    assert "action.due_on" not in found.holds
    guess = next(note for note in found.guesses if note.number == 2 and note.code == "time_from_marks")
    assert guess.guessed == "2028–2030"


def test_a_table_of_actions_and_years_alone_is_read():
    found = sheet(("Tiltak", "2027", "2028"), ("Ungdomsting", None, "✓"))
    assert (only(found).first_year, only(found).last_year) == (2028, 2028)


def test_a_column_that_says_when_goes_before_marks_and_what_contradicts_it_is_kept():
    found = sheet(
        ("Tiltak", "Ansvarlig", "Frist", 2027, 2028),
        ("Ungdomsting", "AU", "2027", "x", "x"),
        ("Panel", "AU", None, "x", None),
    )
    first, second = found.plan.actions
    assert (first.first_year, first.last_year) == (2027, 2027)
    assert [(remark.head, remark.text) for remark in first.remarks] == [("2028", "x")]
    assert (second.first_year, second.last_year) == (2027, 2027)


def test_a_row_with_a_year_is_no_row_of_headings():
    found = sheet(("Mål", "Tiltak", "Frist"), ("Unge", "Prosjekt", "2027"), ("Unge", "Panel", "2028"))
    assert [(action.text, action.last_year) for action in found.plan.actions] == [("Prosjekt", 2027), ("Panel", 2028)]


def test_years_that_were_read_from_marks_survive_our_own_files():
    plan = sheet(("Mål", "Tiltak", 2027, "2029-30"), ("Unge", "Panel", "x", "x")).plan
    for content, name in (
        (write_plan_workbook(plan, language="nb"), "plan.xlsx"),
        (write_word(plan, language="nb", has_time=True), "plan.docx"),
    ):
        action = only(read_plan(content, name))
        assert (action.first_year, action.last_year) == (2027, 2030)


@pytest.mark.parametrize(
    ("cell", "responsible", "partners"),
    [
        ("Fjordby, Sundvær og Øysund", "Fjordby", ("Sundvær", "Øysund")),
        ("Fjordby, Sundvær & Øysund", "Fjordby", ("Sundvær", "Øysund")),
        ("NAV, Møre og Romsdal fylkeskommune", "NAV", ("Møre og Romsdal fylkeskommune",)),
        ("NAV, Kultur og idrett", "NAV", ("Kultur og idrett",)),
        ("Rådet, Nord- og Sør-Fron", "Rådet", ("Nord- og Sør-Fron",)),
        ("Sekretariatet og NAV", "Sekretariatet og NAV", ()),
        ("NAV, (leder, Ola og Kari)", "NAV", ("(leder, Ola og Kari)",)),
    ],
)
def test_the_last_of_a_list_with_commas_is_two_names(cell, responsible, partners):
    found = text("Tiltak;Ansvarlig", f'Panel;"{cell}"')
    assert (only(found).responsible, only(found).partners) == (responsible, partners)
    assert ("names_apart" in codes(found)) == (len(partners) == 2)
