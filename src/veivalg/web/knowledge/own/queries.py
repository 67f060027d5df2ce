"""Reads of a council's own indicators and editions: rows for people, and values as the statistics count them."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import CharField, Count, F, Max, Min, Q, QuerySet
from django.db.models.functions import Cast
from django.utils.translation import get_language, gettext

from veivalg.facts import load
from veivalg.rules.indicators import Edition, Indicator, Threshold
from veivalg.statistics.given import GivenFigure, GivenSeries
from veivalg.web.access.actor import Actor
from veivalg.web.access.catalogue import Permission
from veivalg.web.councils.models import Council, Municipality
from veivalg.web.knowledge.editions import ChosenEdition, OwnFigures, OwnIndicatorFigures
from veivalg.web.knowledge.models import OwnEdition, OwnIndicator, OwnValue
from veivalg.web.ui import numbers
from veivalg.web.ui.words import norwegian_order


def indicators(council: Council, actor: Actor) -> "QuerySet[OwnIndicator]":
    """The council's own indicators that this person may see, with how many values there are and of which years."""
    return (
        OwnIndicator.objects.visible_to(actor)
        .filter(council=council)
        .select_related("council")
        .annotate(value_count=Count("values"), first_year=Min("values__year"), last_year=Max("values__year"))
        .order_by("is_archived", "name", "id")
    )


def entries_of_drafts(council: Council, actor: Actor) -> Q:
    """Lines of the history about own indicators and editions that this person may not see yet."""
    found = Q(pk__in=[])
    if actor.is_operator or actor.may(Permission.KNOWLEDGE_DRAFT_READ, council_id=council.pk):
        return found
    for model in (OwnIndicator, OwnEdition):
        hidden = model.objects.filter(council=council, published_at=None)
        # Asked inside the question for the lines: the page gathers from every room.
        ids = hidden.annotate(key=Cast("pk", CharField())).values("key")
        found |= Q(subject_type=model._meta.label_lower, subject_id__in=ids)
    return found


def indicator(council: Council, slug: str, actor: Actor) -> OwnIndicator | None:
    """One of them; None when there is none that this person may see."""
    return OwnIndicator.objects.visible_to(actor).filter(council=council, slug=slug).select_related("council").first()


def editions(council: Council, actor: Actor) -> "QuerySet[OwnEdition]":
    """The council's own editions that this person may see, drafts first, then the newest."""
    found = OwnEdition.objects.visible_to(actor).filter(council=council).select_related("council")
    return found.annotate(sign_count=Count("thresholds")).order_by(F("published_at").desc(nulls_first=True), "-id")


def edition(council: Council, slug: str, actor: Actor) -> OwnEdition | None:
    """One of them; None when there is none that this person may see."""
    return OwnEdition.objects.visible_to(actor).filter(council=council, slug=slug).select_related("council").first()


def published_editions(council: Council | None) -> list[OwnEdition]:
    """What everyone may choose on the council's own pages; nothing elsewhere."""
    if council is None:
        return []
    return list(OwnEdition.objects.published().filter(council=council).select_related("council"))


def edition_by_address(council: Council, address: str) -> OwnEdition | None:
    """``demoregionen.2026`` on the pages of Demoregionen; None for drafts and for other councils' editions."""
    slug, dot, word = address.partition(".")
    if not dot or slug != council.slug or "\x00" in word:
        return None
    return OwnEdition.objects.published().filter(council=council, slug=word).select_related("council").first()


def municipalities(council: Council) -> list[Municipality]:
    """The municipalities of a council that was fetched `with_members`, also those without official figures."""
    found = [member.municipality for member in council.confirmed_members]
    return sorted(found, key=lambda municipality: (norwegian_order(municipality.name), municipality.code))


def municipalities_on(council: Council, on: date) -> list[Municipality]:
    """Those of a day: the ones that can be given values then."""
    return municipalities(Council.objects.with_members(on=on).get(pk=council.pk))


def countable_indicators(council: Council) -> "QuerySet[OwnIndicator]":
    """The council's own indicators that an edition can count, drafts among them."""
    return OwnIndicator.objects.filter(council=council, is_archived=False).select_related("council")


def values_of(row: OwnIndicator) -> dict[tuple[str, int], OwnValue]:
    """All values of an own indicator, by the municipality's number and the year."""
    return {(value.municipality.code, value.year): value for value in row.values.select_related("municipality")}


def definition(row: OwnIndicator) -> Indicator:
    """The indicator as the statistics know it. A council writes in one language; all readers get that."""
    return Indicator(
        id=row.figure_id,
        name=dict.fromkeys(load.LANGUAGES, row.name),
        unit=dict.fromkeys(load.LANGUAGES, row.unit),
        formula="given",
        cube="",
        ages=None,
        period=(0, 0),
        caveat={},
        polarity=row.polarity,
        decimals=row.decimals,
        owner=row.council.short_name,
        own_source=row.source,
    )


def series(rows: Iterable[OwnIndicator]) -> dict[int, GivenSeries]:
    """All values of some indicators, by their key, in one query."""
    wanted = {row.pk: row for row in rows}
    figures: dict[int, dict[tuple[str, int], GivenFigure]] = {pk: {} for pk in wanted}
    values = (
        OwnValue.objects.filter(indicator__in=wanted)
        .order_by()
        .values_list("indicator_id", "municipality__code", "year", "value", "is_estimate")
    )
    for pk, code, year, value, is_estimate in values:
        figures[pk][code, year] = GivenFigure(float(value), is_estimate)
    return {pk: GivenSeries(figures=figures[pk], adds_up=row.adds_up) for pk, row in wanted.items()}


def figures(rows: Sequence[OwnIndicator]) -> OwnFigures:
    """Some own indicators with their values."""
    if not rows:
        return OwnFigures()
    given = series(rows)
    found = tuple(
        OwnIndicatorFigures(definition=definition(row), series=given[row.pk], url=row.get_absolute_url())
        for row in rows
    )
    return OwnFigures(indicators=found, digest=_digest(found))


def published_figures(council: Council) -> OwnFigures:
    """What the council's pages show beside the official figures."""
    rows = OwnIndicator.objects.published().filter(council=council, is_archived=False).select_related("council")
    return figures(list(rows))


def chosen(edition: OwnEdition) -> ChosenEdition:
    """An own edition as the statistics count by it, with the figures of its own indicators as they are now."""
    lines = list(edition.thresholds.select_related("own__council"))
    own = [line.own for line in lines if line.own is not None]
    given = series(own) if own else {}
    definitions = {row.figure_id: definition(row) for row in own}
    value = Edition(
        id=edition.address,
        name=dict.fromkeys(load.LANGUAGES, edition.name),
        about=dict.fromkeys(load.LANGUAGES, edition.reason),
        thresholds=tuple(
            Threshold(
                indicator=line.indicator_id,
                value=None if line.value is None else float(line.value),
                risky_when=line.risky_when,
                reference=line.reason,
            )
            for line in lines
        ),
    )
    figures = {row.figure_id: given[row.pk] for row in own}
    return ChosenEdition(
        id=edition.address,
        edition=value,
        indicators={**load.indicators(), **definitions},
        given=figures,
        owner=edition.council.short_name,
        url=edition.get_absolute_url(),
        digest=_digest((value, definitions, figures)),
    )


def unpublished_in(edition: OwnEdition) -> list[OwnIndicator]:
    """Own indicators that the edition counts and that must be published before it."""
    rows = OwnIndicator.objects.filter(thresholds__edition=edition, published_at=None)
    return list(rows.select_related("council").order_by("name"))


def is_used(row: OwnIndicator) -> bool:
    """Whether a published edition counts it."""
    return row.thresholds.filter(edition__published_at__isnull=False).exists()


def _digest(content: object) -> str:
    """Equal content, equal digest: the values are frozen and print the same every time."""
    return hashlib.sha256(repr(content).encode()).hexdigest()


@dataclass(frozen=True)
class ToldLimit:
    """One limit of an own edition in words."""

    name: str
    unit: str
    side: str
    value: str
    reason: str
    own: OwnIndicator | None


def told_limits(edition: OwnEdition) -> list[ToldLimit]:
    """The limits of an own edition, as they are read."""
    found = []
    for line in edition.thresholds.select_related("own__council"):
        known = definition(line.own) if line.own is not None else load.indicators()[line.official]
        # A limit is shown with every decimal it was set with.
        exponent = line.value.normalize().as_tuple().exponent if line.value is not None else 0
        decimals = max(0, -exponent) if isinstance(exponent, int) else 0
        found.append(
            ToldLimit(
                name=known.name[get_language() or "nb"],
                unit=known.unit[get_language() or "nb"],
                side=gettext("under") if line.risky_when == "below" else gettext("over"),
                value=gettext("the national figure of the same year")
                if line.value is None
                else numbers.number(float(line.value), decimals),
                reason=line.reason,
                own=line.own,
            )
        )
    return found


def told_basis(council: Council, based_on: str) -> str:
    """The name of the edition that another was made from."""
    official = load.editions().get(based_on)
    if official is not None:
        return official.name[get_language() or "nb"]
    found = edition_by_address(council, based_on)
    return found.name if found is not None else based_on
