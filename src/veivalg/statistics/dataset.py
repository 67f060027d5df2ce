"""The data set that the product ships: columnar cubes of figures that know their marks and origins.

One file (``*.vvdata``) is a zip archive of ``manifest.json`` and one NumPy array (``.npy``) per cube part.
It can be opened with ordinary tools, and it is read whole into memory: all figures of all municipalities
are a few megabytes. See docs/decisions/0003-figures-live-in-a-columnar-file.md.
"""

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from veivalg.rules.provenance import MissingReason, Origin

FORMAT_VERSION = 1
REASONS: tuple[MissingReason | None, ...] = (None, *MissingReason)
"""Codes of the ``reasons`` arrays: 0 means "not missing", the rest index this tuple."""

# A zip entry's date is part of its bytes; a fixed one makes equal figures give equal files.
_ZIP_DATE = (2026, 1, 1, 0, 0, 0)


class DataSetBroken(Exception):
    """The file is not a data set of ours, or has been damaged."""


@dataclass(frozen=True, kw_only=True)
class Municipality:
    """A municipality (kommune) of the 2024 division."""

    code: str
    name: str
    """The Norwegian name, as SSB writes it."""
    names: Mapping[str, str]
    """Names by language (``nb``, ``se``, ``sma``, ``smj``, ``fkv`` … or ``other``); the Norwegian one under ``nb``."""
    county_code: str
    county_name: str
    longitude: float
    latitude: float


@dataclass(frozen=True, kw_only=True)
class CodeChange:
    """One line of the code history: figures under ``old`` belong to ``new`` with ``weight`` in the years given."""

    old: str
    new: str
    year_from: int
    year_to: int
    weight: float
    note: str


@dataclass(frozen=True, kw_only=True)
class Cube:
    """Figures of one kind along named dimensions, e.g. population by municipality, year, sex and age.

    ``values`` is float64 with NaN where a figure is missing; ``marks`` (uint8, see Mark) and ``reasons``
    (uint8, see REASONS) have the same number of axes and broadcast against ``values``.
    """

    id: str
    unit: str
    dimensions: Mapping[str, tuple[str, ...]]
    """Ordered: name of the dimension -> its codes. Years are codes too ("2024")."""
    values: npt.NDArray[np.float64]
    marks: npt.NDArray[np.uint8]
    reasons: npt.NDArray[np.uint8]
    origins: tuple[str, ...]
    """Ids of Origin, the main one first."""
    title: str = ""

    def __post_init__(self) -> None:
        shape = tuple(len(codes) for codes in self.dimensions.values())
        if self.values.shape != shape:
            raise DataSetBroken(f"Cube {self.id!r}: dimensions say {shape}, the values have {self.values.shape}.")
        for name in ("marks", "reasons"):
            part = getattr(self, name)
            if np.broadcast_shapes(part.shape, shape) != shape:
                raise DataSetBroken(f"Cube {self.id!r}: {name} {part.shape} does not fit {shape}.")

    @cached_property
    def positions(self) -> Mapping[str, Mapping[str, int]]:
        """For each dimension, where each code stands."""
        return {name: {code: i for i, code in enumerate(codes)} for name, codes in self.dimensions.items()}

    def codes(self, dimension: str) -> tuple[str, ...]:
        """The codes of one dimension, in order."""
        return self.dimensions[dimension]


@dataclass(frozen=True, kw_only=True)
class DataSet:
    """Everything the product knows from official sources, and how it came to know it."""

    municipalities: tuple[Municipality, ...]
    code_history: tuple[CodeChange, ...]
    cubes: Mapping[str, Cube]
    origins: Mapping[str, Origin]
    importer_version: str
    collected_on: str
    """ISO date: when the upstream files were collected."""
    inputs: Mapping[str, str] = field(default_factory=dict)
    """File name -> sha256 of each input file the importer read."""
    sha256: str = ""
    """Of the data set's own file; empty until it has been written or read."""

    @cached_property
    def by_code(self) -> Mapping[str, Municipality]:
        """Municipalities by their 2024 code."""
        return {m.code: m for m in self.municipalities}

    @cached_property
    def row(self) -> Mapping[str, int]:
        """Where each municipality stands on the municipality axis of every cube."""
        return {m.code: i for i, m in enumerate(self.municipalities)}


def dump(data: DataSet) -> bytes:
    """The bytes of a data set's file; equal data give equal bytes."""
    parts: dict[str, bytes] = {}
    cubes = []
    for cube in data.cubes.values():
        for name in ("values", "marks", "reasons"):
            parts[f"{cube.id}/{name}.npy"] = _npy(_smallest(getattr(cube, name)))
        cubes.append(
            {
                "id": cube.id,
                "title": cube.title,
                "unit": cube.unit,
                "dimensions": {name: list(codes) for name, codes in cube.dimensions.items()},
                "origins": list(cube.origins),
            }
        )
    manifest = {
        "format": FORMAT_VERSION,
        "importer_version": data.importer_version,
        "collected_on": data.collected_on,
        "inputs": dict(data.inputs),
        "origins": [asdict(origin) for origin in data.origins.values()],
        "municipalities": [asdict(m) for m in data.municipalities],
        "code_history": [list(asdict(c).values()) for c in data.code_history],
        "cubes": cubes,
        "parts": {name: hashlib.sha256(raw).hexdigest() for name, raw in parts.items()},
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=1).encode()
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, raw in [("manifest.json", text), *sorted(parts.items())]:
            entry = zipfile.ZipInfo(name, date_time=_ZIP_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, raw, compresslevel=9)
    return buffer.getvalue()


def parse(raw: bytes, *, name: str = "data set") -> DataSet:
    """Read a data set from its bytes and check every part against its checksum.

    Raises DataSetBroken with what is wrong and what to do about it.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            manifest = json.loads(archive.read("manifest.json"))
            if manifest.get("format") != FORMAT_VERSION:
                raise DataSetBroken(
                    f"{name}: format {manifest.get('format')!r}, this version of Veivalg reads {FORMAT_VERSION}. "
                    "Build the data set again with `veivalg statistics import`."
                )
            parts = {part: archive.read(part) for part in manifest["parts"]}
    except (zipfile.BadZipFile, KeyError, ValueError, EOFError, OSError) as error:
        raise DataSetBroken(
            f"{name}: cannot be read as a data set ({error}). Fetch it anew or build it again with "
            "`veivalg statistics import`."
        ) from error
    for part, digest in manifest["parts"].items():
        if hashlib.sha256(parts[part]).hexdigest() != digest:
            raise DataSetBroken(f"{name}: {part} does not have the checksum in the manifest. Fetch it anew.")
    return _assemble(manifest, parts, hashlib.sha256(raw).hexdigest())


def read(path: Path) -> DataSet:
    """Read a data set from a file. Raises DataSetBroken or OSError."""
    return parse(path.read_bytes(), name=path.name)


def _assemble(manifest: dict[str, Any], parts: Mapping[str, bytes], sha256: str) -> DataSet:
    cubes = {}
    for cube in manifest["cubes"]:
        arrays = {name: _load(parts[f"{cube['id']}/{name}.npy"]) for name in ("values", "marks", "reasons")}
        cubes[cube["id"]] = Cube(
            id=cube["id"],
            title=cube["title"],
            unit=cube["unit"],
            dimensions={name: tuple(codes) for name, codes in cube["dimensions"].items()},
            values=_with_gaps(arrays["values"], arrays["reasons"]),
            marks=arrays["marks"].astype(np.uint8),
            reasons=arrays["reasons"].astype(np.uint8),
            origins=tuple(cube["origins"]),
        )
    origins = [Origin(**{**origin, "chain": tuple(origin["chain"])}) for origin in manifest["origins"]]
    return DataSet(
        municipalities=tuple(Municipality(**m) for m in manifest["municipalities"]),
        code_history=tuple(
            CodeChange(old=old, new=new, year_from=year_from, year_to=year_to, weight=weight, note=note)
            for old, new, year_from, year_to, weight, note in manifest["code_history"]
        ),
        cubes=cubes,
        origins={origin.id: origin for origin in origins},
        importer_version=manifest["importer_version"],
        collected_on=manifest["collected_on"],
        inputs=manifest["inputs"],
        sha256=sha256,
    )


def _smallest(array: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Whole numbers are kept as the smallest signed integers that hold them; gaps are written as zero."""
    if array.dtype == np.uint8:
        return array
    filled: npt.NDArray[Any] = np.nan_to_num(array, nan=0.0)
    if np.array_equal(filled, np.rint(filled)):
        for kind in (np.int16, np.int32):
            limits = np.iinfo(kind)
            if filled.size == 0 or (filled.min() >= limits.min and filled.max() <= limits.max):
                whole: npt.NDArray[Any] = filled.astype(kind)
                return whole
    return filled


def _with_gaps(values: npt.NDArray[Any], reasons: npt.NDArray[Any]) -> npt.NDArray[np.float64]:
    result = values.astype(np.float64)
    result[np.broadcast_to(reasons, result.shape) > 0] = np.nan
    return result


def _npy(array: npt.NDArray[Any]) -> bytes:
    buffer = io.BytesIO()
    np.save(buffer, np.ascontiguousarray(array), allow_pickle=False)
    return buffer.getvalue()


def _load(raw: bytes) -> npt.NDArray[Any]:
    array: npt.NDArray[Any] = np.load(io.BytesIO(raw), allow_pickle=False)
    return array
