"""What each of those who take part pays of a joint service: optional, with year and source."""

import pytest
from django.test import Client
from django.utils import translation

from tests.people import NOW
from veivalg.web.access.doors import Refused
from veivalg.web.audit.changes import ChangedMeanwhile
from veivalg.web.audit.models import AuditEntry
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.joint_services import files, queries
from veivalg.web.joint_services.models import JointService, JointServicePart
from veivalg.web.joint_services.operations import change_service, set_parts

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def service(people):
    made = JointService.objects.create(
        council=people.council,
        name="Brannvern",
        form="association",
        yearly_cost_nok=1_200_000,
        cost_year=2026,
        changed_at=NOW,
    )
    made.participants.set(people.participants[:2])
    return made


@pytest.fixture
def write(people, service):
    def run(amounts, *, who=None, version=None, year=2026, source="Regnskapet for 2026"):
        service.refresh_from_db()
        return set_parts(
            actor=(who or people.secretary).actor,
            council=people.council,
            service_id=service.pk,
            version=version or service.version,
            amounts=amounts,
            year=year,
            source=source,
            now=NOW,
        )

    return run


def amounts() -> list[tuple[int, int]]:
    return list(JointServicePart.objects.order_by("pk").values_list("amount_nok", "year"))


def test_parts_are_written_changed_and_removed_with_a_trail(people, write):
    first, second = people.participants[:2]
    write({first.pk: 700_000, second.pk: 500_000})
    write({first.pk: 600_000})
    assert amounts() == [(600_000, 2026)]
    write({}, year=None, source="")
    assert amounts() == []
    entries = AuditEntry.objects.filter(verb="joint_services.service.share").order_by("pk")

    assert [entry.changes["parts"][1] for entry in entries][1:] == [
        [f"{first.name}: 600000 (2026, Regnskapet for 2026)"],
        None,
    ]


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"year": None}, "which year"),
        ({"source": " "}, "where the amounts are from"),
        ({"amounts": [1_200_001]}, "The parts sum to 1.200.001 kroner, and the service costs 1.200.000 in 2026"),
        ({"amounts": [700_000, 500_001]}, "sum to"),
        ({"amounts": [0, 0, 1]}, "Only those who take part"),
        ({"amounts": [-1]}, "not less than nothing"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(people, write, more, words):
    given = {"amounts": [1]} | more
    given["amounts"] = {each.pk: amount for each, amount in zip(people.participants, given["amounts"], strict=False)}

    with pytest.raises(NotPossible, match=words):
        write(**given)
    assert amounts() == []


def test_another_year_than_that_of_the_whole_is_not_held_against_it(people, write):
    write({people.participants[0].pk: 1_300_000}, year=2025)

    assert amounts() == [(1_300_000, 2025)]


@pytest.mark.parametrize("who", ["representative", "municipal_contact", "reader", "neighbour", "nobody"])
def test_only_the_secretariat_writes_parts(people, write, who):
    with pytest.raises(Refused):
        write({people.participants[0].pk: 1}, who=getattr(people, who))
    assert amounts() == []


def test_the_second_of_two_who_write_looks_again(people, write):
    write({people.participants[0].pk: 1}, version=1)
    with pytest.raises(ChangedMeanwhile):
        write({people.participants[0].pk: 2}, version=1)


def test_who_goes_out_of_the_service_takes_its_part_along(people, service, write):
    first, second = people.participants[:2]
    write({first.pk: 1, second.pk: 2})
    service.refresh_from_db()
    names = ("name", "about", "form", "host", "run_by", "others", "yearly_cost_nok", "cost_year", "contact", "link")
    change_service(
        actor=people.secretary.actor,
        council=people.council,
        service_id=service.pk,
        version=service.version,
        values={name: getattr(service, name) for name in names} | {"participants": [first]},
        on=NOW.date(),
        now=NOW,
    )

    assert amounts() == [(1, 2026)]
    assert "parts" in AuditEntry.objects.get(verb="joint_services.service.change").changes


def test_the_page_writes_them_and_everyone_reads_them_with_year_and_source(people, service):
    own = people.participants[0]
    address = f"/r/{people.council.slug}/tjenester/{service.pk}/deler/?sprak=en"
    client = people.secretary.client
    assert f"{own.name} pays, in kroner" in client.get(address).content.decode()
    form = {f"part-{own.pk}": "1300000", "year": "2026", "source": "Regnskapet", "version": 1}
    assert "The parts sum to" in client.post(address, form).content.decode()
    assert client.post(address, form | {f"part-{own.pk}": "700000"}).status_code == 302
    home = Client().get(f"/r/{people.council.slug}/forankring/kommune/{own.pk}/?sprak=en").content.decode()
    other = Client().get(f"/r/{people.council.slug}/forankring/kommune/{people.participants[1].pk}/?sprak=en")
    every = Client().get(f"/r/{people.council.slug}/tjenester/?sprak=en").content.decode()
    csv = files.of(people.council, queries.services(people.council), "csv").decode()

    assert "<strong>700,000 kr (2026)</strong>" in home
    assert "Source: Regnskapet" in home
    assert "What the municipality itself pays of it is not registered" in other.content.decode()
    assert f"{own.name}: 700,000 kr (2026)" in every
    assert f"{own.name}: 700000 (2026)" in csv
