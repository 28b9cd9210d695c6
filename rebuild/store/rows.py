"""A digest over a row's own columns, for rows that cannot be computed from the ledger: it shows a flipped bit."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any


def row_digest(columns: Mapping[str, Any]) -> str:
    """SHA-256 over every column but the digest itself, each with its name, kind and length."""
    parts: list[bytes] = []
    for name in sorted(columns):
        if name == "row_digest":
            continue
        value = columns[name]
        if type(value) is str:  # as nearly all of them are
            raw = value.encode("utf-8", "surrogateescape")
            parts += (f"{name} str {len(raw)}\n".encode(), raw)
            continue
        value = int(value) if isinstance(value, bool) else value  # SQLite keeps them as 0 and 1
        raw = value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogateescape")
        parts += (f"{name} {type(value).__name__} {len(raw)}\n".encode(), raw)
    return sha256(b"".join(parts)).hexdigest()


def with_digest(columns: Mapping[str, Any]) -> dict[str, Any]:
    return {**columns, "row_digest": row_digest(columns)}
