"""JSON-stat documents become columns of codes and figures, or are refused with a reason."""

import json
import math
import warnings
from collections import OrderedDict
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyjstat import pyjstat

from veivalg.statistics.jsonstat import JsonStatBroken, decode


def a_document(**changes: Any) -> dict[str, Any]:
    """Population of two municipalities called Herøy by sex, with the sexes in another order than they are written."""
    document: dict[str, Any] = {
        "version": "2.0",
        "class": "dataset",
        "label": "People",
        "source": "An agency",
        "updated": "2026-02-25T07:00:00Z",
        "note": ["Counted on 1 January."],
        "role": {"time": ["Tid"], "geo": ["Region"], "metric": ["ContentsCode"]},
        "id": ["Region", "Kjonn", "ContentsCode", "Tid"],
        "size": [2, 3, 1, 1],
        "dimension": {
            "Region": {
                "label": "region",
                "category": {"index": ["1515", "1818"], "label": {"1515": "Herøy", "1818": "Herøy"}},
                "extension": {"codelists": [{"id": "agg_Fylker"}]},
            },
            "Kjonn": {
                "label": "sex",
                "category": {
                    "index": {"0": 0, "1": 2, "2": 1},
                    "label": {"0": "Both", "1": "Men", "2": "Women"},
                },
            },
            "ContentsCode": {
                "label": "contents",
                "category": {
                    "label": {"Personer": "Persons"},
                    "unit": {"Personer": {"base": "number", "decimals": 0}},
                },
            },
            "Tid": {"label": "year", "category": {"index": {"2026": 0}, "note": {"2026": ["Preliminary."]}}},
        },
        "extension": {"px": {"tableid": "07459"}},
        "value": [30, 10, 20, 3, 1, None],
        "status": {"5": ":"},
    }
    document.update(changes)
    return document


def decoded(document: dict[str, Any]):
    return decode(json.dumps(document))


def rows(document: dict[str, Any]) -> dict[tuple[str, ...], float | None]:
    return {row.codes: row.value for row in decoded(document)}


def with_dimension(id: str, **category: Any) -> dict[str, Any]:
    document = a_document()
    document["dimension"][id] = {"label": id, "category": category}
    return document


def test_the_index_and_not_the_order_of_writing_says_which_cell_is_whose():
    assert rows(a_document())["1515", "2", "Personer", "2026"] == 10
    assert rows(a_document())["1515", "1", "Personer", "2026"] == 20


def test_two_places_of_the_same_name_stay_two_places():
    frame = decoded(a_document())
    assert frame.dimension("Region").codes == ("1515", "1818")
    assert set(frame.dimension("Region").labels.values()) == {"Herøy"}
    assert frame.select(Region="1818", Kjonn="0").values.tolist() == [3]


def test_columns_are_small_integers_and_figures_are_floats():
    frame = decoded(a_document())
    assert {column.dtype for column in frame.columns.values()} == {np.dtype(np.int8)}
    assert frame.columns["Kjonn"].tolist() == [0, 1, 2, 0, 1, 2]
    assert frame.values.dtype == np.float64
    assert frame.grid.shape == frame.shape == (2, 3, 1, 1)


def test_a_long_dimension_gets_wider_integers():
    codes = [str(i) for i in range(129)]
    frame = decoded(with_dimension("Region", index=codes) | {"size": [129, 3, 1, 1], "value": [0] * 387})
    assert frame.columns["Region"].dtype == np.int16
    assert frame.columns["Region"][-1] == 128


def test_what_the_document_says_about_itself_is_kept():
    frame = decoded(a_document())
    assert (frame.label, frame.source, frame.updated) == ("People", "An agency", "2026-02-25T07:00:00Z")
    assert frame.notes == ("Counted on 1 January.",)
    assert frame.extension == {"px": {"tableid": "07459"}}
    assert [d.role for d in frame.dimensions] == ["geo", None, "metric", "time"]
    assert frame.dimension("ContentsCode").units == {"Personer": {"base": "number", "decimals": 0}}
    assert frame.dimension("Tid").notes == {"2026": ("Preliminary.",)}
    assert frame.dimension("Tid").labels == {"2026": "2026"}


@pytest.mark.parametrize("spelling", ["codeLists", "codelists"])
def test_both_spellings_of_code_lists_are_read(spelling):
    document = a_document()
    document["dimension"]["Region"]["extension"] = {spelling: [{"id": "agg_Fylker"}]}
    assert decoded(document).dimension("Region").code_lists == ({"id": "agg_Fylker"},)


def test_a_sparse_value_leaves_the_other_cells_missing():
    found = list(decoded(a_document(value={"4": 1.5}, status=None)))
    assert [row.value for row in found] == [None, None, None, None, 1.5, None]
    assert np.isnan(decoded(a_document(value={})).values).all()


@pytest.mark.parametrize(
    ("status", "symbols"),
    [
        (None, [None] * 6),
        ("e", ["e"] * 6),
        ({"5": ":", "0": ".."}, ["..", None, None, None, None, ":"]),
        ([None, None, ".", None, None, ":"], [None, None, ".", None, None, ":"]),
    ],
)
def test_status_is_read_in_all_its_forms(status, symbols):
    assert [row.status for row in decoded(a_document(status=status))] == symbols


def test_a_selection_keeps_each_figure_with_its_own_codes_and_symbol():
    part = decoded(a_document()).select(Kjonn=("1", "2"), Region="1818")
    assert [(row.codes[:2], row.value, row.status) for row in part] == [
        (("1818", "2"), 1, None),
        (("1818", "1"), None, ":"),
    ]
    assert part.dimension("Kjonn").labels == {"2": "Women", "1": "Men"}


def test_a_selection_of_what_is_not_there_says_so():
    frame = decoded(a_document())
    with pytest.raises(KeyError, match="no code 9999"):
        frame.select(Region=("1515", "9999"))
    with pytest.raises(KeyError, match="there are Region, Kjonn"):
        frame.select(Alder="0")


def test_a_table_without_dimensions_is_one_figure():
    frame = decoded(a_document(id=[], size=[], dimension={}, role={}, value=[7], status=None))
    assert [tuple(row) for row in frame] == [((), 7.0, None)]
    assert len(frame.select()) == 1


def test_a_dimension_without_categories_gives_an_empty_table():
    frame = decoded(with_dimension("Region", index=[]) | {"size": [0, 3, 1, 1], "value": [], "status": None})
    assert len(frame) == 0
    assert list(frame) == []


def test_a_byte_order_mark_does_no_harm():
    assert len(decode(b"\xef\xbb\xbf" + json.dumps(a_document()).encode())) == 6


REFUSED = {
    "too few figures": (a_document(value=[1, 2, 3]), "promise 6 cells, there are 3"),
    "a description without figures": (a_document(value=[]), "ask for its data"),
    "no figures at all": (a_document(value=None), "value: the figures must be a list"),
    "text as figure": (a_document(value=[1, 2, "..", 4, 5, 6]), "cell 2: a figure is a number or null, this is text"),
    "numbers as text": (a_document(value=["1"] * 6), "cell 0: a figure is a number"),
    "true as figure": (a_document(value=[1, 2, 3, 4, 5, True]), "cell 5: .* this is true or false"),
    "a list as figure": (a_document(value=[[1]] * 6), "this is a list"),
    "text in a sparse value": (a_document(value={"3": "x"}), "cell 3: a figure"),
    "a cell that does not exist": (a_document(value={"6": 1}), "cell 6 does not exist"),
    "a negative cell": (a_document(value={"-1": 1}), "'-1' is not the number of a cell"),
    "a cell by code": (a_document(value={"1515": 1, "a": 2}), "cell 1515 does not exist"),
    "a cell with zeros before": (a_document(value={"01": 1}), "'01' is not the number"),
    "a cell with an endless number": (a_document(value={"9" * 5000: 1}), "is not the number of a cell"),
    "a status for a cell that does not exist": (a_document(status={"6": ":"}), "status: cell 6 does not exist"),
    "too few symbols": (a_document(status=[":"]), "promise 6 cells, there are 1 symbols"),
    "a number as symbol": (a_document(status={"0": 1}), "status, cell 0: a symbol is text"),
    "a number as status": (a_document(status=1), "status: it must be text"),
    "two cells for one code": (
        with_dimension("Kjonn", index={"0": 0, "1": 1, "2": 1}),
        "dimension 'Kjonn', index: the places must be each of 0 to 2 once",
    ),
    "a place that is text": (with_dimension("Kjonn", index={"0": 0, "1": 1, "2": "2"}), "the places must be"),
    "a code twice": (with_dimension("Kjonn", index=["0", "1", "1"]), "code '1' stands there twice"),
    "a code that is a number": (with_dimension("Kjonn", index=["0", "1", 2]), "a code is text"),
    "too few codes": (with_dimension("Kjonn", index=["0", "1"]), "says 3 categories, the index has 2"),
    "no index": (with_dimension("Kjonn", label={"0": "a", "1": "b", "2": "c"}), "no 'index' that says their order"),
    "no index and no label": (with_dimension("Tid"), "no 'index'"),
    "an index that is text": (with_dimension("Kjonn", index="012"), "an object or a list"),
    "labels as a list": (with_dimension("Tid", index=["2026"], label=["2026"]), "label: it must be an object"),
    "a label that is a number": (with_dimension("Tid", index=["2026"], label={"2026": 2026}), "a label is text"),
    "a dimension that is not described": (a_document(dimension={}), "'Region': it stands in 'id'"),
    "more sizes than dimensions": (a_document(size=[2, 3, 1, 1, 1]), "4 dimensions but 5 sizes"),
    "a size that is not a number": (a_document(size=[2, 3, 1, "1"]), "list of whole numbers"),
    "a negative size": (a_document(size=[2, 3, -1, -1]), "list of whole numbers"),
    "the same dimension twice": (a_document(id=["Tid", "Tid"]), "different texts"),
    "too many dimensions": (a_document(id=[str(i) for i in range(40)], size=[1] * 40), "40 dimensions; the most"),
    "more cells than can be held": (a_document(size=[10**9, 10**9, 10**9, 10**9]), "promise more than 10,000,000"),
    "an empty dimension hiding a vast one": (a_document(size=[0, 10**12, 1, 1]), "promise more than"),
    "another version": (a_document(version="1.3"), "reads JSON-stat 2.0, this is '1.3'"),
    "a collection": (a_document(**{"class": "collection"}), "class 'dataset'"),
    "an error from the agency": ({"title": "Too many cells", "status": 403}, "says: 'Too many cells'"),
    "a role that is text": (a_document(role={"time": "Tid"}), "role 'time'"),
    "a note that is a number": (a_document(note=[1]), "notes must be"),
    "a source that is a list": (a_document(source=[]), "source: it must be text"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_broken_document_is_refused_with_the_place_and_the_reason(case):
    document, message = REFUSED[case]
    with pytest.raises(JsonStatBroken, match=f"^table 07459: .*{message}"):
        decode(json.dumps(document), name="table 07459")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b"<!DOCTYPE html><html>Down for maintenance</html>", "web page or XML"),
        (json.dumps(a_document()).encode()[:200], "not valid JSON at line 1, column .* fetch it anew"),
        (json.dumps(a_document(), ensure_ascii=False).encode("latin-1"), "byte .* is not UTF-8"),
        (b"[1, 2]", "an object, this is a list"),
        (b'{"value": NaN}', "not valid JSON"),
        (json.dumps(a_document()).replace("20,", "1e999,").encode(), "JSON|too large"),
        (b"[" * 5000, "not valid JSON"),
        ("{\ud800}", "UTF-8"),
    ],
)
def test_what_is_not_json_stat_is_named_for_what_it_is(text, message):
    with pytest.raises(JsonStatBroken, match=message):
        decode(text)


CODES = st.text("abc0123ÆøŠ", min_size=1, max_size=4)


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    """Correct documents with permuted index, repeated labels, missing figures, sparse or dense."""
    sizes = draw(st.lists(st.integers(1, 4), min_size=1, max_size=4))
    dimension = {}
    for place, size in enumerate(sizes):
        codes = draw(st.lists(CODES, min_size=size, max_size=size, unique=True))
        written = draw(st.permutations(list(enumerate(codes))))
        category: dict[str, Any] = {"label": {code: draw(st.sampled_from(["Herøy", "Våler"])) for code in codes}}
        form = draw(st.sampled_from(["object", "list", "none"] if size == 1 else ["object", "list"]))
        if form == "object":
            category["index"] = {code: position for position, code in written}
        elif form == "list":
            category["index"] = codes
        dimension[f"d{place}"] = {"label": "what it is", "category": category}
    figures = st.one_of(st.none(), st.integers(-(10**6), 10**6), st.floats(-1e9, 1e9))
    cells = math.prod(sizes)
    dense = draw(st.lists(figures, min_size=cells, max_size=cells))
    sparse = {str(i): figure for i, figure in enumerate(dense) if figure is not None}
    return {
        "version": "2.0",
        "class": "dataset",
        "id": list(dimension),
        "size": sizes,
        "dimension": dimension,
        "value": draw(st.sampled_from([dense, sparse])),
    }


@settings(deadline=None)
@given(documents())
def test_a_well_known_decoder_reads_the_same_figures(document):
    peer = pyjstat.Dataset(json.loads(json.dumps(document), object_pairs_hook=OrderedDict))
    for dimension in peer["dimension"].values():
        # The other decoder cannot do without the index that a single category may leave out.
        dimension["category"].setdefault("index", list(dimension["category"]["label"]))
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Shouldn't use this function anymore")
        expected = peer.write("dataframe", naming="id")
    found = list(decoded(document))
    assert [row.codes for row in found] == [tuple(codes) for codes in expected[document["id"]].to_numpy().tolist()]
    assert decoded(document).values.tolist() == pytest.approx(
        [math.nan if value is None else value for value in expected["value"]], nan_ok=True
    )


@given(documents(), st.data())
def test_a_selection_is_the_rows_one_would_have_picked_by_hand(document, data):
    frame = decoded(document)
    chosen = {
        d.id: data.draw(st.lists(st.sampled_from(d.codes), min_size=1, unique=True)) for d in frame.dimensions[::2]
    }
    by_hand = [
        row
        for row in frame
        if all(code in chosen.get(d.id, d.codes) for d, code in zip(frame.dimensions, row.codes, strict=True))
    ]
    assert list(frame.select(**chosen)) == by_hand


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 10**18) | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=8,
)


@given(st.data())
def test_any_part_replaced_by_anything_is_read_or_refused_but_never_crashes(data):
    document = a_document()
    place: Any = document
    key: Any = data.draw(st.sampled_from(sorted(document)))
    while isinstance(place[key], dict) and place[key] and data.draw(st.booleans()):
        place = place[key]
        key = data.draw(st.sampled_from(sorted(place)))
    place[key] = data.draw(JSON)
    try:
        found = list(decoded(document))
    except JsonStatBroken:
        return
    assert len({row.codes for row in found}) == len(found) == math.prod(document["size"])


@given(st.binary(max_size=60))
def test_any_bytes_are_refused_in_words(raw):
    with pytest.raises(JsonStatBroken):
        decode(raw)
