"""The ways out of the house, one after the other."""

from collections.abc import Iterator

import pytest

from tests.standins.amazon import Amazon
from tests.unit.gateways.ways import WAYS, Way, amazon, as_new


@pytest.fixture(scope="module")
def amazons_there() -> Iterator[Amazon]:
    """Once a module: making botocore's clients anew is what takes long."""
    with amazon() as there:
        yield there


@pytest.fixture
def amazons(amazons_there: Amazon) -> Amazon:
    as_new(amazons_there)
    return amazons_there


@pytest.fixture(params=WAYS)
def way(request: pytest.FixtureRequest, amazons: Amazon) -> Iterator[Way]:
    with WAYS[request.param](amazons) as there:
        yield there
