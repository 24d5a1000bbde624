"""A point on the ground, and how far two are from each other.

WGS-84, as satellites and a browser's position have it. Maps drawn in China are shifted by some hundred metres (GCJ-02):
what is read off one of them is not a spot until it has been converted.
"""

from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

EARTH = 6_371_009  # metres, the mean radius (IUGG)
DECIMALS = 5  # of a degree: a metre
LATITUDES, LONGITUDES = (3, 54), (73, 136)  # degrees north and east: a frame around China


@dataclass(frozen=True)
class Spot:
    """In decimal degrees, north and east."""

    latitude: float
    longitude: float

    def metres_to(self, other: "Spot") -> float:
        """Along the ground (haversine)."""
        north = radians(other.latitude - self.latitude)
        east = radians(other.longitude - self.longitude)
        across = cos(radians(self.latitude)) * cos(radians(other.latitude)) * sin(east / 2) ** 2
        return 2 * EARTH * asin(sqrt(sin(north / 2) ** 2 + across))
