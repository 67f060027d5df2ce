"""What the templates of plans are given."""

from typing import Any

from veivalg.web.councils.models import Council


def page_of(council: Council, **more: Any) -> dict[str, Any]:
    """The council that a page is about, and the page's own."""
    return {"council": council, **more}
