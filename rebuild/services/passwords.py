"""口令: argon2id, a few at a time; what makes a password too easy; what is given to somebody new."""

from collections.abc import Callable
from functools import cache
from threading import BoundedSemaphore

from pwdlib import PasswordHash
from pwdlib.exceptions import UnknownHashError
from pwdlib.hashers.argon2 import Argon2Hasher

from rebuild.errors import InputError

SHORTEST, LONGEST = 10, 128
SALT = 16
_AT_ONCE = BoundedSemaphore(2)
# Each takes 32 MiB for about a tenth of a second; an old office machine bears two at once.
_HASHER = PasswordHash((Argon2Hasher(time_cost=3, memory_cost=32 * 1024, parallelism=1),))
# Told apart on paper: no 0 O 1 l I.
_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
_EASY = ("password", "123456", "qwerty", "abc123", "admin", "111111", "888888", "666666", "000000")


def hashed(password: str, chance: Callable[[int], bytes]) -> str:
    with _AT_ONCE:
        return _HASHER.hash(password, salt=chance(SALT))


def fits(password: str, stored: str) -> bool:
    """Whether it is the password; a hash that is none fits nothing."""
    if len(password) > LONGEST:
        password = ""
    with _AT_ONCE:
        try:
            return _HASHER.verify(password, stored)
        except UnknownHashError:
            return False


def fits_nobody(password: str) -> bool:
    """Takes as long as `fits`, so that nobody can tell an unknown name from a wrong password."""
    fits(password, _nobodys())
    return False


def must_be_good(password: str, *, person: str, name: str) -> None:
    """InputError where a password would soon be guessed."""
    if len(password) < SHORTEST:
        raise InputError("新密码", f"只有{len(password)}个字符", f"请至少使用{SHORTEST}个字符")
    if len(password) > LONGEST:
        raise InputError("新密码", f"有{len(password)}个字符", f"请不要超过{LONGEST}个字符")
    plain = password.lower()
    easy = next((each for each in (*_EASY, person.lower(), name) if each and each in plain), None)
    if easy is not None:
        raise InputError("新密码", f"含有容易猜到的“{easy}”", "请换一个")
    if len(set(password)) < 5:
        raise InputError("新密码", "重复的字符太多", "请换一个")


def made_up(chance: Callable[[int], bytes]) -> str:
    """A password to hand to somebody: four groups of four letters, 80 bits."""
    letters = [_LETTERS[each % len(_LETTERS)] for each in chance(16)]
    return "-".join("".join(letters[start : start + 4]) for start in range(0, 16, 4))


@cache
def _nobodys() -> str:
    return _HASHER.hash("nobody", salt=bytes(SALT))
