"""Files by their content: a name is the SHA-256 of the bytes, and a file is there whole or not at all."""

import os
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

from rebuild.errors import NotFound, StoreError

TEMPORARY = ".tmp-"


class Files:
    """A folder of files that are written once and never changed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, content: bytes) -> str:
        """Keep the bytes; their name. When this returns they are on the disk."""
        name = sha256(content).hexdigest()
        place = self._place(name)
        try:
            if not place.exists():
                _write(place, content)
        except OSError as error:
            raise StoreError(
                f"文件无法保存到 {place.parent}（{error.strerror}），请检查磁盘空间与写权限后重试"
            ) from error
        return name

    def adopt(self, file: Path, name: str) -> None:
        """Take in a file of the same disk that has been written through, under its SHA-256."""
        place = self._place(name)
        try:
            if not place.exists():
                place.parent.mkdir(parents=True, exist_ok=True)
                file.rename(place)
                _sync_folder(place.parent)
                _sync_folder(place.parent.parent)
        except OSError as error:
            raise StoreError(
                f"文件无法保存到 {place.parent}（{error.strerror}），请检查磁盘空间与写权限后重试"
            ) from error

    def path(self, name: str) -> Path:
        """Where the bytes of a name lie."""
        return self._place(name)

    def get(self, name: str) -> bytes:
        """The bytes of a name, checked against it."""
        try:
            content = self._place(name).read_bytes()
        except FileNotFoundError as error:
            raise NotFound(f"文件 {name[:16]}… 不存在，请从备份恢复") from error
        except OSError as error:
            raise StoreError(f"文件 {name[:16]}… 无法读取（{error.strerror}）") from error
        if sha256(content).hexdigest() != name:
            raise StoreError(f"文件 {name[:16]}… 内容与校验值不符，已损坏或被改动，请从备份恢复")
        return content

    def holds(self, name: str) -> bool:
        return self._place(name).exists()

    def names(self) -> Iterator[str]:
        """Every file kept here."""
        return (each.name for each in sorted(self._folder.glob("??/*")) if len(each.name) == 64)

    def sweep(self) -> int:
        """Remove what a killed process left half written; to be called at start, before anyone writes."""
        strays = list(self._folder.glob(f"??/{TEMPORARY}*"))
        for stray in strays:
            stray.unlink(missing_ok=True)
        return len(strays)

    def _place(self, name: str) -> Path:
        if len(name) != 64 or not set(name) <= set("0123456789abcdef"):
            raise NotFound(f"「{name[:80]}」不是文件名")
        return self._folder / name[:2] / name


def _write(place: Path, content: bytes) -> None:
    if not place.parent.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        _sync_folder(place.parent.parent)
    with NamedTemporaryFile(dir=place.parent, prefix=TEMPORARY, delete=False) as file:
        temporary = Path(file.name)
        try:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
            temporary.rename(place)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
    _sync_folder(place.parent)


def _sync_folder(folder: Path) -> None:
    # A rename is on the disk only once its folder is.
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
