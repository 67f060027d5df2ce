"""`veivalg agreement check`: what the agreement lacks, for programs."""

import json
from datetime import timedelta

import pytest

from tests.people import LONG_AGO, TODAY
from tests.web.agreements.agreeing import agreed, an_agreement, rewrite
from veivalg import cli
from veivalg.web.agreements.models import AgreementClause
from veivalg.web.site import agreement_command


@pytest.fixture
def check(db):
    def run(slug="vestre", *, on=TODAY, is_in_force=False, as_json=True):
        said, told = [], []
        code = agreement_command.check(
            slug=slug, on=on, is_in_force=is_in_force, as_json=as_json, say=said.append, tell=told.append
        )
        return code, told, said

    return run


def test_the_command_prints_one_finding_for_each_thing_with_its_paragraph(people, check):
    an_agreement(people.council)
    rewrite(people.council, "dissolution", "")
    rewrite(people.council, "archives", "")
    code, told, _ = check()
    found = json.loads(told[0])

    assert code == 1
    assert [set(row) for row in found] == [{"item", "paragraph", "state", "reason", "clause"}] * 8
    assert {row["paragraph"] for row in found} == {"§ 18-4"}
    assert [row["state"] for row in found] == ["present"] * 7 + ["empty"]
    assert found[7]["clause"] == "15"


def test_the_command_says_that_all_is_missing_where_there_is_no_agreement(people, check):
    _, told, _ = check()

    assert {row["state"] for row in json.loads(told[0])} == {"missing"}


def test_the_command_can_check_what_is_in_force_instead(people, check):
    agreed(people.council)
    AgreementClause.objects.update(text="")

    assert {row["state"] for row in json.loads(check(is_in_force=True)[1][0])} == {"present"}
    assert {row["state"] for row in json.loads(check()[1][0])} == {"empty"}
    assert {row["state"] for row in json.loads(check(is_in_force=True, on=LONG_AGO - timedelta(days=1))[1][0])} == {
        "missing"
    }


def test_the_exit_code_tells_a_whole_agreement_from_one_that_lacks_something(people, check):
    assert check()[0] == 1
    an_agreement(people.council)
    assert check()[0] == 0
    assert check(is_in_force=True)[0] == 1
    rewrite(people.council, "dissolution", "")
    rewrite(people.council, "archives", "")
    assert (check()[0], check(as_json=False)[0]) == (1, 1)


def test_the_help_says_what_the_exit_codes_mean(capsys):
    with pytest.raises(SystemExit) as stopped:
        cli.main(["agreement", "check", "--help"])
    assert stopped.value.code == 0
    assert "Exit code: 0 when all of it is fixed, 1 when something is missing" in " ".join(
        capsys.readouterr().out.split()
    )
    with pytest.raises(SystemExit) as stopped:
        cli.main(["agreement", "check"])
    assert stopped.value.code == 2


def test_before_the_act_the_act_demanded_nothing(people, check):
    an_agreement(people.council)

    assert check(on=LONG_AGO.replace(year=2018))[0] == 0
    assert json.loads(check(on=LONG_AGO.replace(year=2018))[1][0]) == []


def test_a_council_that_is_not_here_is_told_and_nothing_is_printed(check):
    code, told, said = check("nowhere")

    assert (code, told) == (2, [])
    assert "no council 'nowhere'" in said[0]
