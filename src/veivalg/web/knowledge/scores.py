"""The index as pages show it: one edition, one year, some areas, as cells and findings."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from django.utils.translation import get_language, gettext, ngettext

from veivalg.rules.indicators import Indicator
from veivalg.rules.provenance import Mark, MissingReason
from veivalg.statistics import index
from veivalg.statistics.dataset import REASONS, DataSet
from veivalg.statistics.index import Area, IndexTable
from veivalg.statistics.kept import ByIdentity
from veivalg.web.knowledge.editions import DEFAULT_EDITION, ChosenEdition, official, own_word
from veivalg.web.ui import numbers
from veivalg.web.ui.tables import Cell, Column, estimate_word

MANY = 0.7
"""Seven of ten signs, four of five: what a page calls many."""
ENOUGH = 0.9
"""A title about all areas wants every figure of at least this share of them."""
FEW = 60
"""Up to so many areas a title may speak of all of them."""


@lru_cache(maxsize=128)
def _table(data: ByIdentity, chosen: ChosenEdition, areas: tuple[Area, ...]) -> IndexTable:
    return index.compute(data.data, chosen.edition, chosen.indicators, areas=areas, given=chosen.given)


def index_table(data: DataSet, chosen: ChosenEdition, areas: Sequence[Area]) -> IndexTable:
    """The computed index; the last few tables are kept, never the pages."""
    return _table(ByIdentity(data), chosen, tuple(areas))


def national_table(data: DataSet, chosen: ChosenEdition) -> IndexTable:
    """The same for every municipality; a council's own indicators have no figures there."""
    return _national(ByIdentity(data), chosen)


@lru_cache(maxsize=8)
def _national(data: ByIdentity, chosen: ChosenEdition) -> IndexTable:
    return _table(data, chosen, index.municipality_areas(data.data))


def language() -> str:
    """The reader's language, as the definitions name it."""
    return get_language() or "nb"


@dataclass(frozen=True)
class Line:
    """One area's score and its indicators."""

    name: str
    available: int
    indicator_count: int
    certain: int
    possible: int
    cells: tuple[Cell, ...]
    is_estimate: bool = False
    """True when at least one of the indicators rests on estimates; then so does the score."""

    @property
    def is_whole(self) -> bool:
        return self.available == self.indicator_count

    @property
    def score(self) -> str:
        """``7–8``."""
        return numbers.span(self.certain, self.possible)

    @property
    def detail(self) -> str:
        """``7 certain, 1 uncertain``, and how many are available when some are missing."""
        uncertain = self.possible - self.certain
        certain_text = ngettext("%(count)s certain", "%(count)s certain", self.certain) % {"count": self.certain}
        uncertain_text = ngettext("%(count)s uncertain", "%(count)s uncertain", uncertain) % {"count": uncertain}
        text = f"{certain_text}, {uncertain_text}"
        if self.is_whole:
            return text
        return text + ", " + available_text(self.available, self.indicator_count)

    @property
    def score_cell(self) -> Cell:
        """The score as a cell: sorted by what is certain, then by what is possible."""
        if not self.available:
            return Cell(None, "", notes=(self.detail,))
        return Cell(
            self.certain + self.possible / 1000,
            self.score,
            is_estimate=self.is_estimate,
            notes=(self.detail,),
            is_strong=True,
            parts=(("certain", self.certain), ("possible", self.possible), ("available", self.available)),
        )


def available_text(available: int, count: int) -> str:
    """``9 of 10 available``."""
    return gettext("%(k)s of %(n)s available") % {"k": available, "n": count}


@dataclass(frozen=True)
class Head:
    """One indicator as a head: name, unit and limit."""

    id: str
    name: str
    unit: str
    limit: str
    caveat: str
    period: str
    threshold: float | None = None
    is_signed: bool = False
    is_own: bool = False
    decimals: int = 1

    @property
    def column(self) -> Column:
        return Column(self.id, self.name, self.notes, is_marked=True, unit=self.unit)

    @property
    def notes(self) -> tuple[str, ...]:
        """What stands under the name: unit, period, limit, and whose figure it is when it is not an official one."""
        return (self.unit, self.period, self.limit, *self.own_notes)

    @property
    def own_notes(self) -> tuple[str, ...]:
        return (own_word(),) if self.is_own else ()


def heads(table: IndexTable, year: int) -> list[Head]:
    """The indicators of the edition, with the limit of this year."""
    found = []
    for n, line in enumerate(table.edition.thresholds):
        definition = table.definitions[line.indicator]
        value = float(table.threshold[table.years.index(year), n])
        word = gettext("under") if line.risky_when == "below" else gettext("over")
        decimals = definition.decimals
        if not definition.is_own:
            decimals = 0 if value.is_integer() and definition.formula != "share" else 1
        limit = gettext("no limit") if np.isnan(value) else f"{word} {numbers.number(value, decimals)}"
        found.append(
            Head(
                id=line.indicator,
                name=definition.name[language()],
                unit=definition.unit[language()],
                limit=limit,
                caveat=definition.caveat.get(language(), ""),
                period=_period(definition, year),
                threshold=None if np.isnan(value) else round(value, 4),
                is_signed=definition.formula == "sum",
                is_own=definition.is_own,
                decimals=definition.decimals,
            )
        )
    return found


def _period(definition: Indicator, year: int) -> str:
    """``mean of 2022–2023``, ``sum of 2019–2023``, or the year itself, 1 January."""
    if definition.period == (0, 0):
        return str(year)
    years = f"{year + definition.period[0]}–{year + definition.period[1]}"
    if definition.formula == "sum":
        return gettext("sum of %(years)s") % {"years": years}
    return gettext("mean of %(years)s") % {"years": years}


def line(table: IndexTable, area: int, year: int, columns: Sequence[Head] = (), *, name: str) -> Line:
    """One area's score; with columns its indicators too."""
    place = table.years.index(year)
    words = risk_words() if columns else {}
    return Line(
        name=name,
        available=int(table.available[area, place]),
        indicator_count=len(table.indicators),
        certain=int(table.certain[area, place]),
        possible=int(table.possible[area, place]),
        cells=tuple(_cell(table, (area, place, n), head, words) for n, head in enumerate(columns)),
        is_estimate=rests_on_estimates(table, area, place),
    )


def risk_words() -> dict[str, str]:
    """What the risk marks say."""
    return {
        "yes": gettext("Risk"),
        "no": gettext("Not"),
        "uncertain": gettext("Uncertain"),
        "missing": gettext("Missing"),
    }


def origins(table: IndexTable, areas: Sequence[int]) -> tuple[str, ...]:
    """Ids of the origins behind these areas' figures: what is derived only where something is, and so is the rest."""
    rows = list(areas)
    found: dict[str, None] = {}
    for n, id in enumerate(table.indicators):
        given = ~np.isnan(table.value[rows, :, n])
        derived = given & (table.mark[rows, :, n] == int(Mark.ESTIMATE))
        for origin in table.definitions[id].source:
            if (origin != "derived" or derived.any()) and (origin != "ssb-01222" or (given & ~derived).any()):
                found[origin] = None
    return tuple(found)


def margin_text(table: IndexTable) -> str:
    """What a margin is, for a caption."""
    text = gettext("The margin is how many persons or events separate the municipality from the limit.")
    if not any(definition.is_own for definition in table.definitions.values()):
        return text
    return f"{text} " + gettext("For the council's own figures it is in the figure's own unit.")


def own_sources(table: IndexTable) -> tuple[str, ...]:
    """Where the council has its own figures of this edition from, one text for each indicator."""
    return tuple(own_source(definition) for definition in table.definitions.values() if definition.is_own)


def own_source(definition: Indicator) -> str:
    """``Cabins (number): the building register, 2024``."""
    return f"{definition.name[language()]} ({definition.unit[language()]}): {definition.own_source}"


def rests_on_estimates(table: IndexTable, area: int, place: int) -> bool:
    """Whether any indicator that counts in a score is an estimate."""
    counted = table.risk[area, place] != index.MISSING
    return bool((counted & (table.mark[area, place] == int(Mark.ESTIMATE))).any())


def is_estimate(table: IndexTable, place: tuple[int, int, int]) -> bool:
    """Whether the word *anslag* must stand beside the figure."""
    return not np.isnan(table.value[place]) and int(table.mark[place]) == int(Mark.ESTIMATE)


def _cell(table: IndexTable, place: tuple[int, int, int], head: Head, words: dict[str, str]) -> Cell:
    value, margin = float(table.value[place]), float(table.margin[place])
    risk = index.RISK_WORDS[table.risk[place]]
    estimate = is_estimate(table, place)
    if np.isnan(value):
        shown = ""
    elif head.is_signed:
        shown = numbers.signed(value)
    else:
        shown = numbers.number(value, _decimals(table, place) if estimate and not head.is_own else head.decimals)
    notes = []
    if not np.isnan(margin):
        told = f"< {numbers.number(1)}" if margin < 1 else numbers.number(margin)
        told = numbers.number(margin, head.decimals) if head.is_own else told
        notes.append(gettext("margin %(number)s") % {"number": told})
    reason = reason_text(REASONS[table.reason[place]])
    if reason:
        notes.append(reason)
    return Cell(
        None if np.isnan(value) else round(value, 4),
        shown,
        risk=risk,
        word=words[risk],
        is_estimate=estimate,
        notes=tuple(notes),
    )


def _decimals(table: IndexTable, place: tuple[int, int, int]) -> int:
    """An estimated rate is printed whole when its interval spans more than one: a decimal would pretend to know."""
    low, high = float(table.low[place]), float(table.high[place])
    return 0 if high - low > 1 else 1


def reason_text(reason: MissingReason | None) -> str:
    """Why a figure is missing, in words."""
    return {
        None: "",
        MissingReason.NOT_PUBLISHED: gettext("The source has no figure here."),
        MissingReason.NOT_COLLECTED: gettext("Not in our data set."),
        MissingReason.BOUNDARY_CHANGE: gettext("Borders have changed."),
        MissingReason.SPLIT: gettext("The municipality has been split."),
        MissingReason.NO_THRESHOLD: gettext("There is no national figure to compare with."),
        MissingReason.NOT_ADDITIVE: gettext("Cannot be added up for several municipalities."),
        MissingReason.NOT_GIVEN: gettext("The council has not given a figure."),
    }[reason]


def countable(table: IndexTable, year: int) -> int | None:
    """How many signs can be counted for nine of ten areas: all of them, or all but one; else None."""
    available = table.available[:, table.years.index(year)]
    for wanted in (len(table.indicators), len(table.indicators) - 1):
        if len(available) and (available >= wanted).mean() >= ENOUGH:
            return wanted
    return None


def finding(table: IndexTable, year: int) -> str:
    """The page's title: what the figures say about these areas, and about how many of them."""
    place = table.years.index(year)
    wanted = countable(table, year)
    if wanted is None:
        return gettext("Not every figure exists for %(year)s") % {"year": year}
    whole = table.available[:, place] >= wanted
    many = math.ceil(MANY * wanted)
    count, total = int((table.certain[whole, place] >= many).sum()), int(whole.sum())
    estimate = any(rests_on_estimates(table, n, place) for n in range(len(whole)))
    suffix = f" ({estimate_word()})" if estimate else ""
    least = int(table.certain[whole, place].min())
    if wanted == len(table.indicators) and whole.all() and least > 0 and 1 < total < FEW:
        text = ngettext(
            "All have at least %(count)s certain sign of vulnerability",
            "All have at least %(count)s certain signs of vulnerability",
            least,
        )
        return text % {"count": least} + suffix
    told = {"count": count, "total": total, "many": many, "k": wanted, "n": len(table.indicators)}
    if wanted < len(table.indicators):
        text = gettext("%(count)s of %(total)s municipalities have at least %(many)s certain signs of %(k)s")
        return text % told + suffix
    return (
        gettext("%(count)s of %(total)s municipalities have at least %(many)s certain signs of vulnerability") % told
        + suffix
    )


def beside(data: DataSet, areas: Sequence[Area], chosen: ChosenEdition, year: int) -> str:
    """The fixed thresholds of 2019 never stand alone for another year: what the moving ones say about one area."""
    if chosen.id != DEFAULT_EDITION or year == 2019:
        return ""
    found = line(index_table(data, official("norge"), areas), 0, year, name="")
    if not found.available:
        return ""
    told = {"year": year, "score": found.score, "detail": found.detail}
    text = gettext("Measured against the whole country in %(year)s: %(score)s signs (%(detail)s)") % told
    return text + (f" ({estimate_word()})." if found.is_estimate else ".")


def crossings(table: IndexTable, year: int) -> list[str]:
    """For each threshold, how many municipalities cross it: whether it tells places apart at all."""
    place = table.years.index(year)
    lines = []
    for n, id in enumerate(table.indicators):
        given = int((table.risk[:, place, n] != index.MISSING).sum())
        if given:
            lines.append(
                gettext("%(name)s: %(count)s of %(total)s")
                % {
                    "name": table.definitions[id].name[language()],
                    "count": int(table.on_risky_side[:, place, n].sum()),
                    "total": given,
                }
            )
    return lines
