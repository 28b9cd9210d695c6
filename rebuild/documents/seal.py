"""签验: what makes a paper checkable: a short code nobody can guess, and a signature over its facts.

The signature is Ed25519 over the digest of the frozen facts; it stands in the document's QR code, so
that a paper can be checked offline against the office's public key. It is no statutory electronic seal.
"""

import base64
import hmac
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford: no I, L, O, U to be misread
CODE_LENGTH = 10


@dataclass(frozen=True, slots=True)
class Signer:
    """The office's own key; whoever holds its public half can check a paper."""

    seed: bytes  # 32 bytes, from the key file

    def code(self, document: str) -> str:
        """The code printed on a document: fifty bits of a keyed hash of its id."""
        number = int.from_bytes(hmac.new(self.seed, document.encode(), sha256).digest()[:8])
        return "".join(ALPHABET[number >> (5 * place) & 31] for place in range(CODE_LENGTH))

    def sign(self, digest: str) -> str:
        """A signature over a digest of facts, as it stands in the QR code."""
        signed = Ed25519PrivateKey.from_private_bytes(self.seed).sign(_message(digest))
        return base64.urlsafe_b64encode(signed).decode().rstrip("=")

    @property
    def public_key(self) -> str:
        """The public half in hexadecimal, to be published by the office."""
        key = Ed25519PrivateKey.from_private_bytes(self.seed).public_key()
        raw = serialization.Encoding.Raw, serialization.PublicFormat.Raw
        return key.public_bytes(*raw).hex()


def signature_holds(public_key: str, *, digest: str, signature: str) -> bool:
    """Whether the office with this public key signed facts of this digest."""
    try:
        raw = base64.urlsafe_b64decode(signature + "=" * (-len(signature) % 4))
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key))
        key.verify(raw, _message(digest))
    except (InvalidSignature, ValueError):
        return False
    return True


def plain_code(typed: str) -> str:
    """A code as it is kept, from however it was typed: 7kq4-9m2x-f3, spaces, O for 0."""
    kept = "".join(sign for sign in typed.upper() if sign.isalnum())
    return kept.translate(str.maketrans("OIL", "011"))


def _message(digest: str) -> bytes:
    # The prefix keeps a signature from being taken for one over anything else.
    return f"rebuild document facts 1 {digest}".encode()
