"""Builds what is deployed: `layer.zip` (what requirements.txt names) and `code.zip` (functions and templates).

    python -m infra.layer.build local      build/local: for this machine and its Python
    python -m infra.layer.build aws        build/aws: for Lambda and the runtime that serverless.yml names

What hasn't changed isn't built again. Bytecode halves a cold start, and only the very Python minor that runs it can
make it: where this machine has another one than the runtime, `aws` is built without (and `--strict` refuses).
"""

import argparse
import fcntl
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import yaml

from infra.layer.archive import add_bytecode, digest, write_zip

ROOT = Path(__file__).parents[2]
# What the functions call; botocore describes 400 services in 25 MB.
SERVICES = {"dynamodb", "s3", "secretsmanager", "ses", "sns", "sqs", "sts"}
# Wheels for Amazon Linux 2023, on which Lambda's Python 3.12 and later run.
PLATFORM = "x86_64-manylinux_2_28"


@dataclass(frozen=True)
class Target:
    """What is built for: `minor` is Python's, like 3.13."""

    name: str
    minor: str
    platform: str | None

    @property
    def folder(self) -> Path:
        return ROOT / "build" / self.name

    @property
    def has_bytecode(self) -> bool:
        return self.minor == machine_minor()


def machine_minor() -> str:
    return f"{sys.version_info.major}.{sys.version_info.minor}"


def runtime_minor() -> str:
    """The Python minor that serverless.yml names, its one place."""
    service = yaml.safe_load((ROOT / "serverless.yml").read_text())
    return str(service["provider"]["runtime"]).removeprefix("python")


def target(name: str) -> Target:
    if name == "local":
        return Target("local", machine_minor(), None)
    return Target("aws", runtime_minor(), PLATFORM)


def build(to: Target) -> Path:
    """Build both files if anything they are made of has changed; answers with their folder."""
    with alone(to.folder / "lock"):
        _build(to)
    return to.folder


@contextmanager
def alone(file: Path) -> Iterator[None]:
    """Wait until nobody else in this checkout does the same: a demo and tests share what is built."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _build(to: Target) -> None:
    builders = [ROOT / "infra" / "layer"]
    settings = (to.minor, str(to.platform), str(to.has_bytecode), *sorted(SERVICES))
    sources = [ROOT / "requirements.txt", *builders]
    _unless_same(to.folder / "layer.zip", digest(sources, *settings), lambda: _layer(to))
    sources = [ROOT / "functions", ROOT / "templates", ROOT / "package-lock.json", *builders]
    _unless_same(to.folder / "code.zip", digest(sources, *settings), lambda: _code(to))


def _unless_same(file: Path, made_of: str, make: Callable[[], None]) -> None:
    stamp = file.with_suffix(".digest")
    if file.exists() and stamp.exists() and stamp.read_text() == made_of:
        return
    stamp.unlink(missing_ok=True)
    make()
    stamp.write_text(made_of)


def _layer(to: Target) -> None:
    staging = _emptied(to.folder / "layer")
    packages = staging / "python"
    command = [sys.executable, "-m", "uv", "pip", "install", "--quiet", "--only-binary", ":all:"]
    command += ["--python-version", to.minor, "--target", str(packages), "-r", str(ROOT / "requirements.txt")]
    if to.platform:
        command += ["--python-platform", to.platform]
    subprocess.run(command, check=True)
    _trim(packages)
    if to.has_bytecode:
        add_bytecode(packages, "/opt/python")
    write_zip(staging, to.folder / "layer.zip")


def _trim(packages: Path) -> None:
    for service in (packages / "botocore" / "data").iterdir():
        if service.is_dir() and service.name not in SERVICES:
            shutil.rmtree(service)
    unused = [
        packages / "bin",
        packages / "boto3" / "data",
    ]
    unused += [path for name in ("test", "tests", "__pycache__", "examples") for path in packages.rglob(name)]
    for path in unused:
        shutil.rmtree(path, ignore_errors=True)


def _code(to: Target) -> None:
    staging = _emptied(to.folder / "code")
    shutil.copytree(ROOT / "functions", staging / "functions", ignore=shutil.ignore_patterns("__pycache__"))
    subprocess.run([sys.executable, "-m", "infra.layer.pages", str(staging)], check=True, cwd=ROOT)
    if to.has_bytecode:
        add_bytecode(staging, "/var/task")
    write_zip(staging, to.folder / "code.zip")


def _emptied(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def _size(path: Path) -> int:
    return sum(file.stat().st_size for file in path.rglob("*") if file.is_file())


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    arguments.add_argument("target", choices=["local", "aws"])
    arguments.add_argument("--strict", action="store_true", help="refuse to build without bytecode")
    given = arguments.parse_args()
    to = target(given.target)
    if not to.has_bytecode:
        says = f"serverless.yml runs on Python {to.minor} and this machine has {machine_minor()}"
        if given.strict:
            raise SystemExit(f"{says}: deploy from a machine with Python {to.minor}, or with PYTHON=python{to.minor}.")
        print(f"{says}: built without bytecode, so cold starts take twice as long. `make deploy` refuses this.")
    folder = build(to)
    for name in ("layer", "code"):
        packed = (folder / f"{name}.zip").stat().st_size / 1e6
        print(f"{folder.relative_to(ROOT)}/{name}.zip  {packed:5.1f} MB, {_size(folder / name) / 1e6:5.1f} MB unpacked")


if __name__ == "__main__":
    main()
