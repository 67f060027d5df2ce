"""The table that the lecture shows, in the three forms in which secretariats keep it."""

from functools import cache

import pytest

from tests.plans import LECTURE
from veivalg.rules.plans import Years, difference
from veivalg.web.files.plans.reading import PlanFile, read_plan
from veivalg.web.files.plans.showing import shown_in_csv
from veivalg.web.files.plans.writing import write_plan_csv, write_plan_workbook, write_word

FILES = [path for path in LECTURE if path.exists()]


@cache
def lecture(path) -> PlanFile:
    return read_plan(path.read_bytes(), path.name)


# Where the examples are not at hand, these tests hold for none of them; test_shapes makes its own files.
FORMS = pytest.mark.parametrize("paths", [FILES[n : n + 1] for n in range(3)], ids=["word", "excel", "text"])


@FORMS
def test_it_has_one_goal_five_paths_and_seventeen_numbered_actions_for_two_years(paths):
    for path in paths:
        plan = lecture(path).plan
        assert [len(found) for found in (plan.goals, plan.paths, plan.actions)] == [1, 5, 17]
        assert plan.years_of_actions == Years(2018, 2019)
        assert [action.number for action in plan.actions] == list(range(1, 18))
        assert plan.goals[0].name == "God politisk samhandling og nettverksbygging"
        assert plan.paths[4].name == "Videreutvikle Campus Namdalen"
        assert {(action.first_year, action.last_year) for action in plan.actions} == {(2018, 2019)}


@FORMS
def test_names_are_kept_as_text_the_first_as_responsible(paths):
    for path in paths:
        found = lecture(path)
        first, *_, last_but_two, _, _ = found.plan.actions
        assert (first.responsible, first.partners) == ("Reg.råd", ("AU",))
        assert (last_but_two.responsible, last_but_two.partners) == (
            "Reg.råd",
            ("komp.- og FoU-kom.", "Partnerskapet"),
        )
        assert found.responsible_names[:3] == ("Reg.råd", "Næring og inno.kom.", "Komiteene")


@FORMS
def test_the_articles_are_counted_and_the_meetings_come_every_quarter(paths):
    for path in paths:
        articles, meetings = lecture(path).plan.actions[5:7]
        assert (articles.kind.value, articles.wanted_count, articles.counted_per) == ("countable", 2, "komite")
        assert (meetings.kind.value, meetings.rhythm_months) == ("recurring", 3)


def test_all_forms_give_the_same_plan():
    plans = [lecture(path).plan for path in FILES]
    assert all(not difference(plans[0], plan) for plan in plans if plan.name)
    # The text file has no row for the plan's name and the goal's picture.
    assert len({tuple(plan.actions) for plan in plans}) <= 1
    assert len({(goal.name, goal.paths) for plan in plans for goal in plan.goals}) <= 1


@FORMS
def test_the_strategys_own_years_and_the_picture_are_read_where_they_stand(paths):
    for path in paths:
        if path.suffix == ".csv":
            # It has no row for them.
            continue
        plan = lecture(path).plan
        assert plan.name == "Namdalsstrategien 2018-2025"
        assert plan.period == Years(2018, 2025)
        assert plan.goals[0].picture.startswith("I 2025 er Namdalen et godt sted å leve")


@FORMS
def test_whatever_was_guessed_is_noted_with_its_place_and_its_action(paths):
    for path in paths:
        found = lecture(path)
        split = [note for note in found.guesses if note.code == "names_split"]
        assert [note.number for note in split] == [1, 3, 4, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]
        assert split[0].text == "Reg.råd/AU"
        assert all(note.where and note.message for note in found.notes)
        assert [note.text for note in found.warnings] == (
            ["Strategidokument for Namdal regionråd"] if path.suffix == ".docx" else []
        )


@FORMS
def test_it_can_be_written_and_read_again(paths):
    for path in paths:
        plan = lecture(path).plan
        assert read_plan(write_plan_workbook(plan, language="nb"), "plan.xlsx").plan == plan
        assert read_plan(write_plan_csv(plan, language="nb"), "plan.csv").plan == shown_in_csv(plan)
        again = read_plan(write_word(plan, language="nb"), "plan.docx").plan
        assert [action.text for action in again.actions] == [action.text for action in plan.actions]
        assert [action.names for action in again.actions] == [action.names for action in plan.actions]


def test_the_files_are_three_or_not_at_hand():
    assert len(FILES) in (0, 3)
