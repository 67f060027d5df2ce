"""Own editions: who may write them, what is refused, how they count, and where they can be chosen."""

import csv
import html
import io
from dataclasses import replace
from decimal import Decimal

import pytest
from django.db.models import RestrictedError

from tests.people import NOW, TODAY, someone, with_role
from tests.web.own_things import a_limit, an_edition, an_indicator, newest_entry, people_of
from veivalg.statistics import index, index_command
from veivalg.statistics.index import Area
from veivalg.web.access.catalogue import Role
from veivalg.web.access.doors import Refused, SecondFactorNeeded
from veivalg.web.audit.changes import ChangedMeanwhile
from veivalg.web.councils.models import Council
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.knowledge import queries as knowledge_queries
from veivalg.web.knowledge import scores
from veivalg.web.knowledge.models import OwnEdition
from veivalg.web.knowledge.own import edition_operations as operations
from veivalg.web.knowledge.own import queries

UTGAVER = "/r/vestre/kunnskap/utgaver/"


@pytest.fixture
def people(db, small_country, monkeypatch):
    yield from people_of(small_country, monkeypatch)


def limits_form(edition, **rows) -> dict[str, object]:
    """What the page sends: ``hytter=(value, side, reason)`` ticks a row."""
    sent: dict[str, object] = {"name": "Egne grenser", "reason": "Vi er en hytteregion", "version": edition.version}
    for id, (value, side, reason) in rows.items():
        sent |= {f"use-{id}": "1", f"value-{id}": value, f"side-{id}": side, f"reason-{id}": reason}
    return sent


def test_a_draft_begins_with_the_limits_and_reasons_of_another_edition(people):
    answer = people.secretary.client.post(
        f"{UTGAVER}ny/", {"name": "Grenser 2026", "slug": "2026", "based_on": "viken-2019", "reason": "Fordi"}
    )

    row = OwnEdition.objects.get()
    assert answer["Location"] == f"{UTGAVER}2026/endre/"
    limits = operations.limits_of_own(row)
    assert len(limits) == 10
    assert (limits[0].indicator, float(limits[0].value), limits[0].reason) == ("births", 10.6, "AFK/Nordregio 2019")
    assert row.is_draft
    entry = newest_entry()
    assert (entry.verb, entry.actor_id, entry.reason) == (
        "knowledge.edition.make",
        people.secretary.account.pk,
        "Fordi",
    )


def test_a_visitor_is_asked_to_sign_in_first(people, client):
    answer = client.post(f"{UTGAVER}ny/", {"name": "x", "slug": "x", "based_on": "norge", "reason": "x"})

    assert "/logg-inn/" in answer["Location"]
    assert not OwnEdition.objects.exists()


@pytest.mark.parametrize("who", ["representative", "municipal_contact", "action_owner", "youth", "reader"])
def test_other_roles_may_not_write_editions(people, who):
    actor = getattr(people, who).actor

    with pytest.raises(Refused):
        operations.make_edition(
            actor=actor, council=people.council, slug="x", name="x", reason="x", based_on="norge", now=NOW
        )


def test_for_the_neighbours_secretariat_a_draft_does_not_exist(people):
    row = an_edition(people.council, [a_limit("births", 10)], published=False)

    for page in ("", "endre/", "publiser/"):
        assert people.neighbour.client.get(f"{UTGAVER}2026/{page}").status_code == 404
    with pytest.raises(Refused):
        operations.publish_edition(actor=people.neighbour.actor, edition=row, version=row.version, now=NOW)
    assert "Egne grenser" not in people.neighbour.client.get(UTGAVER).content.decode()


def test_the_page_stores_limits_with_reasons_and_the_trail_has_them_before_and_after(people):
    an_indicator(people.council, values=[("9001", 2024, 150)])
    row = an_edition(people.council, [a_limit("births", 10)], published=False)

    answer = people.secretary.client.post(
        f"{UTGAVER}2026/endre/",
        limits_form(
            row,
            **{
                "age_0_14": ("", "below", "landet samme år"),
                "egen-hytter": ("1 000,5", "above", "flere hytter enn hus"),
            },
        ),
    )

    assert answer.status_code == 302
    row.refresh_from_db()
    told = [(limit.indicator, limit.value, limit.risky_when) for limit in operations.limits_of_own(row)]
    assert [(id, None if value is None else float(value), side) for id, value, side in told] == [
        ("age_0_14", None, "below"),
        ("egen-hytter", 1000.5, "above"),
    ]
    before, after = newest_entry().changes["limits"]
    assert before == ["births below 10: vedtatt i arbeidsutvalget"]
    assert after == [
        "age_0_14 below national figure: landet samme år",
        "egen-hytter above 1000.5: flere hytter enn hus",
    ]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"births": ("10", "below", " ")}, "Say why the limit is set there"),
        ({"births": ("ti", "below", "x")}, "“ti” is not a number"),
        ({"births": ("10", "sideways", "x")}, "under or over"),
        ({"egen-hytter": ("", "above", "x")}, "no national figure"),
        ({"net_migration": ("", "below", "x")}, "number of persons"),
    ],
)
def test_a_wrong_limit_is_told_beside_it_and_nothing_is_stored(people, row, message):
    an_indicator(people.council, published=False)
    edition = an_edition(people.council, [a_limit("births", 10)], published=False)

    answer = people.secretary.client.post(f"{UTGAVER}2026/endre/?sprak=en", limits_form(edition, **row))

    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert [limit.indicator for limit in operations.limits_of_own(edition)] == ["births"]


def test_an_indicator_of_the_neighbour_cannot_be_counted(people):
    an_indicator(people.neighbour_council, slug="naboens", published=False)
    row = an_edition(people.council, [a_limit("births", 10)], published=False)

    with pytest.raises(NotPossible, match="no such indicator"):
        operations.change_edition(
            actor=people.secretary.actor,
            edition=row,
            version=row.version,
            name="x",
            reason="x",
            limits=[a_limit("egen-naboens", 1)],
            now=NOW,
        )


def test_a_limit_that_was_changed_cannot_keep_the_reason_of_the_limit_it_came_from(people):
    row = operations.make_edition(
        actor=people.secretary.actor,
        council=people.council,
        slug="ny",
        name="Ny",
        reason="Vi er en hytteregion",
        based_on="viken-2019",
        now=NOW,
    )
    changed = [
        replace(limit, value=Decimal(9)) for limit in operations.limits_of_own(row) if limit.indicator == "births"
    ]
    given = {"actor": people.secretary.actor, "edition": row, "version": row.version, "name": "Ny", "reason": "x"}

    with pytest.raises(NotPossible, match="is set there now"):
        operations.change_edition(**given, limits=changed, now=NOW)
    operations.change_edition(**given, limits=[replace(changed[0], reason="Vedtatt i AU")], now=NOW)


def test_a_published_edition_is_never_changed(people):
    row = an_edition(people.council, [a_limit("births", 10)])

    with pytest.raises(NotPossible, match="Make a new one from it"):
        operations.change_edition(
            actor=people.secretary.actor, edition=row, version=row.version, name="x", reason="x", limits=[], now=NOW
        )
    with pytest.raises(NotPossible):
        operations.publish_edition(actor=people.secretary.actor, edition=row, version=row.version, now=NOW)
    assert people.secretary.client.get(f"{UTGAVER}2026/endre/").status_code == 302


def test_a_change_is_a_new_edition_that_begins_from_the_old_one(people):
    an_indicator(people.council, values=[("9001", 2024, 150)])
    an_edition(people.council, [a_limit("births", 10), a_limit("egen-hytter", 100, "above")])

    row = operations.make_edition(
        actor=people.secretary.actor,
        council=people.council,
        slug="2027",
        name="Nye grenser",
        reason="Hyttetallet har økt",
        based_on="vestre.2026",
        now=NOW,
    )

    assert [limit.indicator for limit in operations.limits_of_own(row)] == ["births", "egen-hytter"]


def test_nobody_begins_from_the_neighbours_edition(people):
    an_edition(people.neighbour_council, [a_limit("births", 10)])

    with pytest.raises(NotPossible, match="no edition"):
        operations.make_edition(
            actor=people.secretary.actor,
            council=people.council,
            slug="x",
            name="x",
            reason="x",
            based_on="ostre.2026",
            now=NOW,
        )


def test_publishing_needs_a_second_factor_limits_and_published_indicators(people):
    an_indicator(people.council, values=[("9001", 2024, 150)], published=False)
    row = an_edition(people.council, [a_limit("egen-hytter", 100, "above")], published=False)
    empty = an_edition(people.council, [], slug="tom", published=False)

    with pytest.raises(SecondFactorNeeded):
        operations.publish_edition(
            actor=people.secretary_without_second_factor.actor, edition=row, version=row.version, now=NOW
        )
    with pytest.raises(NotPossible, match="Publish the indicator “Hytter” first"):
        operations.publish_edition(actor=people.secretary.actor, edition=row, version=row.version, now=NOW)
    with pytest.raises(NotPossible, match="no limits"):
        operations.publish_edition(actor=people.secretary.actor, edition=empty, version=empty.version, now=NOW)


def test_what_must_be_published_first_is_told_before_the_button(people):
    an_indicator(people.council, values=[("9001", 2024, 150)], published=False)
    an_edition(people.council, [a_limit("egen-hytter", 100, "above")], published=False)

    page = people.secretary.client.get(f"{UTGAVER}2026/publiser/?sprak=en").content.decode()
    assert "Publish this first" in page
    assert '/kunnskap/egne/hytter/publiser/">Hytter</a>' in page


def test_publishing_is_asked_about_first_and_is_in_the_trail(people, client):
    row = an_edition(people.council, [a_limit("births", 10)], published=False)

    assert client.get(f"{UTGAVER}2026/").status_code == 404
    answer = people.secretary.client.post(f"{UTGAVER}2026/publiser/", {"version": row.version})

    assert answer.status_code == 302
    assert newest_entry().verb == "knowledge.edition.publish"
    page = client.get(f"{UTGAVER}2026/?sprak=en").content.decode()
    assert "Vestre's own edition, published" in page
    assert "vedtatt i arbeidsutvalget" in page


def test_an_edition_that_changed_since_the_page_was_opened_is_not_published(people):
    row = an_edition(people.council, [a_limit("births", 10)], published=False)

    with pytest.raises(ChangedMeanwhile):
        operations.publish_edition(actor=people.secretary.actor, edition=row, version=row.version - 1, now=NOW)


def test_an_edition_is_looked_at_again_before_it_is_published_when_someone_changed_it(people):
    row = an_edition(people.council, [a_limit("births", 10)], published=False)
    page = f"{UTGAVER}2026/publiser/"

    answer = people.secretary.client.post(f"{page}?sprak=en", {"version": row.version - 1}, follow=True)

    assert "Someone changed it while you were reading" in answer.content.decode()
    assert answer.redirect_chain == [(page, 302)]
    assert not OwnEdition.objects.published().exists()


def test_two_writers_of_limits_see_where_they_differ(people):
    row = an_edition(people.council, [a_limit("births", 10)], published=False)
    page = f"{UTGAVER}2026/endre/?sprak=en"
    people.secretary.client.post(page, limits_form(row, births=("11", "below", "mine")))

    answer = people.secretary.client.post(page, limits_form(row, births=("12", "below", "yours")))
    text = answer.content.decode()

    assert answer.status_code == 409
    assert "under 11. mine" in text
    assert "under 12. yours" in text
    assert 'value="12"' in text
    assert [float(limit.value) for limit in operations.limits_of_own(row)] == [11]


def test_official_and_own_signs_are_counted_as_by_hand(people, small_country):
    """Children are 3 of 22 age groups, 13.6 percent; net migration −5, 15, 35; cabins 150, 100 and not given."""
    an_indicator(people.council, values=[("9001", 2024, "150*"), ("9002", 2024, 100)])
    edition = an_edition(
        people.council,
        [a_limit("age_0_14", 17.3), a_limit("net_migration", 0), a_limit("egen-hytter", 100, "above")],
    )
    areas = [Area(id=str(n), rows=(n,), codes=(f"900{n + 1}",)) for n in range(3)]
    table = scores.index_table(small_country, queries.chosen(edition), areas)
    heads = scores.heads(table, 2024)
    lines = [scores.line(table, n, 2024, heads, name=str(n)) for n in range(3)]

    assert [(line.certain, line.available) for line in lines] == [(3, 3), (1, 3), (1, 2)]
    assert [line.cells[2].risk for line in lines] == ["yes", "no", "missing"]
    assert lines[2].cells[2].notes == ("The council has not given a figure.",)
    assert [line.is_estimate for line in lines] == [True, False, False]
    assert heads[2].notes == ("hytter", "2024", "over 100", "the council's own figure")


def test_new_values_are_counted_at_once_by_an_edition_that_is_published(people, small_country):
    row = an_indicator(people.council, values=[("9001", 2024, 90)])
    edition = an_edition(people.council, [a_limit("egen-hytter", 100, "above")])
    areas = [Area(id="1", rows=(0,), codes=("9001",))]
    before = scores.index_table(small_country, queries.chosen(edition), areas)
    row.values.update(value=110)
    after = scores.index_table(small_country, queries.chosen(edition), areas)
    place = after.years.index(2024)

    assert [int(table.risk[0, place, 0]) for table in (before, after)] == [index.NO, index.YES]


def test_what_is_counted_stays_until_the_whole_council_goes(people):
    row = an_indicator(people.council, values=[("9001", 2024, 150)])
    an_edition(people.council, [a_limit("egen-hytter", 100, "above")])

    with pytest.raises(RestrictedError):
        row.delete()
    people.council.delete()
    assert not OwnEdition.objects.exists()


# The pages, on the demo council and real figures.


@pytest.fixture
def demo(the_demo):
    """Demoregionen with an own indicator and an own edition that counts it beside two official ones."""
    codes = sorted(the_demo.participants.values_list("municipality__code", flat=True))
    values = [(code, 2024, 100 + 50 * n) for n, code in enumerate(codes[:-1])] + [(codes[0], 2023, "90*")]
    an_indicator(the_demo, values=values)
    an_edition(
        the_demo,
        [a_limit("age_0_14", 17.3), a_limit("women_per_100_men", 100), a_limit("egen-hytter", 120, "above")],
    )
    return the_demo


INDEX = "/indeks/sarbarhet/?region=demoregionen&utgave=demoregionen.2026&aar=2024&sprak=en"


def rows(response) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(response.content.decode())))


def test_the_index_page_counts_by_the_councils_own_edition(demo, client):
    page = client.get(INDEX).content.decode()

    assert "Demoregionen has set these limits itself. Why: Vi er en hytteregion" in page
    assert '<option value="demoregionen.2026" selected>' in page
    assert "the council's own figure" in html.unescape(page)
    assert "over 120" in page


def test_the_indexs_file_has_own_and_official_signs_and_counts_them(demo, client):
    found = rows(client.get(INDEX.replace("/?", "/sarbarhet.csv?")))
    members, region = found[:-1], found[-1]

    assert {"age_0_14_risk", "women_per_100_men_risk", "egen-hytter", "egen-hytter_risk"} <= found[0].keys()
    for row in members:
        risks = [row[f"{id}_risk"] for id in ("age_0_14", "women_per_100_men", "egen-hytter")]
        assert int(row["signs_certain"]) == risks.count("yes")
        assert int(row["signs_available"]) == 3 - risks.count("missing")
        assert "The council's own figures: Hytter (hytter): Kommunenes egne registre, 2024." in row["source"]
    assert sorted(row["egen-hytter"] for row in members).count("") == 1
    assert [row["egen-hytter_risk"] for row in members].count("missing") == 1
    assert region["egen-hytter_risk"] == "missing"


def test_the_command_line_counts_by_an_own_edition_and_calls_own_figures_so(demo, capsys, tmp_path):
    def resolve(slug):
        return knowledge_queries.council_areas(slug, on=TODAY)

    words = ["vulnerability", "--edition", "demoregionen.2026", "--year", "2024", "--format", "csv"]
    code = index_command.main([*words, "--council", "demoregionen"], home=tmp_path, resolve_council=resolve)
    found = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))

    assert code == 0
    assert {row["egen-hytter_basis"] for row in found} == {"own", ""}
    assert [row["available"] for row in found].count("2") == 2  # The member without a figure, and the region.
    assert index_command.main([*words, "--council", "hallingdal"], home=tmp_path, resolve_council=resolve) == 2


@pytest.mark.parametrize("kind", ["xlsx", "svg", "png"])
def test_the_index_by_an_own_edition_can_be_had_as_a_file(demo, client, kind):
    word = "sarbarhet" if kind == "xlsx" else "kart"
    answer = client.get(INDEX.replace("/?", f"/{word}.{kind}?"))

    assert answer.status_code == 200
    assert f"demoregionen-demoregionen-2026-2024-{word}.{kind}" in answer["Content-Disposition"]


def test_the_region_page_shows_own_figures_in_the_table_and_among_key_figures(demo, client):
    page = client.get("/r/demoregionen/kunnskap/?sprak=en").content.decode()
    members = rows(client.get("/r/demoregionen/kunnskap/deltakere-anslag.csv?sprak=en"))
    own = rows(client.get("/r/demoregionen/kunnskap/egne-tall.csv?sprak=en"))

    assert 'id="egne-tall"' in page
    assert [row["egen-hytter"] for row in members[:-1]].count("") == 1
    assert members[-1]["egen-hytter"] == ""  # One member has none, so there is no sum.
    assert own[0]["lowest"] == "100"
    assert own[0]["period"] == "2024"
    assert own[0]["figure_source"] == "Kommunenes egne registre, 2024"


def test_a_region_has_the_sum_when_every_member_has_a_figure(demo, client):
    codes = sorted(demo.participants.values_list("municipality__code", flat=True))
    an_indicator(demo, slug="senger", values=[(code, 2024, 10) for code in codes])
    own = rows(client.get("/r/demoregionen/kunnskap/egne-tall.csv?sprak=en"))

    assert [row["value"] for row in own if row["unit"] == "hytter"].count(str(10 * len(codes))) == 1


def test_the_region_page_counts_by_the_own_edition_too(demo, client):
    page = client.get("/r/demoregionen/kunnskap/?utgave=demoregionen.2026&aar=2024&sprak=en").content.decode()

    assert '<option value="demoregionen.2026" selected>' in page
    assert "Cannot be added up for several municipalities" in page


@pytest.mark.parametrize(
    "address",
    [
        "/indeks/sarbarhet/?utgave=demoregionen.2026",
        "/indeks/sarbarhet/?region=hallingdal&utgave=demoregionen.2026",
        "/r/hallingdal/kunnskap/?utgave=demoregionen.2026",
        "/kommuner/0301-oslo/?utgave=demoregionen.2026",
        "/indeks/sarbarhet/?region=demoregionen&utgave=demoregionen.2027",
        "/indeks/sarbarhet/?region=demoregionen&utgave=demoregionen.%00",
    ],
)
def test_an_own_edition_is_used_for_its_own_council_only(demo, client, address):
    answer = client.get(f"{address}&sprak=en")

    assert answer.status_code == 404
    assert "own edition is used on that council" in answer.content.decode()


def test_other_councils_do_not_see_own_editions_or_figures(demo, client):
    for address in ("/indeks/sarbarhet/", "/indeks/sarbarhet/?region=hallingdal", "/r/hallingdal/kunnskap/"):
        page = client.get(address).content.decode()
        assert "demoregionen.2026" not in page
        assert "egen-hytter" not in page


def test_a_draft_can_be_looked_at_by_the_council_but_not_chosen(the_demo, client):
    an_indicator(the_demo, values=[(the_demo.participants.all()[0].municipality.code, 2024, 5)], published=False)
    an_edition(the_demo, [a_limit("egen-hytter", 3, "above"), a_limit("age_0_14", 17.3)], published=False)
    secretary = with_role(someone("sekretaer"), the_demo, Role.SECRETARIAT)
    page = secretary.client.get("/r/demoregionen/kunnskap/utgaver/2026/?sprak=en").content.decode()

    assert "Hytter" in page
    assert "Draft: only the council sees it." in page
    assert secretary.client.get(INDEX).status_code == 404
    assert client.get("/r/demoregionen/kunnskap/utgaver/2026/").status_code == 404
    assert Council.objects.filter(own_editions__published_at__isnull=False).count() == 0
    assert "Hytter" not in client.get("/r/demoregionen/kunnskap/").content.decode()
