"""``veivalg agreement``: what a cooperation agreement lacks. Returns exit codes as the command line does."""

import json
from collections.abc import Callable
from datetime import date

from django.utils import timezone, translation

from veivalg.web.agreements import findings, queries
from veivalg.web.agreements.content import from_plain
from veivalg.web.councils.models import Council

Say = Callable[[str], None]


def check(*, slug: str, on: date, is_in_force: bool, as_json: bool, say: Say, tell: Say) -> int:
    """One line for each thing that the act demanded on a day, in the council's language.

    0 when all of it is fixed, 1 when something is missing or empty, 2 for a council that is not here.
    """
    council = Council.objects.with_members(on=timezone.localdate()).filter(slug=slug).first()
    if council is None:
        say(f"There is no council {slug!r} here. Its word is the one in the address of its pages, after /r/.")
        return 2
    if is_in_force:
        edition = queries.edition_on(council, on)
        content = from_plain(edition.content) if edition else None
    else:
        row = queries.agreement_of(council)
        content = queries.content_of(row) if row else None
    with translation.override(council.language):
        found = findings.lines(content, on=on)
        if as_json:
            tell(json.dumps([line.as_plain() for line in found], ensure_ascii=False))
        else:
            for line in found:
                tell(f"{line.item}. {line.name}: {line.state.value}. {line.reason} ({line.paragraph})")
    return 1 if findings.missing(found) else 0
