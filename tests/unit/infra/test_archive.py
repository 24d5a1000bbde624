from pathlib import Path

from infra.layer.archive import add_bytecode, digest, write_zip


def a_folder(at: Path) -> Path:
    (at / "room").mkdir(parents=True)
    (at / "room" / "step.py").write_text("NUMBER = 1\n")
    (at / "words.txt").write_text("蒲公英")
    return at


def test_the_same_files_make_the_same_zip_whenever_they_were_written(tmp_path: Path) -> None:
    zips = []
    for name in ("first", "second"):
        write_zip(a_folder(tmp_path / name), tmp_path / f"{name}.zip")
        zips.append((tmp_path / f"{name}.zip").read_bytes())
    assert zips[0] == zips[1]


def test_bytecode_is_never_compared_with_its_source(tmp_path: Path) -> None:
    folder = a_folder(tmp_path / "code")
    add_bytecode(folder, "/var/task")
    (compiled,) = folder.rglob("*.pyc")
    # PEP 552: the lowest bit says that a hash is there, the next that it is to be checked.
    assert int.from_bytes(compiled.read_bytes()[4:8], "little") == 0b01


def test_a_digest_changes_with_a_files_name_content_and_the_settings(tmp_path: Path) -> None:
    folder = a_folder(tmp_path / "code")
    before = digest([folder], "3.13")
    assert digest([folder], "3.13") == before
    assert digest([folder], "3.11") != before
    (folder / "words.txt").write_text("dandelion")
    changed = digest([folder], "3.13")
    assert changed != before
    (folder / "words.txt").rename(folder / "other.txt")
    assert digest([folder], "3.13") != changed
