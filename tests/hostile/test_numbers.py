"""The attacker keeps every number that was ever shown and works out those that were not."""

import io
import random
import re
import zipfile
from datetime import timedelta

import openpyxl
import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from tests.hostile.playing import Played, a_barometer, a_capacity_round, a_choice, a_step
from tests.hostile.reading import rows_of, without_noise
from tests.hostile.solving import Published, worked_out
from tests.people import People
from veivalg.facts.starter import Certainty
from veivalg.web.councils.models import Municipality, Participant
from veivalg.web.site import work

SCALE = ["1", "2", "3", "4", "5"]
SMALLEST = 5


def more_municipalities(people: People, count: int) -> None:
    """So many municipalities more in the council."""
    for number in range(count):
        place = Municipality.objects.create(
            code=f"91{number:02}", name=f"Kommune 91{number:02}", county_code="90", county_name="Testfylket"
        )
        Participant.objects.create(council=people.council, municipality=place, certainty=Certainty.CONFIRMED)


def a_room(kind: str, people: People) -> Played:
    """A round that is told apart by five groups, in the room of that kind."""
    desk = people.secretary.client
    if kind == "direction":
        return a_step(desk, a_choice(desk), mode="anonymous", by_municipality=[], more_groups="A\nB\nC\nD\nE")
    more_municipalities(people, 2)
    if kind == "capacity":
        return a_capacity_round(desk)
    return a_barometer(desk, groups="participants", asks_leaders="on", own_items="Vi er gode")


def items_of(played: Played) -> dict[str, list[str]]:
    """The items of an open round with what may be answered to each."""
    code = next(code for own in played.codes.values() for code in own)
    return {name: found for name, found in played.form(code).choices.items() if re.fullmatch(r"q\d+", name)}


def play(played: Played, sizes: dict[str, int], answers: dict[tuple[str, int], dict[str, str]]) -> None:
    """Everyone answers what stands for their group and number."""
    for group, count in sizes.items():
        for number in range(count):
            played.answer(played.codes[group][number], **answers[group, number])


def drawn(rng: random.Random, items: dict[str, list[str]], sizes: dict[str, int], leave_out: float):
    """An answer of everyone: some hold with one end, some do not know, some leave things out."""
    found = {}
    for group, count in sizes.items():
        for number in range(count):
            lean = rng.choice([None, 0, -2])
            found[group, number] = {
                item: choices[lean] if lean is not None and rng.random() < 0.5 else rng.choice(choices)
                for item, choices in items.items()
                if rng.random() > leave_out
            }
    return found


KINDS = ["barometer", "capacity", "direction"]


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("kind", KINDS)
def test_no_count_of_a_few_follows_from_all_that_is_shown(people, kind, seed):
    """Take every count of the file, set up the equations, add what is known of sizes, and solve for what is missing."""
    rng = random.Random(f"{kind} {seed}")
    played = a_room(kind, people)
    sizes = {f"_{place}": rng.choice([0, 1, 2, 3, 5, 6, 7, 9]) for place in range(1, 6)} | {
        "others": rng.choice([0, 1, 4])
    }
    sizes["_1"] = rng.choice([6, 8])
    played.slips(**{group: count for group, count in sizes.items() if count})
    played.opened()
    items = items_of(played)
    answers = drawn(rng, items, sizes, leave_out=rng.choice([0.0, 0.15, 0.4]))
    play(played, sizes, answers)
    played.closed()

    lines = [line for line in played.tables() if "Gruppe" in line]
    heading = "Uttalelse" if kind != "direction" else "Alternativ"
    said = [item for item in items if kind != "direction" or items[item] == [*SCALE, "dont_know"]]
    names = list(dict.fromkeys(line[heading] for line in lines))
    assert len(names) == len(said)
    shown = 0
    for name, item in zip(names, said, strict=True):
        of_item = {line["Gruppe"]: line for line in lines if line[heading] == name}
        published = [
            Published(group, tuple(int(line[value]) for value in SCALE))
            for group, line in of_item.items()
            if line["1"] != ""
        ]
        shown += len(published)
        groups = [group for group in of_item if group != "Alle"]
        counted = {
            group: sum(answers[group, number].get(item) in SCALE for number in range(count))
            for group, count in sizes.items()
        }
        total = sum(counted.values())
        found = worked_out(published, groups, smallest=SMALLEST)
        assert found == [], (name, counted)
        for one in published:
            assert sum(one.counts) == 0 or sum(one.counts) >= SMALLEST, (name, one)
        if any(one.group == "Alle" for one in published):
            assert next(sum(one.counts) for one in published if one.group == "Alle") == total
    assert shown


@pytest.mark.parametrize("kind", KINDS)
def test_two_worlds_that_differ_in_what_is_hidden_look_the_same_on_every_page_and_file(people, kind):
    """Swap the answers of two people in hidden groups, and compare all that anybody can see of the two rounds."""
    rng = random.Random(kind)
    sizes = {"_1": 8, "_2": 3, "_3": 4, "_4": 6, "_5": 2, "others": 3}
    seen = []
    answers: dict[tuple[str, int], dict[str, str]] = {}
    desk = people.secretary.client
    if kind != "direction":
        more_municipalities(people, 2)
    assert desk.get("/").status_code == 200
    for swapped in (False, True):
        # The first world is undone, so that the second one is in no way later than it.
        before = transaction.savepoint()
        if kind == "direction":
            choice = a_choice(desk)
            played = a_step(desk, choice, mode="anonymous", by_municipality=[], more_groups="A\nB\nC\nD\nE")
        elif kind == "capacity":
            played = a_capacity_round(desk)
        else:
            played = a_barometer(desk, groups="participants", asks_leaders="on")
        played.slips(**sizes)
        played.opened()
        items = items_of(played)
        if not answers:
            answers = drawn(rng, items, sizes, leave_out=0.0)
            answers["_2", 0] = {item: choices[0] for item, choices in items.items()}
            answers["_5", 1] = {item: [c for c in choices if c != "dont_know"][-1] for item, choices in items.items()}
            order = list(items)
        told = dict(answers)
        if swapped:
            told["_2", 0], told["_5", 1] = told["_5", 1], told["_2", 0]
        # The same statements have other numbers in the second round.
        now = dict(zip(order, items, strict=True))
        play(played, sizes, {who: {now[item]: value for item, value in said.items()} for who, said in told.items()})
        played.closed()
        seen.append(_all_that_is_seen(people, played))
        transaction.savepoint_rollback(before)
    first, second = seen
    assert first.keys() == second.keys()
    assert [address for address in first if first[address] != second[address]] == []


def _all_that_is_seen(people: People, played: Played) -> dict[str, str]:
    """Each page and file of the round for the secretary and for anyone, without numbers of rows and times."""
    found = {}
    for who, browser in (("secretary", people.secretary.client), ("anyone", Client())):
        browser.get(played.room)  # takes away what was said of closing it
        room = browser.get(played.room).content.decode()
        addresses = {played.room, f"{played.room}mote/", f"{played.files}csv"}
        for name, value in re.findall(r'<select[^>]*name="(\w+)".*?<option value="([^"]+)"', room, re.S):
            addresses.add(f"{played.room}?{name}={value}")
        if "alternativ" in room and who == "anyone":
            for value in re.findall(r'<option value="([0-9a-f]{8})"', room):
                addresses.add(f"{played.room}?alternativ={value}")
            # An option's key has eight signs, and now and then they are all digits.
            groups = re.findall(r'<option value="(\d{1,7})"', room)
            addresses |= {
                f"{played.room}?gruppe={one}&mot={other}" for one, other in zip(groups, groups[1:], strict=False)
            }
        if 'name="sporsmal"' in room:
            for value in re.findall(r'<option value="([a-z_0-9]+)"', room)[::5]:
                addresses.add(f"{played.room}?sporsmal={value}")
        if who == "secretary":
            addresses = {played.room, played.address}
        # Words that differ between two rounds are numbers of rows, keys of options, and times.
        keys = list(dict.fromkeys(re.findall(r'<option value="([0-9a-f]{8}|\d{1,7})"', room)))
        for address in sorted(addresses):
            page = without_noise(browser.get(address).content)
            for number, key in enumerate(keys):
                named = rf'((?:gruppe|mot|alternativ)=|value="){key}\b'
                page = re.sub(named, rf"\1key{number}", page)
                address = re.sub(named, rf"\1key{number}", address)
            page = re.sub(r"/(runder|retning)/\d+", r"/\1/N", page)
            page = re.sub(r"(datetime=\"[^\"]*\"|survey\.round%3A\d+|m?-?[0-9a-f]{8})", "", page)
            found[who + re.sub(r"/\d+/", "/N/", address)] = page
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_the_spreadsheet_holds_nothing_that_the_plain_file_does_not(people, kind):
    """Open the workbook, hidden sheets, comments and properties included, and look for numbers the other file lacks."""
    played = a_room(kind, people)
    sizes = {"_1": 7, "_2": 3, "_3": 6, "others": 1}
    played.slips(**sizes)
    played.opened()
    play(played, sizes, drawn(random.Random(3), items_of(played), sizes, 0.2))
    played.closed()
    plain = Client().get(f"{played.files}csv").content.decode("utf-8-sig")
    book = Client().get(f"{played.files}xlsx").content
    sheets = openpyxl.load_workbook(io.BytesIO(book))
    assert all(sheet.sheet_state == "visible" for sheet in sheets)
    assert not any("comment" in name for name in zipfile.ZipFile(io.BytesIO(book)).namelist())
    cells = [cell for sheet in sheets for row in sheet.iter_rows(values_only=True) for cell in row]
    numbers = [float(cell) for cell in cells if isinstance(cell, int | float)]
    in_plain = [
        float(found.replace(",", ".")) for found in re.findall(r"(?<![\w\"])-?\d+(?:[.,]\d+)?(?![\w\"])", plain)
    ]
    assert len(numbers) <= len(in_plain)
    assert {round(number, 3) for number in numbers} <= {round(number, 3) for number in in_plain}


@pytest.mark.parametrize("kind", KINDS)
def test_results_stay_the_same_when_single_answers_have_been_deleted(people, kind):
    """Ask before and after single answers are deleted, as different people, and compare."""
    played = a_room(kind, people)
    sizes = {"_1": 7, "_2": 6, "_3": 4, "others": 4}
    played.slips(**sizes)
    played.opened()
    play(played, sizes, drawn(random.Random(5), items_of(played), sizes, 0.1))
    played.closed()
    # Long ago from the start: the day that it closed stands in the file.
    with connection.cursor() as cursor:
        cursor.execute("UPDATE survey_round SET closed_at = %s", [timezone.now() - timedelta(days=91)])
    first = Client().get(f"{played.files}csv").content
    assert first == people.secretary.client.get(f"{played.files}csv").content
    work.once()
    assert rows_of("survey_ballot") == []
    assert Client().get(f"{played.files}csv").content == first


def test_the_scores_of_one_person_do_not_stand_alone_among_those_who_left_them_out(people):
    """Know who alone gave points to an option that all others passed over, and read its sum."""
    desk = people.secretary.client
    choice = a_choice(desk)
    rating = a_step(desk, choice, mode="anonymous", by_municipality=[], more_groups="A")
    rating.slips(_1=6)
    rating.opened()
    for code in rating.codes["_1"]:
        rating.answer(code, **{item: "5" if len(found) > 4 else "0" for item, found in items_of(rating).items()})
    rating.closed()
    points = a_step(desk, choice, "poeng", mode="anonymous", by_municipality=[], more_groups="A\nB")
    points.slips(_1=6, _2=6)
    points.opened()
    items = list(items_of(points))
    for number, code in enumerate(code for own in points.codes.values() for code in own):
        points.answer(code, **dict.fromkeys(items[1:], str(number % 4)), **({items[0]: "3"} if number == 7 else {}))
    points.closed()
    page = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", desk.get(choice).content.decode()))
    page = page[page.rindex("STAR") :]
    assert "Dele kompetanse og kapasitet 18" in page
    assert "Tale med én stemme Vises ikke" in page


def test_the_one_who_works_it_out_finds_what_is_given_away():
    """Were one group missing, or a few together, it would be found: the tests above can fail."""
    total, first = Published("Alle", (3, 0, 4, 0, 2)), Published("A", (1, 0, 4, 0, 1))
    assert (
        worked_out([total, first], ["A", "B"], smallest=5)[-1] == "3 people who are not shown answered [2, 0, 0, 0, 1]"
    )
    alone = worked_out([Published("Alle", (6, 0, 4, 0, 2)), first], ["A", "Andre, og grupper med få svar"], smallest=5)
    assert "Andre, og grupper med få svar 0 is 5" in alone
    assert worked_out([Published("Alle", (6, 0, 4, 0, 2)), first], ["A", "B"], smallest=5) == []


def test_the_next_round_tells_nothing_more_of_the_hidden_ones_of_this_one(people):
    """Swap two hidden people in the first of two rounds, and read the second, which is set beside it."""
    desk = people.secretary.client
    more_municipalities(people, 2)
    sizes = {"_1": 7, "_2": 3, "_3": 2, "_4": 6}
    said: dict[tuple[str, int], dict[str, str]] = {}
    seen = []
    assert desk.get("/").status_code == 200
    for swapped in (False, True):
        before = transaction.savepoint()
        for is_second in (False, True):
            played = a_barometer(desk, groups="participants")
            # In the second round one more answers, in a group that was hidden.
            now = sizes | {"_3": 3} if is_second else sizes
            played.slips(**now)
            played.opened()
            items = items_of(played)
            if not said:
                said = drawn(
                    random.Random(9),
                    {f"s{place}": items[name] for place, name in enumerate(items, 1)},
                    sizes | {"_3": 3},
                    0.1,
                )
                said["_2", 0] = {f"s{place}": "1" for place in range(1, 11)}
                said["_3", 0] = {f"s{place}": "5" for place in range(1, 11)}
            told = dict(said)
            if swapped and not is_second:
                told["_2", 0], told["_3", 0] = said["_3", 0], said["_2", 0]
            play(played, now, told)
            played.closed()
        seen.append(_all_that_is_seen(people, played))
        transaction.savepoint_rollback(before)
    assert [address for address in seen[0] if seen[0][address] != seen[1].get(address)] == []
