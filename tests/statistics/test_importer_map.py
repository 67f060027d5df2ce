"""The map: projected to metres, simplified so that neighbours still meet, and small enough to send."""

import json
import math
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veivalg.statistics import geometry, store
from veivalg.statistics.importer import BadInput, simplified_map
from veivalg.statistics.importer.boundaries import FILE
from veivalg.statistics.importer.projection import utm33
from veivalg.statistics.linework import simplify


@pytest.mark.parametrize(
    ("longitude", "latitude", "east", "north"),
    [
        (15.0, 0.0, 500_000.0, 0.0),
        # On the central meridian north is the meridian's length times 0.9996: 6 654 072.82 m to 60 degrees.
        (15.0, 60.0, 500_000.0, 6_654_072.82 * 0.9996),
        # The edge of a zone at the equator, as in any table of UTM.
        (18.0, 0.0, 833_978.56, 0.0),
        (12.0, 0.0, 166_021.44, 0.0),
    ],
)
def test_known_points_land_where_they_should(longitude, latitude, east, north):
    assert utm33(longitude, latitude) == (pytest.approx(east, abs=0.01), pytest.approx(north, abs=0.01))


@given(st.floats(4, 32), st.floats(57, 72))
def test_a_small_step_north_is_as_long_on_the_map_as_on_the_ground(longitude, latitude):
    step = 0.001
    (x1, y1), (x2, y2) = utm33(longitude, latitude), utm33(longitude, latitude + step)
    e2 = 0.00669438002290
    meridian = 6_378_137 * (1 - e2) / (1 - e2 * math.sin(math.radians(latitude + step / 2)) ** 2) ** 1.5
    ground = meridian * math.radians(step)
    # The scale on the map: 0.9996 in the middle, growing with the square of the distance from it.
    away = (utm33(longitude, latitude)[0] - 500_000) / 0.9996 / 6_390_000
    assert math.hypot(x2 - x1, y2 - y1) / ground == pytest.approx(0.9996 * math.cosh(away), rel=2e-5)


def test_east_and_west_of_the_central_meridian_mirror_each_other():
    east, west = utm33(31.0, 70.0), utm33(-1.0, 70.0)
    assert east[0] - 500_000 == pytest.approx(500_000 - west[0])
    assert east[1] == pytest.approx(west[1])


lines = st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=2, max_size=40)


@given(lines, st.integers(0, 400))
def test_simplifying_keeps_the_ends_and_some_of_the_points_in_order(line, smallest):
    kept = simplify(line, smallest)
    assert (kept[0], kept[-1]) == (line[0], line[-1])
    rest = iter(line)
    assert all(point in rest for point in kept)
    assert len(kept) >= min(len(line), 4 if line[0] == line[-1] else 2)


@given(lines, st.integers(0, 200), st.integers(0, 200))
def test_simplifying_more_never_keeps_more(line, one, other):
    assert len(simplify(line, max(one, other))) <= len(simplify(line, min(one, other)))


def test_the_shipped_map_is_small_and_has_every_municipality_with_its_code_only():
    raw = geometry.topology_bytes()
    assert len(raw) <= 350_000
    topology = json.loads(raw)
    assert topology["attribution"] == geometry.ATTRIBUTION
    assert set(geometry.shapes()) == set(store.current(None).row)
    places = topology["objects"]["municipalities"]["geometries"]
    assert {tuple(place["properties"]) for place in places} == {("code",)}


@pytest.mark.parametrize("smallest", [0, 5_000_000])
def test_every_ring_is_closed_and_the_largest_comes_first(smallest):
    for code, rings in geometry.shapes(smallest).items():
        assert all(ring[0] == ring[-1] and len(ring) >= 3 for ring in rings), code
        assert geometry.area(rings[0]) == max(geometry.area(ring) for ring in rings)
        assert geometry.area(rings[0]) > 1_000_000, code


def test_norway_has_the_area_it_should_have():
    land = sum(geometry.area(rings[0]) for rings in geometry.shapes().values())
    assert 295e9 < land < 325e9


def test_neighbours_share_the_very_same_points_also_on_the_coarse_map():
    for smallest in (0, 5_000_000):
        shapes = geometry.shapes(smallest)
        for code, others in geometry.neighbours().items():
            points = {point for ring in shapes[code] for point in ring}
            for other in others:
                assert len(points & {point for ring in shapes[other] for point in ring}) >= 2, (code, other)


def test_neighbours_are_mutual_and_islands_have_none():
    neighbours = geometry.neighbours()
    assert all(code in neighbours[other] for code, others in neighbours.items() for other in others)
    assert neighbours["1144"] == frozenset()  # Kvitsøy
    assert {"3201", "3205", "3207"} <= neighbours["0301"]
    assert not any(code in others for code, others in neighbours.items())


def test_a_region_has_bounds_within_the_country():
    west, south, east, north = geometry.bounds()
    inner = geometry.bounds(frozenset({"0301"}))
    assert west < inner[0] < inner[2] < east
    assert south < inner[1] < inner[3] < north
    assert 240_000 < inner[0] < inner[2] < 290_000


def two_squares_and_islets() -> dict:
    """Two municipalities with a common border, one of them with an islet of a few hundred metres."""
    return {
        "type": "Topology",
        "objects": {
            "Kommuner": {
                "geometries": [
                    {
                        "type": "MultiPolygon",
                        "properties": {"kommunenummer": "0301"},
                        "arcs": [[[0, 1]], [[3]]],
                    },
                    {"type": "Polygon", "properties": {"kommunenummer": "3110"}, "arcs": [[-1, 2]]},
                ]
            }
        },
        "arcs": [
            [[15.0, 60.0], [15.00001, 60.1], [15.0, 60.2]],
            [[15.0, 60.2], [14.5, 60.1], [15.0, 60.0]],
            [[15.0, 60.0], [15.5, 60.1], [15.0, 60.2]],
            [[14.0, 60.0], [14.001, 60.0], [14.001, 60.001], [14.0, 60.0]],
        ],
    }


def drawn(tmp_path, topology, codes=("0301", "3110")):
    (tmp_path / FILE).write_text(json.dumps(topology))
    return json.loads(simplified_map(tmp_path, codes))


def test_a_border_is_simplified_once_for_both_and_small_islands_go(tmp_path):
    result = drawn(tmp_path, two_squares_and_islets())
    assert len(result["arcs"]) == 3
    assert min(len(arc) for arc in result["arcs"]) == 2
    used = Counter(
        max(n, ~n)
        for place in result["objects"]["municipalities"]["geometries"]
        for polygon in place["arcs"]
        for ring in polygon
        for n in ring
    )
    assert sorted(used.values()) == [1, 1, 2]


def test_the_only_island_of_a_municipality_stays_however_small(tmp_path):
    topology = two_squares_and_islets()
    topology["objects"]["Kommuner"]["geometries"][0]["arcs"] = [[[3]]]
    result = drawn(tmp_path, topology)
    assert all(place["arcs"] for place in result["objects"]["municipalities"]["geometries"])


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (lambda t: t.pop("arcs"), "not the boundaries"),
        (lambda t: t["arcs"].pop(), "not there"),
        (lambda t: t["arcs"][0].clear(), "fewer than two points"),
        (lambda t: t["arcs"][0].__setitem__(0, ["x", 1]), "not the boundaries"),
        (lambda t: t["arcs"][0].__setitem__(0, [float("nan"), 1]), "not the boundaries"),
        (lambda t: t["objects"]["Kommuner"]["geometries"].pop(), "3110 is not on the map"),
        (
            lambda t: t["objects"]["Kommuner"]["geometries"].append(t["objects"]["Kommuner"]["geometries"][0]),
            "more than once",
        ),
        (
            lambda t: t["objects"]["Kommuner"]["geometries"][0]["properties"].update(kommunenummer="0101"),
            "0301 is not on the map",
        ),
        (lambda t: t["objects"]["Kommuner"]["geometries"][0].update(type="Point"), "Point"),
        (lambda t: t["objects"]["Kommuner"]["geometries"][0].update(arcs=[[["0"]]]), "without rings"),
    ],
)
def test_boundaries_that_do_not_hang_together_are_refused(tmp_path, change, what):
    topology = two_squares_and_islets()
    change(topology)
    with pytest.raises(BadInput) as caught:
        drawn(tmp_path, topology)
    assert what in caught.value.what


@pytest.mark.parametrize("raw", [b"", b"{", b"\xff\xfe", b"[" * 100_000, b"null", b"{}"])
def test_a_map_file_that_is_not_topojson_is_refused(tmp_path, raw):
    (tmp_path / FILE).write_bytes(raw)
    with pytest.raises(BadInput):
        simplified_map(tmp_path, ("0301",))


def test_a_missing_map_file_is_refused(tmp_path):
    with pytest.raises(BadInput, match="no such file"):
        simplified_map(tmp_path, ("0301",))
