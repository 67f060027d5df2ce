"""Every address, knocked on by every role and by the neighbour, from one list. An address that is not in it fails."""

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from tests.guards.doors import THE_LIST
from tests.guards.doors.door import HOST, PUBLIC, ROLES, SIGNED_IN, Door
from tests.guards.doors.world import World
from tests.guards.test_house import patterns
from tests.people import Someone

EVERY = patterns(get_resolver())


@pytest.fixture
def world(the_demo, people):
    return World(people)


def test_the_list_has_every_address_and_no_other():
    assert {name for name, _ in EVERY} == THE_LIST.keys()


def knock(who: Someone | None, address: str, method: str = "get"):
    client = who.client if who else Client()
    return getattr(client, method)(address)


def is_open(response, door: Door) -> bool:
    if response.status_code == 302:
        return not response.url.startswith("/logg-inn/?")
    return response.status_code in {200, *door.also}


def answers(world: World, address: str, door: Door, method: str) -> dict[str, str]:
    """For each knocker whether the door was open, else the status."""
    knockers: dict[str, Someone | None] = {letter: getattr(world.people, name) for letter, name in ROLES.items()}
    knockers |= {"visitor": None, "nobody": world.people.nobody, "neighbour": world.people.neighbour}
    found = {}
    for name, who in knockers.items():
        response = knock(who, address, method)
        found[name] = "open" if is_open(response, door) else str(response.status_code)
    return found


def expected(door: Door) -> dict[str, str]:
    """What the list says: visitors sign in first, strangers find nothing, the others are told that they may not."""
    everyone = [*ROLES, "visitor", "nobody", "neighbour"]
    if door.may == PUBLIC:
        return dict.fromkeys(everyone, "open")
    if door.may == SIGNED_IN:
        return dict.fromkeys(everyone, "open") | {"visitor": "302"}
    if door.may == HOST:
        return dict.fromkeys(everyone, "403") | {"visitor": "302", "H": "open"}
    roles = {letter: "open" if letter in door.may else "403" for letter in ROLES}
    return {**roles, "visitor": "302", "nobody": "404", "neighbour": "404"}


@pytest.mark.parametrize("name", THE_LIST)
def test_every_role_and_the_neighbour_meet_the_door_that_the_list_says(world, name):
    door = THE_LIST[name]
    address = reverse(name, kwargs=dict(door.args(world)))

    assert answers(world, address, door, "get") == expected(door), address


FORMS = [
    name
    for name, pattern in EVERY
    if getattr(pattern.callback, "takes_forms", False) and name in THE_LIST and THE_LIST[name].may != PUBLIC
]


@pytest.mark.parametrize("name", FORMS)
def test_a_form_sent_by_the_wrong_one_meets_the_same_door(world, name):
    door = THE_LIST[name]
    address = reverse(name, kwargs=dict(door.args(world)))
    refused = {who: status for who, status in expected(door).items() if status != "open"}
    got = answers(world, address, door, "post")

    assert {who: got[who] for who in refused} == refused, address


@pytest.mark.parametrize(
    "name", [name for name, pattern in EVERY if {"slug", "pk"} <= pattern.pattern.converters.keys()]
)
def test_an_object_of_one_council_is_not_found_under_the_address_of_another(world, name):
    args = dict(THE_LIST[name].args(world)) | {"slug": world.people.neighbour_council.slug}

    assert knock(world.people.neighbour, reverse(name, kwargs=args)).status_code == 404


WITHOUT_FIELDS = {"strategy:move_goal", "strategy:move_path", "thread:own_data", "accounts:passkey_to_make"}
"""Buttons alone, a question, or a file: there is nothing to correct."""
SHOWS_ONE_FACTOR = {"accounts:confirm"}
"""Has a form only for those who have a factor to show."""


@pytest.mark.parametrize("name", [*FORMS, "accounts:sign_in", "accounts:enter_personal_code"])
def test_a_form_that_was_not_filled_in_answers_422_and_never_200_or_400(world, name):
    door = THE_LIST[name]
    letter = "H" if door.may == HOST else next((letter for letter in ROLES if letter in door.may), "S")
    who = getattr(world.people, ROLES["S" if door.may in (PUBLIC, SIGNED_IN) else letter])

    response = who.client.post(reverse(name, kwargs=dict(door.args(world))), {"x": "y"})

    # A button leads on, a code that proves nothing is refused, and what is gone or changed says so.
    others = {302, 403, 404, 409} | ({200} if name in WITHOUT_FIELDS | SHOWS_ONE_FACTOR else set())
    assert response.status_code in {422, *others}
    assert response.status_code != 403 or name.startswith("accounts:")
