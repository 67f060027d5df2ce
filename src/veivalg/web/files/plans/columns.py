"""Which column of a table holds what, from the row of headings."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from veivalg.rules.plans import Years, years_in
from veivalg.web.files.plans.heads import Column, columns_called, may_be_a_head
from veivalg.web.files.plans.lines import Line
from veivalg.web.files.plans.notes import PlanNoteCode, PlanNotes


@dataclass
class Columns:
    """The columns of one table, by number."""

    held: dict[int, tuple[Column, ...]] = field(default_factory=dict)
    #: The years in the heading of a column of actions, or of a column of marks.
    years: dict[int, Years] = field(default_factory=dict)
    #: Headings that mean nothing to us.
    others: dict[int, str] = field(default_factory=dict)
    #: All headings as they stand.
    heads: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        # Asked for again and again in every row.
        self._by_kind: dict[Column, list[int]] = {}
        for column, held in self.held.items():
            for kind in held:
                self._by_kind.setdefault(kind, []).append(column)

    def holding(self, wanted: Column) -> list[int]:
        """The columns that hold this, in order."""
        return self._by_kind.get(wanted, [])

    def first(self, wanted: Column) -> int | None:
        """The first column that holds this."""
        found = self._by_kind.get(wanted)
        return found[0] if found else None

    def has(self, wanted: Column) -> bool:
        """Whether any column holds this."""
        return wanted in self._by_kind

    def all_held(self) -> set[Column]:
        """Everything that some column holds."""
        return set(self._by_kind)


def columns_of(line: Line) -> Columns | None:
    """The columns, if the line is a row of headings: it names actions, and something else."""
    if not any(may_be_a_head(text) for text in line.cells):
        return None
    called = {column: columns_called(text) for column, text in enumerate(line.cells) if text}
    known = {column: held for column, held in called.items() if held}
    held = {each for kinds in known.values() for each in kinds}
    if Column.ACTION not in held and Column.PATH in held and held & {Column.RESPONSIBLE, Column.TIME, Column.YEARS}:
        # "Strategi | Ansvar": what is to be done has only this name.
        known = {
            column: tuple(Column.ACTION if each == Column.PATH else each for each in kinds)
            for column, kinds in known.items()
        }
        held = {each for kinds in known.values() for each in kinds}
    is_single = len(called) == 1 and len(line.cells) == 1 and known == called
    # One year alone beside an action may be a row like any other.
    is_several = len(held - {Column.YEARS}) > 1 or sum(kinds == (Column.YEARS,) for kinds in known.values()) > 1
    if Column.ACTION not in held or not (is_several or is_single) or 2 * len(known) < len(called):
        return None
    return Columns(*_assigned(line, known), heads=line.cells)


def _assigned(
    line: Line, known: dict[int, tuple[Column, ...]]
) -> tuple[dict[int, tuple[Column, ...]], dict[int, Years], dict[int, str]]:
    taken: set[Column] = set()
    held: dict[int, tuple[Column, ...]] = {}
    years: dict[int, Years] = {}
    others = {}
    for column, text in enumerate(line.cells):
        kinds = known.get(column, ())
        if not kinds:
            if text:
                others[column] = text
            continue
        kept = tuple(_given(kind, taken, column, known) for kind in kinds)
        usable = tuple(kind for kind in kept if kind is not None)
        if not usable:
            others[column] = text
            continue
        held[column] = usable
        taken.update(usable)
        found = years_in(text)
        if found and (Column.ACTION in usable or Column.YEARS in usable):
            years[column] = found
    return held, years, others


def _given(kind: Column, taken: set[Column], column: int, known: dict[int, tuple[Column, ...]]) -> Column | None:
    """What a heading means beside those before it: "tiltak" and years may stand several times, others once."""
    if kind not in taken or kind in (Column.ACTION, Column.YEARS):
        # "Mål" and "Delmål" without a path besides are two levels; "Delmål" alone is the goal.
        return kind
    if kind == Column.RESPONSIBLE and Column.PARTNERS not in taken:
        return Column.PARTNERS
    return None


def note_columns(columns: Columns, line: Line, notes: PlanNotes) -> None:
    """Notes on how each heading was read."""
    for column, held in columns.held.items():
        names = " + ".join(each.value for each in held)
        notes.add(PlanNoteCode.COLUMN_READ_AS, line, column, text=line.cells[column], field="column", guessed=names)
    for column, text in columns.others.items():
        notes.add(PlanNoteCode.COLUMN_KEPT_AS_REMARK, line, column, text=text, field="column", guessed="remark")
    for column, years in columns.years.items():
        if Column.YEARS in columns.held[column]:
            continue
        notes.add(
            PlanNoteCode.PERIOD_FROM_HEAD,
            line,
            column,
            text=line.cells[column],
            field="action_period",
            guessed=str(years),
        )


def filled(line: Line) -> Iterator[tuple[int, str]]:
    """The columns that have a text."""
    return ((column, text) for column, text in enumerate(line.cells) if text)
