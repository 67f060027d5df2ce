"""Own indicators and editions for tests, written the way the pages write them."""

from collections.abc import Iterator
from decimal import Decimal

from django.utils import translation

from tests.people import NOW, TODAY, People
from veivalg.statistics import store
from veivalg.web.access.actor import OPERATOR
from veivalg.web.audit.models import AuditEntry
from veivalg.web.knowledge.models import OwnEdition, OwnIndicator
from veivalg.web.knowledge.own import edition_operations, indicator_operations
from veivalg.web.knowledge.own.edition_operations import Limit
from veivalg.web.knowledge.own.indicator_operations import IndicatorDetails
from veivalg.web.knowledge.own.reading import GivenCell

CABINS = IndicatorDetails(
    name="Hytter", unit="hytter", source="Kommunenes egne registre, 2024", adds_up=True, polarity="high"
)


def an_indicator(council, *, slug="hytter", details=CABINS, values=(), published=True, actor=OPERATOR) -> OwnIndicator:
    """An own indicator with values: ``(("9001", 2024, 150), …)``; a string ending in * is an estimate."""
    row = indicator_operations.make_indicator(actor=actor, council=council, slug=slug, details=details, now=NOW)
    if values:
        cells = [
            GivenCell(
                code=code,
                year=year,
                value=Decimal(str(value).removesuffix("*")),
                is_estimate=str(value).endswith("*"),
            )
            for code, year, value in values
        ]
        row = indicator_operations.set_values(
            actor=actor, indicator=row, version=row.version, cells=cells, now=NOW, on=TODAY
        )
    if published:
        row = indicator_operations.publish_indicator(actor=actor, indicator=row, version=row.version, now=NOW)
    return row


def a_limit(indicator: str, value, side="below", reason="vedtatt i arbeidsutvalget") -> Limit:
    return Limit(
        indicator=indicator, value=None if value is None else Decimal(str(value)), risky_when=side, reason=reason
    )


def an_edition(council, limits, *, slug="2026", published=True, actor=OPERATOR) -> OwnEdition:
    """An own edition with these limits."""
    row = edition_operations.make_edition(
        actor=actor,
        council=council,
        slug=slug,
        name="Egne grenser",
        reason="Vi er en hytteregion",
        based_on="viken-2019",
        now=NOW,
    )
    row = edition_operations.change_edition(
        actor=actor,
        edition=row,
        version=row.version,
        name=row.name,
        reason=row.reason,
        limits=limits,
        now=NOW,
    )
    if published:
        row = edition_operations.publish_edition(actor=actor, edition=row, version=row.version, now=NOW)
    return row


def people_of(small_country, monkeypatch) -> Iterator[People]:
    """The councils Vestre and Østre, and the small country's figures; for a fixture."""
    monkeypatch.setattr(store, "current", lambda home: small_country)
    with translation.override("en"):
        yield People()


def newest_entry() -> AuditEntry:
    return AuditEntry.objects.order_by("-pk")[0]
