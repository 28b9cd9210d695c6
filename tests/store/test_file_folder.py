"""A file is named by its content, there whole or not at all, and checked whenever it is read."""

from hashlib import sha256
from pathlib import Path

import pytest

from rebuild.errors import NotFound, StoreError
from rebuild.store.files import TEMPORARY, Files

CONTENT = b"%PDF-1.7 a permit"
NAME = sha256(CONTENT).hexdigest()


@pytest.fixture
def files(tmp_path: Path):
    return Files(tmp_path / "files")


def place(tmp_path: Path) -> Path:
    return tmp_path / "files" / NAME[:2] / NAME


def test_a_file_is_given_back_under_the_hash_of_its_content(files):
    assert files.put(CONTENT) == NAME
    assert files.get(NAME) == CONTENT
    assert files.holds(NAME)
    assert list(files.names()) == [NAME]


def test_putting_a_file_again_does_not_touch_it(files, tmp_path):
    files.put(CONTENT)
    before = place(tmp_path).stat()
    files.put(CONTENT)
    assert place(tmp_path).stat().st_ino == before.st_ino


@pytest.mark.parametrize("changed", [CONTENT[:-1], CONTENT + b" ", b"", b"%PDF-1.7 b permit"])
def test_a_file_that_was_changed_is_not_given_out(files, tmp_path, changed):
    files.put(CONTENT)
    place(tmp_path).write_bytes(changed)
    with pytest.raises(StoreError, match="校验值不符"):
        files.get(NAME)


def test_a_file_that_was_lost_is_told(files):
    assert not files.holds(NAME)
    with pytest.raises(NotFound, match="备份"):
        files.get(NAME)


@pytest.mark.parametrize("name", ["", "../../etc/passwd", NAME.upper(), NAME[:-1], NAME + "0"])
def test_nothing_outside_the_folder_can_be_named(files, name):
    with pytest.raises(NotFound):
        files.get(name)


def test_what_a_killed_process_left_is_swept_away_and_nothing_else(files, tmp_path):
    files.put(CONTENT)
    place(tmp_path).with_name(f"{TEMPORARY}abc").write_bytes(b"half")
    assert list(files.names()) == [NAME]
    assert files.sweep() == 1
    assert files.sweep() == 0
    assert files.get(NAME) == CONTENT


def test_a_folder_that_cannot_be_written_is_told_and_leaves_no_stray(tmp_path):
    (tmp_path / "files").write_text("a file where the folder should be")
    with pytest.raises(StoreError, match="磁盘空间与写权限"):
        Files(tmp_path / "files").put(CONTENT)


def test_a_disk_that_is_full_leaves_no_half_file(files, tmp_path, full_disk):
    with full_disk(limit=4096), pytest.raises(StoreError, match="无法保存"):
        files.put(b"x" * 1_000_000)
    assert list(files.names()) == []
    assert files.sweep() == 0
    assert files.put(CONTENT) == NAME
