"""Panels: one finding each, with its table, its source and often a chart. Pages and files are made of them."""

from veivalg.web.knowledge.panels.panel import Panel, Subject

__all__ = ["Panel", "Subject"]
