"""Longitude and latitude to map coordinates: EPSG:25833 (ETRS89 / UTM zone 33), forward only.

The transverse Mercator projection by Krüger's series in the third flattening n, to the fourth power, as in
L. Krüger, "Konforme Abbildung des Erdellipsoids in der Ebene" (1912) and C. Karney, "Transverse Mercator with an
accuracy of a few nanometers", J. Geodesy 85 (2011), eq. 7-11 and 35. The error is far below a millimetre in all of
Norway. WGS84 and ETRS89 are taken as the same; they differ by less than a metre, and the map is drawn in tens of
metres.
"""

import math

_SEMI_MAJOR = 6_378_137.0
_FLATTENING = 1 / 298.257222101  # GRS80
_SCALE = 0.9996
_CENTRAL_MERIDIAN = math.radians(15)
_FALSE_EASTING = 500_000.0

_N = _FLATTENING / (2 - _FLATTENING)
_RADIUS = _SEMI_MAJOR / (1 + _N) * (1 + _N**2 / 4 + _N**4 / 64)
_ECCENTRICITY = math.sqrt(_FLATTENING * (2 - _FLATTENING))
_ALPHA = (
    _N / 2 - 2 / 3 * _N**2 + 5 / 16 * _N**3 + 41 / 180 * _N**4,
    13 / 48 * _N**2 - 3 / 5 * _N**3 + 557 / 1440 * _N**4,
    61 / 240 * _N**3 - 103 / 140 * _N**4,
    49561 / 161280 * _N**4,
)


def utm33(longitude: float, latitude: float) -> tuple[float, float]:
    """East and north in metres from degrees.

    >>> [round(metre) for metre in utm33(15.0, 0.0)]
    [500000, 0]
    """
    sine = math.sin(math.radians(latitude))
    conformal = math.sinh(math.atanh(sine) - _ECCENTRICITY * math.atanh(_ECCENTRICITY * sine))
    away = math.radians(longitude) - _CENTRAL_MERIDIAN
    xi = math.atan2(conformal, math.cos(away))
    eta = math.asinh(math.sin(away) / math.hypot(conformal, math.cos(away)))
    east, north = eta, xi
    for order, alpha in enumerate(_ALPHA, start=1):
        east += alpha * math.cos(2 * order * xi) * math.sinh(2 * order * eta)
        north += alpha * math.sin(2 * order * xi) * math.cosh(2 * order * eta)
    return _FALSE_EASTING + _SCALE * _RADIUS * east, _SCALE * _RADIUS * north
