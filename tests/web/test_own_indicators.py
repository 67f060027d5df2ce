"""Own indicators: who may write them, what is refused, what is stored and what the trail says."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.urls import resolve

from tests.people import NOW, TODAY
from tests.web.own_things import CABINS, a_limit, an_edition, an_indicator, newest_entry, people_of
from veivalg.web.access.catalogue import NEEDS_SECOND_FACTOR
from veivalg.web.access.doors import Refused, SecondFactorNeeded
from veivalg.web.audit.changes import ChangedMeanwhile
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.knowledge.models import OwnIndicator, OwnValue
from veivalg.web.knowledge.own import indicator_operations as operations
from veivalg.web.knowledge.own.reading import GivenCell

EGNE = "/r/vestre/kunnskap/egne/"


@pytest.fixture
def people(db, small_country, monkeypatch):
    yield from people_of(small_country, monkeypatch)


def cell(code: str, year: int, value, **kind) -> GivenCell:
    return GivenCell(code=code, year=year, value=None if value is None else Decimal(str(value)), **kind)


def give(people, row, *cells, version=None):
    return operations.set_values(
        actor=people.secretary.actor,
        indicator=row,
        version=version or row.version,
        cells=cells,
        now=NOW,
        on=TODAY,
    )


def form(**changed) -> dict[str, object]:
    return {
        "name": "Hytter",
        "slug": "hytter",
        "unit": "hytter",
        "decimals": 0,
        "polarity": "high",
        "source": "Kommunenes egne registre, 2024",
        "source_address": "",
        "description": "",
        **changed,
    }


def test_the_secretariat_makes_an_indicator_and_the_trail_tells_it(people):
    answer = people.secretary.client.post(f"{EGNE}ny/", form())

    row = OwnIndicator.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == f"{EGNE}hytter/verdier/"
    assert (row.council, row.name, row.is_draft) == (people.council, "Hytter", True)
    entry = newest_entry()
    assert (entry.verb, entry.actor_id, entry.council_id) == (
        "knowledge.indicator.make",
        people.secretary.account.pk,
        people.council.pk,
    )
    assert entry.changes["source"] == [None, "Kommunenes egne registre, 2024"]


def test_a_visitor_is_asked_to_sign_in_first(people, client):
    answer = client.post(f"{EGNE}ny/", form())

    assert answer.status_code == 302
    assert "/logg-inn/" in answer["Location"]
    assert not OwnIndicator.objects.exists()


@pytest.mark.parametrize("who", ["representative", "municipal_contact", "action_owner", "youth", "reader"])
def test_other_roles_may_not_write_indicators(people, who):
    someone = getattr(people, who)

    assert someone.client.post(f"{EGNE}ny/", form()).status_code == 403
    with pytest.raises(Refused):
        operations.make_indicator(actor=someone.actor, council=people.council, slug="x", details=CABINS, now=NOW)
    assert not OwnIndicator.objects.exists()


def test_for_the_neighbours_secretariat_the_forms_do_not_exist(people):
    row = an_indicator(people.council, published=False)

    for page in ("ny/", "hytter/", "hytter/endre/", "hytter/verdier/", "hytter/publiser/", "hytter/arkiver/"):
        assert people.neighbour.client.get(EGNE + page).status_code == 404, page
    with pytest.raises(Refused):
        operations.change_indicator(
            actor=people.neighbour.actor, indicator=row, version=row.version, details=CABINS, now=NOW
        )


@pytest.mark.parametrize("field", ["name", "unit", "source"])
def test_an_indicator_without_its_source_unit_or_name_is_refused(people, field):
    with pytest.raises(NotPossible, match="missing"):
        operations.make_indicator(
            actor=people.secretary.actor,
            council=people.council,
            slug="x",
            details=replace(CABINS, **{field: "  "}),
            now=NOW,
        )


def test_the_word_for_the_address_is_free_and_not_one_of_the_sites_own(people):
    an_indicator(people.council, published=False)

    assert b"already has an indicator" in people.secretary.client.post(f"{EGNE}ny/?sprak=en", form()).content
    assert b"taken by the site" in people.secretary.client.post(f"{EGNE}ny/?sprak=en", form(slug="ny")).content


def test_an_empty_word_for_the_address_is_made_from_the_name(people):
    an_indicator(people.council, published=False)

    answer = people.secretary.client.post(f"{EGNE}ny/", form(slug=""))
    assert answer["Location"] == f"{EGNE}hytter-2/verdier/"


def test_a_word_that_cannot_be_used_is_told_in_plain_words_beside_a_way_out(people):
    page = people.secretary.client.post(f"{EGNE}ny/?sprak=en", form(slug="mine hytter!")).content.decode()

    assert "Use only letters from a to z" in page
    assert "slug”" not in page
    assert f'<a href="{EGNE}">Cancel</a>' in page


def test_a_change_is_told_field_by_field(people):
    row = an_indicator(people.council, published=False)
    page = f"{EGNE}hytter/endre/"

    answer = people.secretary.client.post(page, form(name="Fritidsboliger", adds_up="on", version=row.version))

    assert answer.status_code == 302
    assert newest_entry().changes == {"name": ["Hytter", "Fritidsboliger"]}


def test_two_writers_never_lose_each_others_work(people):
    row = an_indicator(people.council, published=False)
    page = f"{EGNE}hytter/endre/?sprak=en"
    people.secretary.client.post(page, form(unit="bygninger", adds_up="on", version=row.version))

    answer = people.secretary.client.post(page, form(unit="fritidsboliger", adds_up="on", version=row.version))
    text = answer.content.decode()

    assert answer.status_code == 409
    assert "This was changed while you were writing" in text
    assert '<td data-label="You wrote">fritidsboliger</td><td data-label="Stored now">bygninger</td>' in text
    row.refresh_from_db()
    assert row.unit == "bygninger"
    assert f'name="version" value="{row.version}"' in text


def test_the_unit_stays_once_a_published_edition_has_a_limit_in_it(people):
    row = an_indicator(people.council, values=[("9001", 2024, 150)])
    an_edition(people.council, [a_limit("egen-hytter", 100, "above")])

    with pytest.raises(NotPossible, match="Make a new indicator"):
        operations.change_indicator(
            actor=people.secretary.actor,
            indicator=row,
            version=row.version,
            details=replace(CABINS, unit="per 1000 innbyggere"),
            now=NOW,
        )


def test_values_are_given_changed_and_taken_away_and_the_trail_has_each(people):
    row = an_indicator(people.council, values=[("9001", 2024, 150), ("9002", 2024, 80)], published=False)

    row = give(
        people, row, cell("9001", 2024, "150.5", is_estimate=True), cell("9002", 2024, None), cell("9003", 2024, 7)
    )

    stored = {(v.municipality.code, v.year): (v.value, v.is_estimate) for v in OwnValue.objects.all()}
    assert stored == {("9001", 2024): (Decimal("150.5"), True), ("9003", 2024): (Decimal(7), False)}
    entry = newest_entry()
    assert entry.verb == "knowledge.indicator.set_values"
    assert entry.changes == {
        "9001 Kommune 9001 2024": ["150", "150.5 (estimate)"],
        "9002 Kommune 9002 2024": ["80", None],
        "9003 Kommune 9003 2024": [None, "7"],
    }


def test_values_that_are_the_same_change_nothing_and_leave_no_trail(people):
    row = an_indicator(people.council, values=[("9001", 2024, 150)])
    assert people.secretary
    before = newest_entry()

    assert give(people, row, cell("9001", 2024, "150.00")).version == row.version
    assert newest_entry() == before


@pytest.mark.parametrize(
    ("wrong", "match"),
    [
        (("9004", 2024, 1), "does not take part in this council"),
        (("1234", 2024, 1), "no municipality called"),
        (("9001", 2027, 1), "outside 1950–2026"),
        (("9001", 1949, 1), "outside 1950–2026"),
        (("9002", 2024, 2), "stand here twice"),
    ],
)
def test_one_wrong_value_and_none_is_stored(people, wrong, match):
    row = an_indicator(people.council, published=False)
    people.neighbour_council  # noqa: B018  9004 exists, in the neighbour council

    with pytest.raises(NotPossible, match=match):
        give(people, row, cell("9002", 2024, 2), cell(*wrong))
    assert not OwnValue.objects.exists()


def test_a_participant_that_has_left_gets_no_more_values(people):
    row = an_indicator(people.council, values=[("9001", 2024, 150)])
    people.council.participants.filter(municipality__code="9001").update(ends_on="2026-11-23")

    with pytest.raises(NotPossible, match="does not take part"):
        give(people, row, cell("9001", 2025, 1))


def test_values_from_an_old_page_are_not_stored(people):
    row = an_indicator(people.council, published=False)
    give(people, row, cell("9001", 2024, 1))

    with pytest.raises(ChangedMeanwhile):
        give(people, row, cell("9001", 2024, 2), version=row.version)


def grid(row, **cells) -> dict[str, object]:
    return {"way": "grid", "version": row.version, **{f"v-{key.replace('_', '-')}": v for key, v in cells.items()}}


def test_the_form_shows_what_will_change_before_anything_is_stored(people):
    row = an_indicator(people.council, values=[("9001", 2024, 150)])
    page = f"{EGNE}hytter/verdier/?sprak=en"

    shown = people.secretary.client.post(page, grid(row, **{"9001_2024": "", "9002_2024": "1 234,5*"}))
    text = shown.content.decode()

    assert shown.status_code == 200
    assert "1 new, 0 changed, 1 taken away" in text
    assert "1,234.5 hytter (estimate)" in text
    assert OwnValue.objects.count() == 1

    table = text.split("<textarea", 1)[1].split(">", 1)[1].split("</textarea>", 1)[0]
    stored = people.secretary.client.post(page, {"way": "store", "version": row.version, "table": table})
    assert stored.status_code == 302
    value = OwnValue.objects.get()
    assert (value.municipality.code, value.value, value.is_estimate) == ("9002", Decimal("1234.5"), True)


def test_a_wrong_number_in_the_form_is_told_and_what_was_typed_is_kept(people):
    row = an_indicator(people.council, published=False)

    answer = people.secretary.client.post(
        f"{EGNE}hytter/verdier/?sprak=en", grid(row, **{"9001_2024": "tolv", "9002_2024": "7"})
    )
    text = answer.content.decode()

    assert answer.status_code == 422
    assert "Kommune 9001 2024: “tolv” is not a number" in text
    assert 'value="tolv"' in text
    assert 'value="7"' in text


def test_a_pasted_table_and_a_file_are_read_alike(people):
    from django.core.files.uploadedfile import SimpleUploadedFile

    row = an_indicator(people.council, published=False)
    page = f"{EGNE}hytter/verdier/?sprak=en"
    table = "kommune;2023;2024\n9001;12,5;\nKommune 9002;;3\n"
    file = SimpleUploadedFile("hytter.csv", table.encode("cp1252"))

    for sent in ({"table": table}, {"file": file}):
        answer = people.secretary.client.post(page, {"way": "table", "version": row.version, **sent})
        assert b"2 new" in answer.content


def test_a_table_that_is_stored_from_an_old_page_is_shown_again_beside_what_is_there_now(people):
    row = an_indicator(people.council, published=False)
    give(people, row, cell("9001", 2024, 1))

    answer = people.secretary.client.post(
        f"{EGNE}hytter/verdier/?sprak=en",
        {"way": "store", "version": row.version, "table": "kommune;år;verdi\n9001;2024;2\n"},
    )

    assert answer.status_code == 409
    assert b"Someone else has changed this" in answer.content
    assert OwnValue.objects.get().value == 1


@pytest.mark.parametrize("version", ["", "0", "²", "-1", "9" * 30])
def test_a_forged_version_stores_nothing(people, version):
    an_indicator(people.council, published=False)

    answer = people.secretary.client.post(
        f"{EGNE}hytter/verdier/", {"way": "store", "version": version, "table": "kommune;år;verdi\n9001;2024;2\n"}
    )

    assert answer.status_code in {200, 409, 422}
    assert not OwnValue.objects.exists()


def test_a_draft_is_seen_by_the_council_alone(people, client):
    an_indicator(people.council, values=[("9001", 2024, 150)], published=False)
    page = f"{EGNE}hytter/"

    assert people.secretary.client.get(page).status_code == 200
    assert people.representative.client.get(page).status_code == 200
    for who in (client, people.neighbour.client, people.reader.client, people.nobody.client, people.host.client):
        assert who.get(page).status_code == 404
        assert who.get(f"{page}tall.csv").status_code == 404
        assert "Hytter" not in who.get(EGNE).content.decode()


def test_publishing_asks_for_a_second_factor(people):
    row = an_indicator(people.council, values=[("9001", 2024, 150)], published=False)
    someone = people.secretary_without_second_factor

    assert resolve(f"{EGNE}hytter/publiser/").func.door in NEEDS_SECOND_FACTOR
    with pytest.raises(SecondFactorNeeded):
        operations.publish_indicator(actor=someone.actor, indicator=row, version=row.version, now=NOW)
    row.refresh_from_db()
    assert row.is_draft


def test_what_is_published_is_for_everyone_with_its_source_and_its_mark(people, client):
    row = an_indicator(people.council, values=[("9001", 2023, 140), ("9001", 2024, "150*")], published=False)
    answer = people.secretary.client.post(f"{EGNE}hytter/publiser/", {"version": row.version})

    assert answer.status_code == 302
    assert newest_entry().verb == "knowledge.indicator.publish"
    page = client.get(f"{EGNE}hytter/?sprak=en").content.decode()
    assert "own figure, not official statistics" in page
    assert "Kommunenes egne registre, 2024" in page
    file = client.get(f"{EGNE}hytter/tall-anslag.csv?sprak=en").content.decode()
    assert file.splitlines()[0] == "municipality,2024,2024_estimate,2023,2023_estimate,source"
    source = "The council's own figures: Hytter (hytter): Kommunenes egne registre, 2024."
    assert f'Kommune 9001,150,yes,140,no,"{source}"' in file
    assert client.get(f"{EGNE}hytter/tall-anslag.svg").status_code == 200
    assert client.get(f"{EGNE}hytter/tall-anslag.xlsx").status_code == 200


def test_nothing_is_published_without_values(people):
    row = an_indicator(people.council, published=False)

    answer = people.secretary.client.post(f"{EGNE}hytter/publiser/?sprak=en", {"version": row.version})
    assert answer.status_code == 422
    assert b"no values to publish" in answer.content


def test_an_archived_indicator_takes_nothing_more_and_is_told_so(people):
    row = an_indicator(people.council, values=[("9001", 2024, 150)])
    people.secretary.client.post(f"{EGNE}hytter/arkiver/", {"version": row.version})

    row.refresh_from_db()
    assert row.is_archived
    assert newest_entry().verb == "knowledge.indicator.archive"
    with pytest.raises(NotPossible, match="archived"):
        give(people, row, cell("9001", 2025, 1))


def test_text_that_a_spreadsheet_would_run_is_harmless_in_files(people, client):
    an_indicator(
        people.council,
        details=replace(CABINS, name="=HYPERLINK(1)", source="@SUM(1)"),
        values=[("9001", 2024, 150)],
    )
    file = client.get(f"{EGNE}hytter/tall.csv").content.decode()

    assert all(not part.startswith(("=", "@")) for line in file.splitlines() for part in line.split(","))


def test_text_is_text_on_the_pages(people, client):
    an_indicator(
        people.council,
        details=replace(CABINS, name="<script>x</script>", unit="<b>", source="<i>", description="<u>"),
        values=[("9001", 2024, 150)],
    )
    for page in (EGNE, f"{EGNE}hytter/"):
        text = client.get(page).content.decode()
        assert [mark for mark in ("<script>x", "<b>", "<i>", "<u>") if mark in text] == []


def test_the_pages_of_a_figure_and_of_an_edition_show_their_history_to_those_who_may(people, client):
    row = an_indicator(people.council, values=[("9001", 2024, 150)])
    edition = an_edition(people.council, [a_limit(row.figure_id, 100)])

    for address in (row.get_absolute_url(), edition.get_absolute_url()):
        assert "Historikk" in people.secretary.client.get(address).content.decode()
        assert "<h2>Historikk" not in client.get(address).content.decode()
