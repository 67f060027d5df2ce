"""The kinds of chart we draw, as Vega-Lite descriptions.

Few kinds, always the same: a line for what moves, a pyramid for ages, an interval for what chance may have moved, a
band for a score that is certain to possible. Estimates are hollow. Colours are names of Veivalg's palette; drawing.py
turns them into the page's own colours or into fixed ones.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

Spec = dict[str, Any]

WIDTH = 380
"""Drawn as wide as a phone: text stays readable there, and grows a little on a desktop."""
TEXT = 13

INK, INK_2, ACCENT, LINE, SOFT, PAPER = "#14262a", "#4c5c60", "#0e5a63", "#d5dedf", "#8bb3b8", "#ffffff"


@dataclass(frozen=True, slots=True)
class Point:
    """One figure on a line; None where there is none, which breaks the line."""

    x: int
    y: float | None
    is_estimate: bool = False


@dataclass(frozen=True, slots=True)
class Series:
    """A line: the area's own in ink, others in grey or dashed."""

    name: str
    points: tuple[Point, ...]
    kind: str = "own"
    """``own``, ``other`` or ``what_if``."""


@dataclass(frozen=True, slots=True)
class Pyramid:
    """One age group in percent of all: women and men, now and in the comparison."""

    age: str
    women: float
    men: float
    women_other: float
    men_other: float


@dataclass(frozen=True, slots=True)
class Interval:
    """A value with its interval and the limit it is held against."""

    name: str
    value: float
    low: float
    high: float
    limit: float | None
    is_estimate: bool


@dataclass(frozen=True, slots=True)
class Band:
    """A score in one year: certain to possible."""

    x: int
    low: int
    high: int


_LINE = {
    "own": {"color": INK, "strokeWidth": 2},
    "other": {"color": INK_2, "strokeWidth": 1.5},
    "what_if": {"color": ACCENT, "strokeWidth": 2, "strokeDash": [5, 4]},
}


def lines(series: Sequence[Series], *, unit: str, from_zero: bool = True, height: int = 200) -> Spec:
    """Lines over years, each named at its end. Axes start at zero for counts; ``unit`` stands over the axis."""
    layers: list[Spec] = []
    labels = _apart([(line.name, _last(line)) for line in series], _span(series, from_zero=from_zero))
    y = _quantity("y", unit, from_zero=from_zero)
    every = [point.x for line in series for point in line.points]
    years = _years(max(every) - min(every)) if every else _years()
    if any(point.y is not None and point.y < 0 for line in series for point in line.points):
        layers.append({"data": {"values": [{}]}, "mark": {"type": "rule", "color": INK_2}, "encoding": {"y": _at(0)}})
    for line, (name, last, place) in zip(series, labels, strict=True):
        rows = _rows(line)
        style = _LINE[line.kind]
        layers.append(
            {
                "data": {"values": rows},
                "mark": {"type": "line", **style},
                "encoding": {"x": years, "y": y, "detail": {"field": "part", "type": "nominal"}},
            }
        )
        hollow = [row for row in rows if row["estimate"]]
        if hollow and line.kind != "what_if":
            layers.append(
                {
                    "data": {"values": hollow},
                    "mark": {
                        "type": "point",
                        "shape": "circle",
                        "size": 26,
                        "filled": True,
                        "fill": PAPER,
                        "stroke": style["color"],
                        "strokeWidth": 1.4,
                        "opacity": 1,
                    },
                    "encoding": {"x": years, "y": y},
                }
            )
        if last is not None and len(series) > 1:
            layers.append(
                {
                    "data": {"values": [{"x": last[0], "y": place, "name": name}]},
                    "mark": {"type": "text", "align": "left", "dx": 6, "color": style["color"], "fontWeight": 600},
                    "encoding": {"x": years, "y": y, "text": {"field": "name"}},
                }
            )
    return {"width": WIDTH - (150 if len(series) > 1 else 60), "height": height, "layer": layers}


def pyramid(groups: Sequence[Pyramid], *, women: str, men: str, unit: str) -> Spec:
    """The age pyramid: women to the left, men to the right; the comparison is an outline over the bars."""
    order = [group.age for group in reversed(groups)]
    widest = max((max(g.women, g.men, g.women_other, g.men_other) for g in groups), default=1.0)
    half = (WIDTH - 70) // 2

    def side(own: str, other: str, title: str, *, left: bool) -> Spec:
        scale = {"domain": [0, widest], "reverse": left}
        x = {"type": "quantitative", "scale": scale, "axis": {"title": unit, "tickCount": 3, "grid": False}}
        axis = None if left else {"title": None, "ticks": False, "domain": False, "labelPadding": 8}
        y = {"field": "age", "type": "ordinal", "sort": order, "axis": axis}
        return {
            "title": {"text": title, "fontSize": TEXT, "fontWeight": 600, "anchor": "end" if left else "start"},
            "width": half - (0 if left else 10),
            "height": 14 * len(groups),
            "layer": [
                {
                    "mark": {"type": "bar", "color": SOFT, "height": {"band": 0.8}},
                    "encoding": {"x": {**x, "field": own}, "y": y},
                },
                {
                    "mark": {"type": "tick", "color": INK, "thickness": 2, "height": {"band": 0.9}},
                    "encoding": {"x": {**x, "field": other}, "y": y},
                },
            ],
        }

    rows = [
        {"age": g.age, "women": g.women, "men": g.men, "women_other": g.women_other, "men_other": g.men_other}
        for g in groups
    ]
    return {
        "data": {"values": rows},
        "hconcat": [
            side("women", "women_other", women, left=True),
            side("men", "men_other", men, left=False),
        ],
        "spacing": 6,
    }


def intervals(rows: Sequence[Interval], *, unit: str, limit: str) -> Spec:
    """Values with intervals: a dot on a line, and a tick at the limit; an estimate's dot is hollow."""
    values = [
        {"name": r.name, "value": r.value, "low": r.low, "high": r.high, "limit": r.limit, "estimate": r.is_estimate}
        for r in rows
    ]
    y = {
        "field": "name",
        "type": "nominal",
        "sort": [r.name for r in rows],
        "axis": {"title": None, "ticks": False, "domain": False, "labelPadding": 8, "labelFontSize": TEXT},
    }
    x = {"type": "quantitative", "scale": {"zero": True, "nice": True}, "axis": _axis(unit)}
    limits = [value for value in values if value["limit"] is not None]
    return {
        "data": {"values": values},
        "width": WIDTH - 110,
        "height": 56 * len(values),
        "layer": [
            {
                "mark": {"type": "rule", "color": SOFT, "strokeWidth": 8},
                "encoding": {"y": y, "x": {**x, "field": "low"}, "x2": {"field": "high"}},
            },
            {
                "mark": {"type": "point", "filled": True, "stroke": INK, "strokeWidth": 1.6, "size": 70, "opacity": 1},
                "encoding": {
                    "y": y,
                    "x": {**x, "field": "value"},
                    "fill": {"condition": {"test": "datum.estimate", "value": PAPER}, "value": INK},
                },
            },
            {
                "data": {"values": limits},
                "mark": {"type": "tick", "color": ACCENT, "thickness": 3, "size": 34},
                "encoding": {"y": y, "x": {**x, "field": "limit"}},
            },
            {
                "data": {"values": limits},
                "mark": {"type": "text", "dy": -25, "color": ACCENT, "fontSize": TEXT - 1},
                "encoding": {"y": y, "x": {**x, "field": "limit"}, "text": {"value": limit}},
            },
        ],
    }


def bands(rows: Sequence[Band], *, unit: str, most: int) -> Spec:
    """A score per year: full up to what is certain, hatched in a softer tone up to what is possible."""
    values = [{"x": r.x, "low": r.low, "high": r.high} for r in rows]
    y = {
        "type": "quantitative",
        "scale": {"domain": [0, most]},
        "axis": {**_top(unit), "values": list(range(0, most + 1, 2 if most > 5 else 1)), "tickCount": most},
    }
    bar = {"type": "bar", "width": {"band": 0.8}}
    x = {"field": "x", "type": "ordinal", "axis": {"title": None, "labelAngle": 0, "ticks": False, **_LABEL_SPACE}}
    return {
        "data": {"values": values},
        "width": WIDTH - 60,
        "height": 160,
        "layer": [
            {"mark": {**bar, "color": "#bfd5d8"}, "encoding": {"x": x, "y": {**y, "field": "high"}}},
            {"mark": {**bar, "color": "#2f727b"}, "encoding": {"x": x, "y": {**y, "field": "low"}}},
        ],
    }


_LABEL_SPACE: Spec = {"labelOverlap": "greedy", "labelSeparation": 6}


def _rows(line: Series) -> list[Spec]:
    """Points as rows, with a new ``part`` after every gap so that the line breaks where the series breaks."""
    rows, part, before = [], 0, None
    for point in line.points:
        if point.y is None:
            part += 1
            continue
        if before is not None and point.x < before:
            part += 1
        rows.append({"x": point.x, "y": point.y, "part": part, "estimate": point.is_estimate})
        before = point.x
    return rows


def _last(line: Series) -> tuple[int, float] | None:
    return next(((p.x, p.y) for p in reversed(line.points) if p.y is not None), None)


def _span(series: Iterable[Series], *, from_zero: bool) -> float:
    values = [p.y for line in series for p in line.points if p.y is not None] + ([0.0] if from_zero else [])
    return (max(values) - min(values)) if values else 1.0


def _apart(
    labels: list[tuple[str, tuple[int, float] | None]], span: float
) -> list[tuple[str, tuple[int, float] | None, float]]:
    """Each label with the height where it is written, moved up where two would meet."""
    least = span * 0.1
    placed: dict[int, float] = {}
    lowest_first = sorted(range(len(labels)), key=lambda n: labels[n][1][1] if labels[n][1] else 0.0)  # type: ignore[index]
    taken: float | None = None
    for n in lowest_first:
        last = labels[n][1]
        height = last[1] if last else 0.0
        if last is not None:
            height = height if taken is None else max(height, taken + least)
            taken = height
        placed[n] = height
    return [(name, last, placed[n]) for n, (name, last) in enumerate(labels)]


def _at(value: float) -> Spec:
    return {"datum": value, "type": "quantitative"}


def _axis(title: str) -> Spec:
    return {
        "title": title,
        "titleAlign": "left",
        "titleAnchor": "start",
        "titleFontWeight": 400,
        "tickCount": 4,
    }


def _quantity(field: str, unit: str, *, from_zero: bool) -> Spec:
    scale = {"zero": from_zero, "nice": True}
    return {"field": field, "type": "quantitative", "scale": scale, "axis": _top(unit)}


def _top(title: str) -> Spec:
    """An upright axis with its unit written flat above it."""
    return {**_axis(title), "titleAngle": 0, "titleY": -12, "titleX": 0, "titleAlign": "left"}


def _years(span: int = 4) -> Spec:
    """The axis of years; one that spans few of them has a tick for each, and none between."""
    return {
        "field": "x",
        "type": "quantitative",
        "scale": {"zero": False, "nice": False},
        "axis": {"title": None, "format": "d", "grid": False, "tickCount": max(1, min(4, span)), **_LABEL_SPACE},
    }
