"""Finds the links of a page that lead to the site itself."""

from html.parser import HTMLParser
from urllib.parse import quote, urldefrag, urljoin, urlsplit

_LINKS = {"a": "href", "link": "href", "img": "src", "script": "src", "source": "src", "form": "action"}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.heading = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.heading |= tag == "h1"
        address = dict(attrs).get(_LINKS.get(tag, ""))
        posts = tag == "form" and (dict(attrs).get("method") or "get").lower() != "get"
        if address is not None and not posts:
            self.found.append(address)


def links(page: str, *, address: str) -> list[str]:
    """Path and query of each link on a page to the same site, without what follows ``#``."""
    reader = _Reader()
    reader.feed(page)
    return on_the_site(reader.found, address=address)


def on_the_site(addresses: list[str], *, address: str) -> list[str]:
    """Of addresses seen at ``address``, those of the same site, as path and query."""
    here = urlsplit(address)
    found = []
    for link in addresses:
        target = urlsplit(urldefrag(urljoin(address, link)).url)
        if target.scheme == here.scheme and target.netloc == here.netloc:
            path = (target.path or "/") + (f"?{target.query}" if target.query else "")
            # As a browser does with letters outside ASCII.
            found.append(quote(path, safe="/?&=%:;,+!$'()*@~[]"))
    return found


def has_heading(page: str) -> bool:
    """Whether a page has come as far as its heading."""
    reader = _Reader()
    reader.feed(page)
    return reader.heading
