"""Fixtures of what is slow to make and made once: a local cloud with the demo county, and the packaged templates.

With several workers, all tests of one of them go to the same worker, so that each is made once.
"""

from collections.abc import Iterator
from typing import Any

import pytest

from infra.layer import template as packaged
from infra.local.cloud import LocalCloud

_ON_THE_CLOUD = {"cloud", "browser"}  # folders under tests/


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark who shares a worker (`--dist loadgroup`), before xdist looks."""
    tests = config.rootpath / "tests"
    for item in items:
        if item.path.is_relative_to(tests) and item.path.relative_to(tests).parts[0] in _ON_THE_CLOUD:
            item.add_marker(pytest.mark.xdist_group("local cloud"))
        elif "template" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group("template"))


@pytest.fixture(scope="session")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalCloud]:
    """A local cloud with the real serverless.yml and the demo county, on a working Monday morning."""
    with LocalCloud(tmp_path_factory.mktemp("local-cloud")) as cloud:
        cloud.deploy()
        cloud.seed()
        yield cloud


@pytest.fixture(scope="session")
def template() -> dict[str, Any]:
    """The CloudFormation template of a stage on AWS."""
    return packaged.write("aws")


@pytest.fixture(scope="session")
def local_template(template: dict[str, Any]) -> dict[str, Any]:  # asked for so that both go to one worker
    """The local stage's."""
    return packaged.write("local")


@pytest.fixture(scope="session")
def mainland_template(template: dict[str, Any]) -> dict[str, Any]:
    """A stage's in mainland China."""
    return packaged.write("cn")
