"""What each municipality pays of a budget by the cost key (kostnadsnøkkel), with the figures that it rests on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import isnan

from django.utils.translation import gettext

from veivalg.rules.agreement import CostKey, CostLine, distribute
from veivalg.statistics.dataset import DataSet
from veivalg.web.agreements.models import CouncilBudget
from veivalg.web.councils.models import Council, Participant
from veivalg.web.files.workbook import Cell
from veivalg.web.files.writing import TableSheet, write_csv, write_workbook
from veivalg.web.knowledge.queries import data_set, figures_code
from veivalg.web.ui.words import norwegian_order

PROJECTS = 3
"""How many projects for some can stand beside what is for all."""
EXAMPLE_NOK, EXAMPLE_PERCENT = 1_000_000, 50
KINDS = ("csv", "xlsx")
_CUBE = "population_total"


class CannotShare(Exception):
    """The cost cannot be shared. The message says why, and what next."""


@dataclass(frozen=True, kw_only=True)
class AskedProject:
    """Something that only some pay for; everyone when nobody is chosen."""

    name: str
    amount_nok: int
    participants: frozenset[int]


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What is to be shared, and how."""

    budget_nok: int
    flat_percent: int
    year: int
    others_nok: int = 0
    projects: tuple[AskedProject, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Payer:
    """One municipality: whom it has its inhabitants from, and what it pays of each line."""

    participant: int
    name: str
    lender: str
    """The real municipality whose figures an invented one borrows; empty for real ones."""
    inhabitants: int
    amounts: tuple[int, ...]
    """Whole kroner, in the order of the lines."""

    @property
    def total(self) -> int:
        return sum(self.amounts)


@dataclass(frozen=True, kw_only=True)
class Shared:
    """The whole table."""

    asked: Asked
    heads: tuple[str, ...]
    payers: tuple[Payer, ...]
    source: str

    @property
    def sums(self) -> tuple[int, ...]:
        """Of each line; equal to what was to be shared, to the krone."""
        return tuple(sum(column) for column in zip(*(each.amounts for each in self.payers), strict=True))

    @property
    def total(self) -> int:
        return sum(each.total for each in self.payers)

    @property
    def inhabitants(self) -> int:
        return sum(each.inhabitants for each in self.payers)

    @property
    def lenders(self) -> list[tuple[str, str]]:
        return [(each.name, each.lender) for each in self.payers if each.lender]


def years(data: DataSet | None = None) -> list[int]:
    """Years with a number of inhabitants, the newest first."""
    return sorted((int(year) for year in (data or data_set()).cubes[_CUBE].codes("year")), reverse=True)


def municipalities(council: Council, *, on: date) -> list[Participant]:
    """Those who share by the key on a day, by name. County authorities do not: their inhabitants are the same."""
    rows = Participant.objects.on(on).with_places().filter(council=council, municipality__isnull=False)
    return sorted(rows, key=lambda row: (norwegian_order(row.name), row.pk))


def shared(participants: Sequence[Participant], asked: Asked) -> Shared:
    """Who pays what. Raises CannotShare when nobody is there to pay, or a number of inhabitants is missing."""
    data = data_set()
    if not participants:
        raise CannotShare(gettext("No municipality takes part that day, so nobody shares the cost."))
    if asked.others_nok > asked.budget_nok:
        raise CannotShare(gettext("Others pay more than the budget. Write a smaller sum, or a larger budget."))
    inhabitants = {each.pk: _inhabitants(data, each, asked.year) for each in participants}
    # By name, so that the krone that is left over goes to the same one whichever order they are read in.
    key_of = {each.pk: f"{norwegian_order(each.name)}·{each.pk:09}" for each in participants}
    counts = {key_of[pk]: count for pk, count in inhabitants.items()}
    key = CostKey(flat_percent=asked.flat_percent)
    lines = [CostLine(name=gettext("For all"), amount_nok=asked.budget_nok - asked.others_nok, key=key)]
    lines += [
        CostLine(
            name=project.name,
            amount_nok=project.amount_nok,
            key=key,
            only=frozenset(key_of[pk] for pk in project.participants if pk in key_of),
        )
        for project in asked.projects
    ]
    paid = [distribute([line], counts) for line in lines]
    return Shared(
        asked=asked,
        heads=tuple(line.name for line in lines),
        payers=tuple(
            Payer(
                participant=each.pk,
                name=each.name,
                lender=each.municipality.borrows_from.name if each.municipality.borrows_from else "",  # type: ignore[union-attr]
                inhabitants=inhabitants[each.pk],
                amounts=tuple(part[key_of[each.pk]] for part in paid),
            )
            for each in participants
        ),
        source=gettext("Source: Statistics Norway, table %(table)s")
        % {"table": data.origins[data.cubes[_CUBE].origins[0]].table},
    )


def asked_of(budget: CouncilBudget) -> Asked:
    """What a council has written down for a year, as it is asked for on the page of the cost key."""
    return Asked(
        budget_nok=budget.budget_nok,
        flat_percent=budget.flat_percent,
        year=budget.inhabitants_year,
        others_nok=budget.others_nok,
    )


def budget_on(council: Council, on: date) -> CouncilBudget | None:
    """The budget written down for the year of a day, or else for the last year before; None when there is none."""
    return CouncilBudget.objects.filter(council=council, year__lte=on.year).order_by("-year").first()


@dataclass(frozen=True, kw_only=True)
class Part:
    """What one participant pays of a year's budget, or why that cannot be said."""

    budget: CouncilBudget
    payer: Payer | None = None
    source: str = ""
    problem: str = ""


def part_of(participant: Participant, *, on: date) -> Part | None:
    """A participant's part of the budget that is written down for the year of a day, or else the last year before.

    Those share who take part on 1 January of the budget's year. None when no budget is written down.
    """
    council = participant.council
    budget = budget_on(council, on)
    if budget is None:
        return None
    try:
        table = shared(municipalities(council, on=date(budget.year, 1, 1)), asked_of(budget))
    except CannotShare as error:
        return Part(budget=budget, problem=str(error))
    payer = next((each for each in table.payers if each.participant == participant.pk), None)
    if payer is None:
        names = {"name": participant.name, "year": budget.year}
        text = gettext("%(name)s does not share the budget of %(year)s by the key.") % names
        return Part(budget=budget, problem=text)
    return Part(budget=budget, payer=payer, source=table.source)


def rounding() -> str:
    """How whole kroner are made, in words."""
    return gettext(
        "Every amount is first rounded down to whole kroner. The kroner that are left go one by one to those who lost "
        "most by it, and between equals to the one whose name comes first. So the sum is exact to the krone."
    )


def as_file(council: Council, table: Shared, kind: str) -> bytes:
    """The table as csv or xlsx, with what it rests on in the workbook."""
    asked = table.asked
    head: list[Cell] = [
        gettext("Municipality"),
        gettext("Inhabitants 1 January %(year)s") % {"year": asked.year},
        *table.heads,
        gettext("In all, kroner"),
        gettext("Borrows figures from"),
    ]
    rows: list[list[Cell]] = [
        [each.name, each.inhabitants, *each.amounts, each.total, each.lender] for each in table.payers
    ]
    rows.append([gettext("Sum"), table.inhabitants, *table.sums, table.total, ""])
    if kind == "csv":
        return write_csv([head, *rows])
    about = [
        gettext("%(flat)s per cent is shared equally, the rest by inhabitants.") % {"flat": asked.flat_percent},
        gettext("Paid by others, taken from the budget first: %(amount)s kroner.") % {"amount": asked.others_nok},
        rounding(),
        table.source,
    ]
    title = gettext("Cost key of %(council)s") % {"council": council.name}
    return write_workbook([TableSheet(name=gettext("Cost key"), rows=[head, *rows])], title=title, about=about)


def _inhabitants(data: DataSet, participant: Participant, year: int) -> int:
    cube = data.cubes[_CUBE]
    row = data.row.get(figures_code(participant.municipality))  # type: ignore[arg-type]
    value = float("nan") if row is None else float(cube.values[row, cube.positions["year"][str(year)]])
    if isnan(value):
        raise CannotShare(
            gettext("The number of inhabitants in %(name)s on 1 January %(year)s is missing. Choose another year.")
            % {"name": participant.name, "year": year}
        )
    return round(value)
