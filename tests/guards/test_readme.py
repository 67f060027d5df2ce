"""What the README says exists, exists."""

import re
from pathlib import Path

import pytest

from veivalg.cli import USAGE

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
LECTURE = README.split("## Fra foredraget til systemet")[1].split("**Slik har vi lest")[0]
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in LECTURE.splitlines()
    if line.startswith("|") and not line.startswith(("|---", "| In the lecture"))
]


def test_every_element_of_the_lecture_has_a_known_state():
    assert len(ROWS) >= 17
    assert {row[3] for row in ROWS} <= {"finnes", "delvis", "ikke ennå"}


def test_what_does_not_exist_has_no_address_and_the_rest_has():
    for element, _, page, state in ROWS:
        assert (page == "–") == (state == "ikke ennå"), element


@pytest.mark.parametrize("address", sorted(set(re.findall(r"\| `(/[^`]*)` \|", README))))
def test_every_address_in_the_readme_answers(client, the_demo, address):
    assert client.get(address, follow=True).status_code == 200


@pytest.mark.parametrize("command", sorted(set(re.findall(r"^(?:\.venv/bin/)?veivalg (\w+)", README, re.M))))
def test_every_command_in_the_readme_exists(command):
    assert f"veivalg {command}" in USAGE
