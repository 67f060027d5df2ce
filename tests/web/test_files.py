"""Every panel can be had as files, with an address that stays."""

import csv
import io
import re

import pytest

WORDS = {
    "/kommuner/5047-overhalla/": "befolkning tegn-anslag historie-anslag alder fodte-og-dode-anslag flytting "
    "hva-om-anslag folk-anslag bosetting besok bedrift lignende-anslag",
    "/r/demoregionen/kunnskap/": "deltakere-anslag befolkning tegn-anslag historie-anslag alder fodte-og-dode-anslag "
    "flytting hva-om-anslag folk-anslag bosetting besok bedrift lignende",
}


def rows(response) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(response.content.decode())))


def links(page: str, kind: str) -> list[str]:
    return re.findall(rf'href="([a-z-]+\.{kind})\?', page)


@pytest.mark.parametrize("page", WORDS)
def test_a_page_offers_every_panel_as_a_file(client, the_demo, page):
    assert [file.removesuffix(".csv") for file in links(client.get(page).content.decode(), "csv")] == WORDS[
        page
    ].split()


@pytest.mark.parametrize("page", WORDS)
@pytest.mark.parametrize(("kind", "start"), [("csv", b""), ("xlsx", b"PK"), ("svg", b"<svg"), ("png", b"\x89PNG")])
def test_every_file_that_a_page_offers_is_there(client, the_demo, page, kind, start):
    offered = links(client.get(page).content.decode(), kind)

    assert offered
    for file in offered:
        response = client.get(page + file)
        assert response.status_code == 200
        assert response.content.startswith(start)
        assert file in response.headers["Content-Disposition"]


def test_a_file_with_estimates_says_so_in_its_address(client, the_demo):
    response = client.get("/kommuner/5047-overhalla/fodte-og-dode.csv?aar=2024")

    assert response.status_code == 302
    assert response.url == "fodte-og-dode-anslag.csv?aar=2024"


def test_a_file_without_estimates_does_not(client, the_demo):
    assert client.get("/kommuner/4001-porsgrunn/fodte-og-dode-anslag.csv").url == "fodte-og-dode.csv"


def test_the_figures_of_a_file_are_those_of_the_page(client, the_demo):
    found = rows(client.get("/kommuner/5047-overhalla/befolkning.csv"))

    assert found[0]["year"] == "2026"
    assert found[0]["inhabitants"] == "3944.0"
    assert "07459" in found[0]["source"]


def test_a_file_of_the_demo_says_whose_figures_it_has(client, the_demo):
    assert "Tall fra Overhalla." in rows(client.get("/kommuner/9908-slettby/befolkning.csv"))[0]["source"]


@pytest.mark.parametrize(
    "address",
    [
        "/kommuner/5047-overhalla/finnes-ikke.csv",
        "/kommuner/5047-overhalla/befolkning.exe",
        "/kommuner/5047-overhalla/folk-anslag.png",
        "/r/valdres/kunnskap/befolkning.csv",
        "/indeks/sarbarhet/tull.csv",
        "/indeks/sarbarhet/?sorter=tull",
    ],
)
def test_a_file_or_an_order_there_is_not_gets_a_helpful_404(client, the_demo, address):
    response = client.get(address)

    assert response.status_code == 404
    assert len(response.content.decode()) > 500


def test_the_index_is_sorted_by_its_heads(client, the_demo):
    page = client.get("/indeks/sarbarhet/?region=demoregionen&sorter=-births").content.decode()
    table = client.get("/indeks/sarbarhet/sarbarhet-anslag.csv?region=demoregionen")
    highest = max(rows(table)[:-1], key=lambda row: float(row["births"]))["municipality"]

    assert 'aria-sort="descending"' in page
    assert page.index(f">{highest}</a>", page.index("<tbody>")) < page.index("</tr>", page.index("<tbody>"))


@pytest.mark.parametrize(
    ("kind", "start"), [("csv", b"council,"), ("xlsx", b"PK"), ("svg", b"<svg"), ("png", b"\x89PNG")]
)
def test_the_map_of_councils_can_be_had_as_files(client, the_demo, kind, start):
    response = client.get(f"/rad/radskart.{kind}")

    assert response.status_code == 200
    assert response.content.startswith(start)
    assert b"Demoregionen" not in response.content
