"""``veivalg plan``: the lecture's own table in three forms, and plans of ours out and in again."""

import json

import pytest

from tests.plans import LECTURE, small_plan
from tests.web.strategy.planning import a_body, a_strategy, with_plan
from veivalg.web.site import plan_command
from veivalg.web.strategy import queries
from veivalg.web.strategy.models import Action, Strategy

pytestmark = pytest.mark.django_db


@pytest.fixture
def command(monkeypatch):
    """Runs a command; returns its code, what it printed, and what it said on the side."""
    # However busy the machine is.
    monkeypatch.setattr(plan_command._Progress, "SILENT_S", 600)

    def run(what, *arguments, **given):
        said, told = [], []
        if what == "import":
            options = {"strategy_id": None, "is_new": False, "removes_missing": False, "is_dry": False, "as_json": True}
            code = plan_command.read(*arguments, slug="vestre", say=said.append, tell=told.append, **options | given)
        else:
            code = plan_command.write(*arguments, slug="vestre", say=said.append, **{"strategy_id": None} | given)
        return code, "\n".join(told), "\n".join(said)

    return run


HERE = [file for file in LECTURE if file.exists()]


@pytest.mark.parametrize("file", HERE, ids=lambda file: file.suffix)
def test_the_lectures_table_is_one_goal_five_paths_and_seventeen_actions_in_every_form(people, command, file):
    code, told, _ = command("import", file, is_dry=True)
    report = json.loads(told)

    assert code == 0
    assert (report["goals"], report["paths"], report["actions"]) == (1, 5, 17)
    assert report["period"] == [2018, 2019]
    assert "Komitelederne" in report["unmatched_responsible"]
    assert not Strategy.objects.exists()


@pytest.mark.parametrize("again", HERE, ids=lambda file: file.suffix)
@pytest.mark.parametrize("file", HERE, ids=lambda file: file.suffix)
def test_the_same_table_again_in_any_form_doubles_nothing(people, command, file, again):
    assert command("import", file)[0] == 0
    before = list(Action.objects.values_list("key", "number", "text", "responsible_text"))
    code, _, said = command("import", again)

    assert (code, said) == (0, "")
    assert Strategy.objects.count() == 1
    after = list(Action.objects.values_list("key", "number", "text", "responsible_text"))
    assert [row[:3] for row in after] == [row[:3] for row in before]
    assert len(after) == 17


def test_a_report_has_the_same_keys_whatever_the_file_is(people, command, tmp_path):
    file = tmp_path / "plan.csv"
    file.write_text("Tiltak;Ansvarlig;Frist\nBygge bru;Arbeidsutvalget;2027\nMale bru;Ukjent;\n", encoding="utf-8")
    a_body(people.council)
    code, told, _ = command("import", file)
    report = json.loads(told)

    assert code == 0
    assert list(report) == ["goals", "paths", "actions", "period", "unmatched_responsible", "warnings"]
    assert report["unmatched_responsible"] == ["Ukjent"]
    assert Action.objects.get(text="Bygge bru").responsible_body is not None
    assert any("not adopted" in warning for warning in report["warnings"])


@pytest.mark.parametrize("ending", ["docx", "xlsx", "csv", "json"])
def test_a_plan_that_is_written_and_read_again_is_the_same_plan(people, command, tmp_path, ending):
    strategy = with_plan(a_strategy(people.council, name="Strategi for Demoregionen"), small_plan())
    before = queries.plan_of(strategy, with_contacts=True)
    file = tmp_path / f"plan.{ending}"

    assert command("export", file)[0] == 0
    code, _, said = command("import", file)

    assert (code, said) == (0, "")
    assert queries.plan_of(strategy, with_contacts=True) == before


def test_what_the_file_has_no_place_for_is_kept(people, command, tmp_path):
    strategy = with_plan(a_strategy(people.council), small_plan())
    Action.objects.update(cost_nok=1000, contact_text="Kari")
    first = Action.objects.get(number=1)
    file = tmp_path / "plan.csv"
    goal, path = first.path.goal.name, first.path.name
    file.write_text(f"Mål;Dette oppnår vi gjennom;Nr;Tiltak\n{goal};{path};1;Et nytt navn\n", encoding="utf-8")

    assert command("import", file)[0] == 0
    first.refresh_from_db()
    assert (first.text, first.cost_nok, first.contact_text) == ("Et nytt navn", 1000, "Kari")
    assert first.responsible_text == "Rådet"
    assert strategy.actions.count() == 3


def test_actions_that_are_not_in_the_file_go_only_when_that_is_asked_for(people, command, tmp_path):
    strategy = with_plan(a_strategy(people.council), small_plan())
    file = tmp_path / "plan.csv"
    file.write_text(
        "Mål;Dette oppnår vi gjennom;Nr;Tiltak\nUnge vil bli;Unge er med før det er bestemt;1;Arrangere ungdomsting\n",
        encoding="utf-8",
    )
    _, told, _ = command("import", file)
    assert strategy.actions.count() == 3
    assert any("they are kept: 2, 3" in warning for warning in json.loads(told)["warnings"])

    command("import", file, removes_missing=True)
    assert [action.text for action in strategy.actions.all()] == ["Arrangere ungdomsting"]


def test_doubts_stop_the_import_and_say_where_to_answer(people, command, tmp_path):
    strategy = with_plan(a_strategy(people.council), small_plan())
    before = queries.plan_of(strategy)
    file = tmp_path / "plan.csv"
    file.write_text(
        "Mål;Dette oppnår vi gjennom;Nr;Tiltak\n"
        "Unge vil bli;Unge er med før det er bestemt;1;Lage felles plan\n"
        "Unge vil bli;Unge er med før det er bestemt;2;Arrangere ungdomsting\n",
        encoding="utf-8",
    )
    code, told, said = command("import", file)

    assert (code, told) == (2, "")
    assert "/r/vestre/plan/importer/" in said
    assert queries.plan_of(strategy) == before


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("plan.pdf", b"%PDF-1.7", "not read as a plan"),
        ("plan.csv", b"", "nothing to read"),
        ("plan.csv", b"Navn;By\nKari;Oslo\n", "No actions were found"),
        ("plan.json", b"{}", "does not hold a plan"),
    ],
)
def test_a_file_that_is_no_plan_is_refused_with_what_to_do(people, command, tmp_path, name, content, words):
    file = tmp_path / name
    file.write_bytes(content)
    code, told, said = command("import", file)

    assert (code, told) == (2, "")
    assert words in said


def test_what_cannot_be_found_is_said_with_what_to_do(people, command, tmp_path):
    assert "cannot be read" in command("import", tmp_path / "borte.csv")[2]
    assert "has no plan" in command("export", tmp_path / "plan.csv")[2]
    assert "does not end in" in command("export", tmp_path / "plan.pdf")[2]
    assert plan_command.write(tmp_path / "plan.csv", slug="ukjent", strategy_id=None, say=lambda _: None) == 2
    a_strategy(people.council, name="En")
    a_strategy(people.council, name="To")
    assert "--strategy" in command("export", tmp_path / "plan.csv")[2]
    assert "has no strategy 0" in command("export", tmp_path / "plan.csv", strategy_id=0)[2]


def test_long_work_tells_how_far_it_has_come_on_the_side_and_quick_work_is_silent(
    people, command, tmp_path, monkeypatch
):
    file = tmp_path / "plan.csv"
    rows = "".join(f"Bygge bru {number};Arbeidsutvalget;2027\n" for number in range(1200))
    file.write_text("Tiltak;Ansvarlig;Frist\n" + rows, encoding="utf-8")
    assert command("import", file, is_dry=True)[2] == ""
    monkeypatch.setattr(plan_command._Progress, "SILENT_S", -1)
    code, told, said = command("import", file)

    assert (code, json.loads(told)["actions"]) == (0, 1200)
    assert said.splitlines() == [
        "1200 actions have been read from plan.csv. Comparing them with the plan …",
        "1000 of 1200 actions have been written …",
        "1200 of 1200 actions have been written …",
    ]
