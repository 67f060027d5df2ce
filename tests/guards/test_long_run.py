"""The long run sees what it is meant to see; it is itself too long for the suite."""

from soak.links import has_heading, links, on_the_site
from soak.odd_requests import OddRequests

HERE = "http://127.0.0.1:8000/r/demoregionen/"


def test_links_of_the_site_are_found_and_others_are_not():
    page = """
      <a href="kunnskap/#top">1</a> <a href="/?a=1&amp;b=2">2</a> <img src="/static/x.svg">
      <a href="https://example.org/">3</a> <a href="mailto:a@example.org">4</a>
      <form action="/sok/"></form> <form action="/ut/" method="post"></form>
    """
    assert links(page, address=HERE) == ["/r/demoregionen/kunnskap/", "/?a=1&b=2", "/static/x.svg", "/sok/"]


def test_an_address_in_a_header_is_not_read_as_html():
    assert on_the_site(["/indeks/?aar=2019&region=viken", "/kommuner/bø/"], address=HERE) == [
        "/indeks/?aar=2019&region=viken",
        "/kommuner/b%C3%B8/",
    ]


def test_a_page_that_stopped_before_its_heading_is_told_from_a_whole_one():
    assert has_heading("<body><h1>Kunnskap</h1></body>")
    assert not has_heading("<body><h2>")


def test_odd_requests_are_the_same_for_the_same_seed_and_can_be_sent():
    first, second, other = OddRequests(1), OddRequests(1), OddRequests(2)
    made = [first.next() for _ in range(200)]
    assert made == [second.next() for _ in range(200)]
    assert made != [other.next() for _ in range(200)]
    assert all(request.address.isascii() and request.address.isprintable() for request in made)
    assert all(value.isprintable() for request in made for value in request.headers.values())
