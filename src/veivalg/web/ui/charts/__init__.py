"""One chart grammar for pages and reports: Vega-Lite descriptions, drawn to SVG and PNG on the server."""

from veivalg.web.ui.charts.drawing import inline, png, svg
from veivalg.web.ui.charts.grammar import Band, Interval, Point, Pyramid, Series, Spec, bands, intervals, lines, pyramid

__all__ = [
    "Band",
    "Interval",
    "Point",
    "Pyramid",
    "Series",
    "Spec",
    "bands",
    "inline",
    "intervals",
    "lines",
    "png",
    "pyramid",
    "svg",
]
