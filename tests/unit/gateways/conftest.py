"""The ways out of the house, one after the other."""

from collections.abc import Iterator

import pytest

from tests.standins.amazon import Amazon
from tests.unit.gateways.ways import WAYS, Way, amazon


@pytest.fixture(params=WAYS)
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Way]:
    with WAYS[request.param](monkeypatch) as there:
        yield there


@pytest.fixture
def amazons(monkeypatch: pytest.MonkeyPatch) -> Iterator[Amazon]:
    with amazon(monkeypatch) as there:
        yield there
