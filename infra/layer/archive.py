"""Bytecode and zip files that come out the same, byte for byte, from the same sources."""

import compileall
import hashlib
import zipfile
from collections.abc import Iterable
from pathlib import Path
from py_compile import PycInvalidationMode

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time a zip file can tell
_FILE_MODE = 0o100644 << 16


def digest(paths: Iterable[Path], *words: str) -> str:
    """A digest of the names and contents of all files under `paths`, and of `words`."""
    sha = hashlib.sha256("\n".join(words).encode())
    for path in paths:
        for file in files(path):
            sha.update(str(file).encode() + b"\0" + file.read_bytes())
    return sha.hexdigest()


def files(path: Path) -> list[Path]:
    """All files under `path`, or `path` itself, in a fixed order and without what Python has compiled."""
    if path.is_file():
        return [path]
    found = (file for file in path.rglob("*") if file.is_file() and "__pycache__" not in file.parts)
    return sorted(found)


def add_bytecode(folder: Path, runs_in: str) -> None:
    """Compile every module under `folder`, which will lie at `runs_in` when it runs.

    `unchecked-hash`, because unpacking sets the times that Python would compare.
    """
    done = compileall.compile_dir(
        folder,
        quiet=1,
        workers=2,
        stripdir=str(folder),
        prependdir=runs_in,
        invalidation_mode=PycInvalidationMode.UNCHECKED_HASH,
    )
    if not done:
        raise SystemExit(f"Some module under {folder} cannot be compiled: see above.")


def write_zip(folder: Path, target: Path) -> None:
    """Pack everything under `folder`, with fixed times and order."""
    partial = target.with_suffix(".partial")
    with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for file in sorted(file for file in folder.rglob("*") if file.is_file()):
            entry = zipfile.ZipInfo(str(file.relative_to(folder)), _EPOCH)
            entry.external_attr = _FILE_MODE
            archive.writestr(entry, file.read_bytes(), zipfile.ZIP_DEFLATED)
    partial.replace(target)
