"""Decodes JSON-stat 2.0, the format of SSB's tables, to columns of category codes and figures.

Source of the rules: the JSON-stat 2.0 format description (json-stat.org/full).
"""

import json
import math
from collections.abc import Mapping
from typing import Any, Final, NoReturn

import numpy as np
import numpy.typing as npt
import orjson

from veivalg.statistics import figures_in_text
from veivalg.statistics.frame import Dimension, Frame, row_codes

MAX_CELLS: Final = 10_000_000
"""More than twelve times what SSB gives in one answer."""
MAX_DIMENSIONS: Final = 32
_STAND_IN: Final = b'"the figures, read from the text"'

_TYPE_NAMES: Final = {
    str: "text", bool: "true or false", dict: "an object", list: "a list", int: "a whole number", float: "a number",
    type(None): "nothing",
}  # fmt: skip


class JsonStatBroken(Exception):
    """The text is not a JSON-stat 2.0 data set that can be trusted. The message says what, where, why, what next."""


def decode(document: bytes | str, *, name: str = "JSON-stat document", max_cells: int = MAX_CELLS) -> Frame:
    """Read a JSON-stat 2.0 data set.

    ``name`` (a file, a table number) opens every message. Nothing is allocated for more than ``max_cells`` cells,
    however large the document claims to be.

    Raises JsonStatBroken.
    """
    dataset = _parsed(document, name)
    return _Reader(name, max_cells).frame(dataset)


def _parsed(document: bytes | str, name: str) -> dict[str, Any]:
    raw = document.encode("utf-8", "surrogatepass") if isinstance(document, str) else document
    raw = raw.removeprefix(b"\xef\xbb\xbf")
    start = raw[:200].lstrip()
    if not start:
        raise JsonStatBroken(f"{name}: the document is empty. Fetch it anew.")
    if start.startswith(b"<"):
        raise JsonStatBroken(
            f"{name}: this is a web page or XML, not JSON (it begins with {start[:30].decode('utf-8', 'replace')!r}). "
            "It is often the publisher's error page; look at it in a browser and fetch the table again later."
        )
    dataset = _with_figures_read_from_text(raw)
    if dataset is not None:
        return dataset
    try:
        dataset = orjson.loads(raw)
    except json.JSONDecodeError as error:
        try:
            raw.decode()
        except UnicodeDecodeError as bad:
            raise JsonStatBroken(
                f"{name}: byte {bad.start} is not UTF-8, so that letters such as æ, ø and å cannot be read. "
                "Save the document as UTF-8, or fetch it anew."
            ) from error
        raise JsonStatBroken(
            f"{name}: not valid JSON at line {error.lineno}, column {error.colno} ({error.msg}). "
            "It may have been cut off on the way; fetch it anew."
        ) from error
    if not isinstance(dataset, dict):
        raise JsonStatBroken(f"{name}: a JSON-stat document is an object, this is {_kind(dataset)}.")
    return dataset


def _with_figures_read_from_text(raw: bytes) -> dict[str, Any] | None:
    """The document with ``value`` as an array already; None when it has to be read in the ordinary way."""
    place = figures_in_text.find_list(raw, "value")
    if place is None or _STAND_IN in raw:
        return None
    begin, end = place
    try:
        dataset = orjson.loads(raw[: begin - 1] + _STAND_IN + raw[end + 1 :])
    except json.JSONDecodeError:
        return None
    if not isinstance(dataset, dict) or dataset.get("value") != orjson.loads(_STAND_IN):
        return None
    dataset["value"] = figures_in_text.plain_numbers(raw, begin, end)
    return dataset if dataset["value"] is not None else None


class _Reader:
    """Reads one document; knows its name for the messages."""

    def __init__(self, name: str, max_cells: int) -> None:
        self.name = name
        self.max_cells = max_cells

    def broken(self, where: str, what: str, then: str = "Fetch the table anew.") -> NoReturn:
        raise JsonStatBroken(f"{self.name}: {where}: {what} {then}")

    def frame(self, dataset: dict[str, Any]) -> Frame:
        self.check_kind(dataset)
        ids, sizes = self.shape(dataset)
        described = self.mapping(dataset, "dimension", "dimension")
        roles = self.roles(dataset)
        dimensions = [self.dimension(id, size, described, roles.get(id)) for id, size in zip(ids, sizes, strict=True)]
        cells = math.prod(sizes)
        values = self.values(dataset.get("value"), cells)
        status, status_of_all = self.status(dataset.get("status"), cells)
        return Frame(
            dimensions=tuple(dimensions),
            columns=row_codes(dimensions),
            values=values,
            status=status,
            status_of_all=status_of_all,
            label=self.text(dataset, "label", "label"),
            source=self.text(dataset, "source", "source"),
            updated=self.text(dataset, "updated", "updated"),
            notes=self.notes(dataset.get("note"), "note"),
            extension=self.mapping(dataset, "extension", "extension"),
        )

    def check_kind(self, dataset: dict[str, Any]) -> None:
        if dataset.get("class") != "dataset" or "version" not in dataset:
            title = dataset.get("title") or dataset.get("error")
            said = f" The document says: {title!r}." if isinstance(title, str) else ""
            self.broken(
                "class",
                f"a data set has class 'dataset' and a version, this has {dataset.get('class')!r} and "
                f"{dataset.get('version')!r}.{said}",
                "Ask the publisher for a data set in the format json-stat2.",
            )
        if dataset["version"] != "2.0":
            self.broken(
                "version",
                f"Veivalg reads JSON-stat 2.0, this is {dataset['version']!r}.",
                "Ask the publisher for json-stat2.",
            )

    def shape(self, dataset: dict[str, Any]) -> tuple[list[str], list[int]]:
        ids, sizes = dataset.get("id"), dataset.get("size")
        if not isinstance(ids, list) or not all(isinstance(id, str) for id in ids) or len(set(ids)) != len(ids):
            self.broken("id", "the names of the dimensions must be a list of different texts.")
        if not isinstance(sizes, list) or not all(type(size) is int and size >= 0 for size in sizes):
            self.broken("size", "the sizes of the dimensions must be a list of whole numbers from 0.")
        if len(ids) != len(sizes):
            self.broken("size", f"there are {len(ids)} dimensions but {len(sizes)} sizes.")
        if len(ids) > MAX_DIMENSIONS:
            self.broken("id", f"{len(ids)} dimensions; the most that is read is {MAX_DIMENSIONS}.", "")
        if math.prod(max(size, 1) for size in sizes) > self.max_cells:
            self.broken(
                "size",
                f"the sizes {sizes} promise more than {self.max_cells:,} cells, the most that is read at once.",
                "Ask for fewer regions, years or groups at a time.",
            )
        return ids, sizes

    def dimension(self, id: str, size: int, described: Mapping[str, Any], role: str | None) -> Dimension:
        where = f"dimension {id!r}"
        if id not in described:
            self.broken(where, "it stands in 'id' but is not described under 'dimension'.")
        about = self.mapping(described, id, where)
        category = self.mapping(about, "category", f"{where}, category")
        codes = self.codes(category, size, where)
        known = set(codes)
        labels = self.mapping(category, "label", f"{where}, label")
        for code, label in labels.items():
            if not isinstance(label, str):
                self.broken(f"{where}, label of {code!r}", f"a label is text, this is {_kind(label)}.")
        units = self.mapping(category, "unit", f"{where}, unit")
        extension = self.mapping(about, "extension", f"{where}, extension")
        by_code = self.mapping(category, "note", f"{where}, note")
        notes = {code: self.notes(note, f"{where}, note") for code, note in by_code.items() if code in known}
        if "note" in about:
            notes[""] = self.notes(about["note"], f"{where}, note")
        lists = extension.get("codeLists", extension.get("codelists"))
        return Dimension(
            id=id,
            label=self.text(about, "label", f"{where}, label") or id,
            codes=codes,
            labels={code: labels.get(code, code) for code in codes},
            units={code: self.mapping(units, code, f"{where}, unit") for code in codes if code in units},
            notes=notes,
            role=role,
            code_lists=tuple(lists) if isinstance(lists, list) else (),
            extension=extension,
        )

    def codes(self, category: Mapping[str, Any], size: int, where: str) -> tuple[str, ...]:
        """The codes in the order of the cells, whatever the order in the document."""
        index = category.get("index")
        if index is None:
            labels = self.mapping(category, "label", f"{where}, label")
            if size != 1 or len(labels) != 1:
                self.broken(
                    where,
                    f"it has {size} categories but no 'index' that says their order; only a dimension with one "
                    "category and one label may leave it out.",
                )
            return tuple(labels)
        if not isinstance(index, dict | list):
            self.broken(f"{where}, index", f"it must be an object or a list, this is {_kind(index)}.")
        if len(index) != size:
            self.broken(
                f"{where}, index",
                f"'size' says {size} categories, the index has {len(index)} (a code written twice counts once).",
            )
        if isinstance(index, list):
            if not all(isinstance(code, str) for code in index):
                self.broken(f"{where}, index", "a code is text; this list holds something else.")
            if len(set(index)) != size:
                twice = next(code for code in index if index.count(code) > 1)
                self.broken(f"{where}, index", f"code {twice!r} stands there twice.")
            return tuple(index)
        places = index.values()
        if not all(type(place) is int for place in places) or set(places) != set(range(size)):
            self.broken(
                f"{where}, index",
                f"the places must be each of 0 to {size - 1} once, so that every code has its own cells.",
            )
        return tuple(sorted(index, key=index.__getitem__))

    def values(self, given: Any, cells: int) -> npt.NDArray[np.float64]:
        if isinstance(given, dict):
            values = np.full(cells, np.nan)
            rows = self.rows(given, cells, "value")
            self.only_numbers(list(given.values()), rows)
            values[rows] = np.array(list(given.values()), dtype=np.float64)
        elif isinstance(given, list | np.ndarray):
            if len(given) != cells:
                then = (
                    "This looks like a table's description without figures: ask for its data."
                    if len(given) == 0
                    else "It may have been cut off or changed on the way; fetch it anew."
                )
                self.broken("value", f"the sizes promise {cells} cells, there are {len(given)}.", then)
            if isinstance(given, np.ndarray):
                return given
            self.only_numbers(given, None)
            # NumPy makes NaN of None here.
            values = np.array(given, dtype=np.float64)
        else:
            self.broken("value", f"the figures must be a list or an object, this is {_kind(given)}.")
        if np.isinf(values).any():
            row = int(np.flatnonzero(np.isinf(values))[0])
            self.broken(f"value, cell {row}", "the number is too large to be a figure.")
        return values

    def only_numbers(self, given: list[Any], rows: list[int] | None) -> None:
        if set(map(type, given)) <= {int, float, type(None)}:
            return
        place, wrong = next((i, value) for i, value in enumerate(given) if type(value) not in (int, float, type(None)))
        self.broken(
            f"value, cell {place if rows is None else rows[place]}",
            f"a figure is a number or null, this is {_kind(wrong)} ({str(wrong)[:40]!r}).",
            "Symbols for missing figures belong in 'status'. Fetch the table anew.",
        )

    def rows(self, given: dict[str, Any], cells: int, where: str) -> list[int]:
        """The keys of a sparse object as row numbers."""
        rows = []
        for key in given:
            # At most 15 digits: a longer key is out of range anyway, and int() is slow on very long ones.
            if not (key.isascii() and key.isdigit() and len(key) <= 15 and (key[0] != "0" or key == "0")):
                self.broken(where, f"the key {key[:40]!r} is not the number of a cell.")
            row = int(key)
            if row >= cells:
                self.broken(where, f"cell {row} does not exist; the sizes promise {cells}, numbered from 0.")
            rows.append(row)
        return rows

    def status(self, given: Any, cells: int) -> tuple[dict[int, str], str | None]:
        if given is None:
            return {}, None
        if isinstance(given, str):
            return {}, given
        if isinstance(given, list):
            if len(given) != cells:
                self.broken("status", f"the sizes promise {cells} cells, there are {len(given)} symbols.")
            pairs = list(enumerate(given))
        elif isinstance(given, dict):
            pairs = list(zip(self.rows(given, cells, "status"), given.values(), strict=True))
        else:
            self.broken("status", f"it must be text, a list or an object, this is {_kind(given)}.")
        for row, symbol in pairs:
            if symbol is not None and not isinstance(symbol, str):
                self.broken(f"status, cell {row}", f"a symbol is text, this is {_kind(symbol)}.")
        return {row: symbol for row, symbol in pairs if symbol is not None}, None

    def roles(self, dataset: Mapping[str, Any]) -> dict[str, str]:
        roles = {}
        for role, ids in self.mapping(dataset, "role", "role").items():
            if not isinstance(ids, list):
                self.broken(f"role {role!r}", f"it must be a list of dimensions, this is {_kind(ids)}.")
            roles.update({id: role for id in ids if isinstance(id, str)})
        return roles

    def mapping(self, holder: Mapping[str, Any], key: str, where: str) -> dict[str, Any]:
        found = holder.get(key)
        if found is None:
            return {}
        if not isinstance(found, dict):
            self.broken(where, f"it must be an object, this is {_kind(found)}.")
        return found

    def text(self, holder: Mapping[str, Any], key: str, where: str) -> str:
        found = holder.get(key)
        if found is None:
            return ""
        if not isinstance(found, str):
            self.broken(where, f"it must be text, this is {_kind(found)}.")
        return found

    def notes(self, found: Any, where: str) -> tuple[str, ...]:
        notes = [found] if isinstance(found, str) else found or []
        if not isinstance(notes, list) or not all(isinstance(note, str) for note in notes):
            self.broken(where, "notes must be a list of texts.")
        return tuple(notes)


def _kind(value: Any) -> str:
    return _TYPE_NAMES.get(type(value), type(value).__name__)
