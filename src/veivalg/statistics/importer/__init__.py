"""Turns a folder of upstream files into one data set. Any error is a BadInput and nothing is written."""

from veivalg.statistics.importer.boundaries import simplified_map
from veivalg.statistics.importer.reading import BadInput
from veivalg.statistics.importer.series import import_directory

__all__ = ["BadInput", "import_directory", "simplified_map"]
