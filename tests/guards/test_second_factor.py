"""Whoever lets others in has shown that they have more than a mailbox."""

import ast

import pytest

from tests.guards.test_house import MODULES, WEB, room
from veivalg.web.access.catalogue import NEEDS_SECOND_FACTOR, Permission

LETS_IN = {
    "account_of",
    "make_personal_code",
    "new_code",
    "RoleAssignment.objects.create",
    "StaffSession.objects.create",
}
"""What makes an account, a role, a visit or a code."""
HAVE_A_DOOR_OF_THEIR_OWN = {
    # A code to the mailbox that one says is one's own.
    "accounts/operations/sign_in.py: ask_for_code",
    # The command line of the machine alone.
    "accounts/operations/account.py: make_host",
    # Whoever has been invited, once; the page asks for a second factor before the council is used.
    "councils/operations/set_up.py: set_up_council",
}


def called(node: ast.AST) -> set[str]:
    """Names of what is called inside, as they are written and without what stands before the last dot."""
    names = [ast.unparse(each.func) for each in ast.walk(node) if isinstance(each, ast.Call)]
    return {*names, *(name.rpartition(".")[2] for name in names)}


def lets_in() -> dict[str, set[str]]:
    """Every operation that lets someone in, and the permissions that it and its own helpers ask for."""
    found = {}
    for path in MODULES:
        if room(path) != "operations":
            continue
        functions = {
            node.name: node
            for node in ast.parse(path.read_text(encoding="utf-8")).body
            if isinstance(node, ast.FunctionDef)
        }

        def reached(name, seen, functions=functions):
            if name in functions and name not in seen:
                seen.add(name)
                for other in called(functions[name]):
                    reached(other, seen)
            return seen

        for name, node in functions.items():
            own = [functions[each] for each in reached(name, set())]
            makes = any(called(each) & (LETS_IN - {each.name}) for each in own)
            if makes and not name.startswith("_"):
                asked = {ast.unparse(each) for one in own for each in ast.walk(one) if isinstance(each, ast.Attribute)}
                permissions = {each for each in Permission if f"Permission.{each.name}" in asked}
                found[f"{path.relative_to(WEB)}: {node.name}"] = permissions
    return found


FOUND = lets_in()


def test_the_ways_in_are_found():
    assert "councils/operations/youth_codes.py: make_youth_codes" in FOUND
    assert "councils/operations/roles.py: grant_role" in FOUND
    assert FOUND["survey/operations/handing_out.py: mail_codes"] == {Permission.SURVEY_ROUND_RUN}


@pytest.mark.parametrize("name", sorted(FOUND.keys() - HAVE_A_DOOR_OF_THEIR_OWN))
def test_whoever_lets_others_in_has_shown_a_second_factor(name):
    assert FOUND[name], f"{name} asks for no permission"
    assert FOUND[name] & NEEDS_SECOND_FACTOR, f"{name} lets others in: add its permission to NEEDS_SECOND_FACTOR"


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["ungdomskoder/", "avtale/send/", "forankring/veien/maltall/"])
def test_what_goes_out_in_the_councils_name_is_asked_for_a_second_factor_before_the_form(people, page):
    answer = people.secretary_without_second_factor.client.get(f"/r/vestre/{page}")

    assert answer.url.startswith("/logg-inn/bekreft/")
