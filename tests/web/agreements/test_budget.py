"""What the participants pay in a year is written down by the secretariat, once for each year."""

import pytest

from tests.people import NOW
from veivalg.web.access.doors import Refused
from veivalg.web.agreements.models import CouncilBudget
from veivalg.web.agreements.operations.budget import set_budget
from veivalg.web.audit.changes import ChangedMeanwhile
from veivalg.web.audit.models import AuditEntry
from veivalg.web.councils.refusals import NotPossible

pytestmark = pytest.mark.django_db
VALUES = {"budget_nok": 1_000_000, "others_nok": 0, "flat_percent": 50, "inhabitants_year": 2024}
FORM = {"budget_nok": "1000000", "flat_percent": "50", "inhabitants_year": "2024", "others_nok": "", "version": ""}


def write(people, who=None, *, version=None, year=2026, **more):
    return set_budget(
        actor=(who or people.secretary).actor,
        council=people.council,
        year=year,
        values=VALUES | more,
        version=version,
        now=NOW,
    )


def test_it_is_written_and_changed_with_a_trail(people):
    made = write(people)
    write(people, version=made.version, budget_nok=1_200_000)
    assert CouncilBudget.objects.get().budget_nok == 1_200_000
    first, second = AuditEntry.objects.filter(verb="agreements.budget.set").order_by("pk")
    assert first.changes["flat_percent"] == [None, 50]
    assert second.changes == {"budget_nok": [1_000_000, 1_200_000]}


@pytest.mark.parametrize("who", ["reader", "municipal_contact", "representative", "neighbour"])
def test_only_the_secretariat_writes_it(people, who):
    with pytest.raises(Refused):
        write(people, getattr(people, who))
    assert not CouncilBudget.objects.exists()


def test_the_second_who_writes_the_same_year_looks_again(people):
    made = write(people)
    for version in (None, made.version + 1):
        with pytest.raises(ChangedMeanwhile):
            write(people, version=version, flat_percent=100)
    assert CouncilBudget.objects.get().flat_percent == 50


@pytest.mark.parametrize(
    ("wrong", "field"), [({"others_nok": 1_000_001}, "others_nok"), ({"inhabitants_year": 1901}, "inhabitants_year")]
)
def test_what_cannot_be_shared_is_refused_where_it_is_wrong(people, wrong, field):
    with pytest.raises(NotPossible) as refused:
        write(people, **wrong)
    assert refused.value.field == field


def test_the_page_saves_refuses_and_shows_what_changed_meanwhile(people):
    client = people.secretary.client
    address = "/r/vestre/avtale/kostnader/budsjett/2026/"
    assert client.post(address, FORM | {"flat_percent": "101"}).status_code == 422
    assert client.post(address, FORM | {"others_nok": "1000001"}).status_code == 422
    assert client.post(address, FORM).status_code == 302
    assert client.post(address, FORM | {"budget_nok": "5"}).status_code == 409
    assert CouncilBudget.objects.get().budget_nok == 1_000_000
    assert client.get("/r/vestre/avtale/kostnader/budsjett/1200/").status_code == 404
    assert client.get(f"{address}?budsjett=%00&fast=x&aar=æ").status_code == 200
