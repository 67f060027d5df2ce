"""Every page answers, says what it found, and turns bad addresses away with help."""

import csv
import html
import io
import re
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from veivalg.web.councils.models import Participant

PAGES = [
    "/",
    "/sok/",
    "/sok/?q=kara",
    "/r/demoregionen/",
    "/r/demoregionen/kunnskap/",
    "/r/hallingdal/kunnskap/",
    "/r/valdres/kunnskap/",
    "/indeks/sarbarhet/",
    "/indeks/sarbarhet/?region=demoregionen",
    "/indeks/sarbarhet/?region=fylke-40&utgave=norge",
    "/indeks/sarbarhet/?utgave=tf5&aar=2022",
    "/kommuner/5047-overhalla/",
    "/kommuner/9908-slettby/",
    "/kommuner/0301-oslo/?utgave=norge&aar=2026",
    "/om/tall/",
    "/om/tilgjengelighet/",
    "/om/personvern/",
    "/kommuner/",
    "/kommuner/?fylke=50",
    "/indeks/sarbarhet/?region=fylke-50&sorter=-deaths",
]


def heading(response) -> str:
    return html.unescape(re.search(r"<h1>(.*?)</h1>", response.content.decode(), re.S)[1])


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_every_page_answers_in_every_language(client, the_demo, page, language):
    response = client.get(page + ("&" if "?" in page else "?") + f"sprak={language}")

    assert response.status_code == 200
    assert f'<html lang="{language}"' in response.content.decode()
    assert heading(response)


def test_an_address_keeps_its_language_and_the_choice_is_remembered(client, the_demo):
    assert "Sårbarheitsindeks" in client.get("/om/tall/?sprak=nn").content.decode()
    assert "Sårbarheitsindeks" in client.get("/om/tall/").content.decode()


def test_an_unknown_language_is_ignored(client, the_demo):
    assert '<html lang="nb"' in client.get("/?sprak=xx").content.decode()


@pytest.mark.parametrize(
    ("language", "growing", "shrinking"), [("nb", "flere", "færre"), ("nn", "fleire", "færre"), ("en", "more", "fewer")]
)
def test_opposite_results_get_different_titles(client, the_demo, language, growing, shrinking):
    assert growing in heading(client.get(f"/kommuner/0301-oslo/?sprak={language}"))
    assert shrinking in heading(client.get(f"/kommuner/5044-namsskogan/?sprak={language}"))


def test_an_invented_municipality_says_whose_figures_it_borrows(client, the_demo):
    page = client.get("/kommuner/9908-slettby/").content.decode()

    assert "tall fra Overhalla" in page
    assert "Demonstrasjon." in page


def test_real_municipalities_carry_no_demo_banner(client, the_demo):
    assert "Demonstrasjon." not in client.get("/kommuner/5047-overhalla/").content.decode()


def test_estimates_are_called_so_outside_telemark(client, the_demo):
    for panel in ("fodte-og-dode", "tegn"):
        outside = client.get(f"/kommuner/5047-overhalla/{panel}-anslag.csv").content.decode()
        inside = client.get(f"/kommuner/4001-porsgrunn/{panel}.csv").content.decode()
        assert ",yes" in outside
        assert "estimat" not in inside.replace("value_estimate", "")
        assert "anslag" not in inside
    assert "anslag</a>" in client.get("/kommuner/5047-overhalla/").content.decode()


def test_fixed_thresholds_never_stand_alone_for_a_later_year(client, the_demo):
    assert "Målt mot hele landet i 2024" in client.get("/indeks/sarbarhet/?utgave=viken-2019&aar=2024").content.decode()


def test_the_lectures_own_map_shows_nine_of_ten_and_why(client, the_demo):
    page = client.get("/indeks/sarbarhet/foredraget/", follow=True).content.decode()

    assert page.count("9 av 10 tilgjengelige</span>") == 52
    assert "Finnes ikke i datasettet vårt." in page


def test_an_earlier_number_leads_to_todays_municipality(client, the_demo):
    assert client.get("/kommuner/1744/", follow=True).redirect_chain[-1][0] == "/kommuner/5047-overhalla/"
    assert client.get("/kommuner/5047-feil-navn/").url == "/kommuner/5047-overhalla/"


def test_a_split_municipality_names_its_successors(client, the_demo):
    response = client.get("/kommuner/1850/")

    assert response.status_code == 404
    assert "Narvik og Hamarøy" in response.content.decode()


@pytest.mark.parametrize(
    ("words", "expected"),
    [("guovda", "Kautokeino"), ("1744", "Overhalla"), ("tråante", "Trondheim"), ("våg", "Vågan"), ("slett", "Slettby")],
)
def test_search_knows_sami_names_and_old_numbers(client, the_demo, words, expected):
    assert expected in client.get("/sok/", {"q": words}).content.decode()


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("/indeks/sarbarhet/?utgave=feil", "viken-2019, norge, tf5"),
        ("/indeks/sarbarhet/?aar=1999", "2005"),
        ("/indeks/sarbarhet/?aar=tjuefire", "tjuefire"),
        ("/indeks/sarbarhet/?region=ingen", "ingen"),
        ("/indeks/sarbarhet/?region=valdres", "ikke bekreftet"),
        ("/kommuner/9999-ingen/", "9999"),
        ("/r/ingen/", "ingen"),
        ("/finnes/ikke/", "ingen side"),
    ],
)
def test_what_does_not_exist_gets_a_helpful_404(client, the_demo, address, expected):
    response = client.get(address)

    assert response.status_code == 404
    assert expected in response.content.decode()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.sampled_from(["utgave", "aar", "region", "sprak", "sorter", "fylke", "q"]),
    value=st.text(max_size=60),
    page=st.sampled_from(
        [
            "/indeks/sarbarhet/",
            "/indeks/sarbarhet/kart-anslag.svg",
            "/kommuner/5047-overhalla/",
            "/kommuner/5047-overhalla/befolkning.csv",
            "/kommuner/",
            "/sok/",
            "/r/demoregionen/kunnskap/",
            "/rad/radskart.csv",
        ]
    ),
)
def test_no_address_makes_the_site_fail(client, the_demo, name, value, page):
    assert client.get(page, {name: value}).status_code in {200, 404}


def test_the_csv_has_the_members_and_the_region(client, the_demo):
    response = client.get("/indeks/sarbarhet/sarbarhet-anslag.csv?region=demoregionen&aar=2024")
    rows = list(csv.DictReader(io.StringIO(response.content.decode())))

    assert len(rows) == 12
    assert rows[-1]["municipality"] == "Regionen samlet"
    assert {row["births_estimate"] for row in rows} == {"yes"}
    assert all(row["signs_certain"].isdigit() and row["signs_possible"].isdigit() for row in rows)


@pytest.mark.parametrize("page", PAGES)
def test_no_page_asks_the_database_more_than_fifteen_times(client, the_demo, django_assert_max_num_queries, page):
    with django_assert_max_num_queries(15):
        client.get(page)


def test_a_visitor_to_a_municipality_asks_the_database_twice(client, the_demo, django_assert_num_queries):
    with django_assert_num_queries(2):
        client.get("/kommuner/5047-overhalla/")


def test_a_table_that_was_drawn_for_one_reader_is_in_the_next_ones_language(client, the_demo):
    page = "/kommuner/5047-overhalla/?sprak="
    tables = {
        language: re.findall(r"<caption>(.*?)</caption>", client.get(page + language).content.decode())
        for language in ("nb", "en", "nb")
    }

    assert set(tables["nb"]).isdisjoint(tables["en"])


def test_a_municipality_names_its_councils_and_no_former_ones(client, the_demo):
    Participant.objects.filter(municipality__code="9908").update(ends_on=date(2020, 1, 1))

    assert "/r/demoregionen/" in client.get("/kommuner/9907/", follow=True).content.decode()
    assert "/r/demoregionen/" not in client.get("/kommuner/9908/", follow=True).content.decode()


def test_only_confirmed_members_are_links_and_the_rest_are_suggestions(client, the_demo):
    page = client.get("/r/sor-osterdal/").content.decode()

    assert "/kommuner/3422-amot/" in page
    assert "/kommuner/3423-stor-elvdal/" not in page
    assert "Stor-Elvdal" in page


def test_nothing_may_run_or_load_from_elsewhere(client, the_demo):
    policy = client.get("/").headers["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_the_foot_says_whom_we_are_not(client, the_demo):
    assert "Ikke tilknyttet Distriktssenteret, SSB eller Kartverket." in client.get("/").content.decode()


def test_the_site_says_that_it_is_well(client, db):
    assert client.get("/helse/").json() == {"status": "ok"}
