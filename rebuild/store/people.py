"""个人信息: identity numbers and telephone numbers, encrypted, in no other table and in no event.

Each value is sealed by AES-256-GCM to its own case, unit, person and field, so that a sealed value
moved to another row does not open. A keyed hash allows looking a number up without opening any.
"""

import hmac
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import bindparam, select

from rebuild.errors import InputError, NotFound, StoreError
from rebuild.store.rows import with_digest
from rebuild.store.session import Session, Statement
from rebuild.store.statements import upsert
from rebuild.store.tables import people

NONCE = 12
Chance = Callable[[int], bytes]


@dataclass(frozen=True, slots=True)
class Person:
    """One co-owner's private particulars."""

    case: str
    unit: str
    name: str
    id_number: str = field(repr=False)
    phone: str = field(default="", repr=False)


class Vault:
    """What can seal and open private values; made from the key file, and nowhere written down."""

    def __init__(self, master: bytes, chance: Chance) -> None:
        """`chance` gives as many random bytes as it is asked for, fit for keys."""
        self._cipher = AESGCM(_derived(master, b"rebuild people encryption 1"))
        self._look_up = _derived(master, b"rebuild people look-up 1")
        self._chance = chance

    def seal(self, value: str, place: bytes) -> bytes:
        nonce = self._chance(NONCE)
        return nonce + self._cipher.encrypt(nonce, value.encode(), place)

    def open(self, sealed: bytes, place: bytes) -> str:
        try:
            return self._cipher.decrypt(sealed[:NONCE], sealed[NONCE:], place).decode()
        except (InvalidTag, ValueError) as error:
            raise StoreError("个人信息无法解密：密钥不符或数据被改动，请核对密钥文件") from error

    def look_up_hash(self, id_number: str) -> str:
        return hmac.new(self._look_up, id_number.upper().encode(), sha256).hexdigest()


def make_key_file(path: Path, chance: Chance) -> None:
    """Write a new key that only its owner may read; never over an old one, which opens the data there is."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise InputError("密钥文件", f"{path} 已存在", "已有数据依赖该密钥，请勿覆盖") from error
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(chance(32).hex() + "\n")
        file.flush()
        os.fsync(file.fileno())


def open_vault(path: Path, chance: Chance) -> Vault:
    """The vault of a key file."""
    return Vault(read_key_file(path), chance)


def read_key_file(path: Path) -> bytes:
    """The 32 bytes of a key file, which nobody but its owner may be able to read."""
    try:
        if path.stat().st_mode & 0o077:
            raise InputError("密钥文件", f"{path} 可被其他用户读取", f"请执行 chmod 600 {path}")
        master = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except FileNotFoundError as error:
        raise InputError(
            "密钥文件", f"找不到 {path}", "请先运行 rebuild init，或从备份恢复"
        ) from error
    except (OSError, ValueError) as error:
        raise InputError("密钥文件", f"{path} 无法读取", "请从备份恢复") from error
    if len(master) != 32:
        raise InputError("密钥文件", f"{path} 应为 64 位十六进制数", "请从备份恢复")
    return master


def put(session: Session, vault: Vault, person: Person) -> None:
    """Keep somebody's particulars, or replace what is kept."""
    place = person.case, person.unit, person.name
    row = {
        "case_number": person.case,
        "unit": person.unit,
        "name": person.name,
        "id_number": vault.seal(person.id_number, _place(*place, "id")),
        "id_hash": vault.look_up_hash(person.id_number) if person.id_number else "",
        "phone": vault.seal(person.phone, _place(*place, "phone")),
    }
    session.run(_PUT, **with_digest(row))


def reveal(session: Session, vault: Vault, *, case: str, unit: str, name: str) -> Person:
    """Somebody's particulars in full. Whoever calls this enters it in the ledger."""
    found = session.row(_ONE, case=case, unit=unit, name=name)
    if found is None:
        raise NotFound(f"案件 {case} 中没有 {unit} {name} 的个人信息")
    return _opened(vault, case, *found)


def of_case(session: Session, vault: Vault, *, case: str) -> tuple[Person, ...]:
    """Everybody of a case in full; only for whoever is entered in the ledger as having looked."""
    return tuple(_opened(vault, case, *row) for row in session.rows(_OF_CASE, case=case))


def masked(session: Session, vault: Vault, *, case: str) -> tuple[Person, ...]:
    """Everybody of a case, with only as much of each number as tells two people apart."""
    return tuple(
        Person(
            person.case,
            person.unit,
            person.name,
            id_number=mask(person.id_number, first=3, last=4),
            phone=mask(person.phone, first=3, last=4),
        )
        for person in of_case(session, vault, case=case)
    )


def with_id_number(
    session: Session, vault: Vault, id_number: str
) -> tuple[tuple[str, str, str], ...]:
    """Case, unit and name of everyone entered with this identity number."""
    found = session.rows(_BY_HASH, id_hash=vault.look_up_hash(id_number))
    return tuple((case, unit, name) for case, unit, name in found)


def mask(value: str, *, first: int, last: int) -> str:
    """510***********1234. What is too short to hide anything in is hidden whole."""
    hidden = len(value) - first - last
    if hidden <= 0:
        return "*" * len(value)
    return value[:first] + "*" * hidden + value[-last:]


def _opened(
    vault: Vault, case: str, unit: str, name: str, id_number: bytes, phone: bytes
) -> Person:
    return Person(
        case,
        unit,
        name,
        id_number=vault.open(bytes(id_number), _place(case, unit, name, "id")),
        phone=vault.open(bytes(phone), _place(case, unit, name, "phone")),
    )


def _place(*parts: str) -> bytes:
    return b"".join(f"{len(part)}:{part}".encode() for part in parts)


def _derived(master: bytes, purpose: bytes) -> bytes:
    return hmac.new(master, purpose, sha256).digest()


_PUT = upsert(people)
_ROW = select(people.c.unit, people.c.name, people.c.id_number, people.c.phone)
_ONE = Statement(
    _ROW.where(
        people.c.case_number == bindparam("case"),
        people.c.unit == bindparam("unit"),
        people.c.name == bindparam("name"),
    )
)
_OF_CASE = Statement(
    _ROW.where(people.c.case_number == bindparam("case")).order_by(people.c.unit, people.c.name)
)
_BY_HASH = Statement(
    select(people.c.case_number, people.c.unit, people.c.name)
    .where(people.c.id_hash == bindparam("id_hash"))
    .order_by(people.c.case_number, people.c.unit, people.c.name)
)
