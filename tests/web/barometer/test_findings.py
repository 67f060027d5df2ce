"""What a closed round shows gives nobody away: by groups, by files, and from round to round."""

import csv
import io
from datetime import timedelta

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.people import NOW
from tests.web.barometer.rounds import a_closed_round, alike, answered, closed, opened, prepared, published_of
from veivalg.facts.cooperation import ten_reasons
from veivalg.rules.suppression import disclosures
from veivalg.web.audit.models import AuditEntry
from veivalg.web.barometer import findings
from veivalg.web.barometer.models import RoundFinding
from veivalg.web.barometer.operations import publishing
from veivalg.web.barometer.operations.rounds import Groups
from veivalg.web.survey.models import Ballot, Round
from veivalg.web.survey.operations import closing
from veivalg.web.survey.results import StillOpen

pytestmark = pytest.mark.django_db
EVERYONE = (
    "secretary",
    "representative",
    "municipal_contact",
    "action_owner",
    "youth",
    "reader",
    "neighbour",
    "nobody",
)


def roles(found: Round) -> tuple[str, ...]:
    return tuple(group.name for group in found.groups.all())


def published() -> list:
    return published_of(RoundFinding.objects.all())


def a_round_of_roles(people, counts, *, now=NOW, values=(4, 2, 5), **more):
    found = opened(people, prepared(people, groups=Groups.ROLES, now=now, **more), now=now)
    said = {name: alike(count, value) for name, count, value in zip(roles(found), counts, values, strict=True)}
    return closed(people, answered(people, found, said, now=now), now=now)


@pytest.mark.parametrize("counts", [(9, 6, 2), (4, 4, 4), (5, 0, 0), (12, 1, 1), (5, 5, 5), (2, 1, 0), (6, 3, 2)])
def test_nothing_that_is_published_gives_a_few_away(people, counts):
    finding = a_round_of_roles(people, counts)

    assert disclosures(published(), k=5) == ()
    total = finding.content["items"]["trust"]["total"]
    assert (total is not None and sum(total) >= 5) == (sum(counts) >= 5)


def test_one_small_group_is_never_what_is_left_when_the_others_are_taken_away(people):
    finding = a_round_of_roles(people, (9, 6, 2))
    item = finding.content["items"]["trust"]
    shown = [sum(counts) for counts in item["groups"].values() if counts and sum(counts)]
    rest = sum(item["total"]) - sum(shown)

    assert rest == 0 or rest >= 5
    assert 2 not in shown


def test_those_who_left_one_statement_out_are_not_found_by_it(people):
    found = opened(people, prepared(people, groups=Groups.ROLES))
    first, second, _ = roles(found)
    said = {first: alike(6, 4), second: [*alike(2, 3, trust=None), *alike(4, 3)]}
    finding = closed(people, answered(people, found, said))

    item = finding.content["items"]["trust"]
    assert all(counts is None or sum(counts) == 0 or sum(counts) >= 5 for counts in item["groups"].values())
    assert disclosures(published(), k=5) == ()


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(counts=st.tuples(*[st.integers(0, 9)] * 3), again=st.tuples(*[st.integers(0, 9)] * 3))
def test_two_rounds_together_give_nobody_away(people, counts, again):
    RoundFinding.objects.all().delete()
    for number, each in enumerate((counts, again)):
        if sum(each):
            a_round_of_roles(people, each, now=NOW + timedelta(days=30 * number), title={"nb": f"Runde {number}"})

    assert disclosures(published(), k=5) == ()


def test_a_finding_is_decided_once_and_stays_when_single_answers_are_deleted(people):
    finding = a_round_of_roles(people, (9, 6, 2))
    before = finding.content
    closing.forget_old(now=NOW + timedelta(days=400))
    publishing.publish_due(now=NOW + timedelta(days=400))

    assert not Ballot.objects.exists()
    assert RoundFinding.objects.get().content == before
    assert AuditEntry.objects.filter(verb="barometer.finding.publish").count() == 1


def test_nothing_is_worked_out_before_the_round_closes(people):
    found = opened(people, prepared(people))
    answered(people, found, {"": alike(9)})

    assert publishing.publish_due(now=NOW + timedelta(days=1)) == 0
    with pytest.raises(StillOpen):
        findings.content_of(found, on=NOW.date())


def test_a_round_whose_last_day_has_passed_is_closed_and_published_by_the_work_beside_the_pages(people):
    found = opened(people, prepared(people))
    answered(people, found, {"": alike(9)})

    assert publishing.publish_due(now=NOW + timedelta(days=22)) == 1
    assert RoundFinding.objects.get().content["items"]["trust"]["total"] == [0, 0, 0, 9, 0]


@pytest.mark.parametrize("who", [None, *EVERYONE])
def test_nobody_sees_a_number_before_the_round_closes(people, who):
    now = NOW.replace(year=2035)
    found = opened(people, prepared(people, groups=Groups.ROLES, now=now), now=now)
    answered(people, found, {roles(found)[0]: alike(9, 5)}, now=now)
    client = Client() if who is None else getattr(people, who).client
    addresses = ["", "runder/", *(f"runder/{found.pk}/{end}" for end in ("", "mote/", "svar.csv", "svar.xlsx"))]
    for address in addresses:
        for query in ("?sprak=en", "?sprak=en&sporsmal=trust"):
            page = client.get(f"/r/vestre/samarbeid/{address}{query}", follow=True)
            text = page.content.decode()
            assert page.status_code in (200, 404, 403)
            assert "vv-pair" not in text
            assert "answered 4 or 5" not in text


def test_the_file_holds_what_the_page_shows_and_no_more(people):
    finding = a_round_of_roles(people, (9, 6, 2))
    content = (
        Client().get(f"/r/vestre/samarbeid/runder/{finding.round_id}/svar.csv?sprak=en").content.decode("utf-8-sig")
    )
    rows = list(csv.reader(io.StringIO(content), delimiter=";"))
    counts = [int(row[4]) for row in rows[1:] if row[4]]

    assert len(rows) - 1 >= len(ten_reasons())
    assert counts
    assert min(counts) >= 5
    kept = [
        sum(each)
        for item in finding.content["items"].values()
        for each in (item["total"], *item["groups"].values())
        if each
    ]
    assert sorted(counts) == sorted(number for number in kept if number)


def test_fewer_than_five_answers_show_nothing_and_say_why(people):
    finding = a_closed_round(people, {"": alike(3)}, groups=Groups.NONE)
    assert finding.content["items"]["trust"]["total"] is None
    text = Client().get("/r/vestre/samarbeid/?sprak=en").content.decode()
    assert "Too few answered" in text
    assert "Not shown: fewer than 5" in text
