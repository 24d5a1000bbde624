"""Where the examples are shown."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.open_doors.drawn import Gallery


@pytest.fixture(scope="session")
def gallery(chromium: Browser) -> Iterator[Gallery]:
    gallery = Gallery(chromium)
    yield gallery
    gallery.close()
