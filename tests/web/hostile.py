"""Hostile requests for every route of an application, drawn from its own routes and from the names of its own forms."""

import json
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode

from tests.web.asking import Request
from tests.web.hostile_words import (
    BAD_JSON,
    FORM,
    KINDS,
    LIKELY,
    METHODS,
    ODD_HEADERS,
    ODD_QUERIES,
    TEXTS,
)


class Place(NamedTuple):
    """One route: its address, how it is asked for, and every name it reads."""

    path: str
    method: str
    names: tuple[str, ...]


def places_of(app: Any) -> list[Place]:
    """Every route there is, those of the API too, and one address that leads nowhere."""
    return [*sorted(set(_walk(app.routes, ""))), Place("/none/{rest}", "GET", ())]


def _walk(routes: Any, before: str) -> Iterator[Place]:
    for route in routes:
        inner = getattr(route, "original_router", None) or getattr(route, "app", None)
        if hasattr(inner, "routes"):
            yield from _walk(inner.routes, before + getattr(route, "path", ""))
        elif getattr(route, "methods", None):
            names = tuple(sorted(set(_names(getattr(route, "dependant", None)))))
            for method in route.methods - {"HEAD"}:
                yield Place(before + route.path, method, names)
        else:
            yield Place(f"{before}{route.path}/{{rest}}", "GET", ())


def _names(dependant: Any) -> Iterator[str]:
    if dependant is None:
        return
    for each in (*dependant.query_params, *dependant.body_params):
        yield each.alias
        yield from getattr(each.field_info.annotation, "model_fields", ())
    for each in dependant.dependencies:
        yield from _names(each)


class Mind(NamedTuple):
    """Where hostile requests come from: chance, the names that forms have, and what parts of an address may be."""

    chance: random.Random
    fields: Sequence[str]
    likely: Mapping[str, Sequence[str]] = LIKELY

    def request(self, place: Place, csrf: str) -> Request:
        chance = self.chance
        method = place.method if chance.random() < 0.85 else chance.choice(METHODS)
        target = self._target(place)
        headers = tuple(chance.sample(ODD_HEADERS, chance.choice((0, 0, 0, 0, 1, 1, 3))))
        if method not in ("POST", "PUT", "PATCH", "QUERY"):
            return Request(method, target, headers)
        kind, body = self._body(place, csrf)
        if chance.random() < 0.1:
            kind = chance.choice(KINDS)
        return Request(method, target, (*headers, (b"content-type", kind)), body)

    def text(self) -> str:
        chance = self.chance
        if chance.random() < 0.8:
            return chance.choice(TEXTS)
        return "".join(chr(chance.choice((chance.randrange(128), chance.randrange(0x3000), chance.randrange(0x110000))))
                       for _ in range(chance.randrange(1, 9)))  # fmt: skip

    def _target(self, place: Place) -> str:
        path = re.sub(r"\{(\w+)(?::\w+)?\}", lambda found: self._part(found[1]), place.path)
        chance = self.chance
        names = self._some_names(place, chance.choice((0, 0, 1, 2, 4)))
        query = urlencode([(name, _bytes(self.text())) for name in names])
        if chance.random() < 0.03:
            query = chance.choice(ODD_QUERIES)
        return f"{path}?{query}" if query else path

    def _part(self, name: str) -> str:
        likely = self.likely.get(name, ())
        if likely and self.chance.random() < (0.3 if name == "number" else 0.7):
            return quote(self.chance.choice(likely))
        return quote(_bytes(self.text())[:600], safe=self.chance.choice(("", "", "/")))

    def _some_names(self, place: Place, count: int) -> list[str]:
        chance = self.chance
        known = place.names or self.fields
        return [
            chance.choice(known if chance.random() < 0.6 else self.fields) for _ in range(count)
        ]

    def _body(self, place: Place, csrf: str) -> tuple[bytes, bytes]:
        chance = self.chance
        if place.path.startswith("/api/") or chance.random() < 0.05:
            return b"application/json", self._json(place)
        pairs = [
            (name.encode(), _bytes(self.text()))
            for name in self._some_names(place, chance.randrange(5))
        ]
        pairs += [(b"csrf", csrf.encode())] if chance.random() < 0.8 else []
        if chance.random() < 0.02:
            pairs += [(b"a.%d" % each, b"x") for each in range(chance.choice((300, 2_000)))]
        if "file" in place.names or chance.random() < 0.1:
            return self._parts(pairs)
        return FORM, urlencode(pairs).encode() if chance.random() < 0.95 else b"%" + bytes(
            range(256)
        )

    def _parts(self, pairs: list[tuple[bytes, bytes]]) -> tuple[bytes, bytes]:
        """A body of several parts, with a file among them, not always whole."""
        chance = self.chance
        edge = chance.choice((b"edge", b"edge", b"e" * 70, b"----WebKit"))
        name, kind = (
            _bytes(self.text()).replace(b'"', b"%22"),
            chance.choice((b"application/pdf", b"image/png", b"", b"\xff")),
        )
        content = chance.choice(
            (
                b"",
                b"%PDF-1.7",
                b"\x89PNG\r\n\x1a\n" + bytes(64),
                b"PK\x03\x04" + bytes(99),
                b"\xff\xd8\xff" + bytes(80),
            )
        )
        file = chance.choice((b"file", b"photograph", b"roll", b"a.file"))
        parts = [b'form-data; name="%b"\r\n\r\n%b' % each for each in pairs]
        parts += [
            b'form-data; name="%b"; filename="%b"\r\nContent-Type: %b\r\n\r\n%b'
            % (file, name, kind, content)
        ]
        if chance.random() < 0.2:
            parts += [
                chance.choice(
                    (
                        b"form-data\r\n\r\nx",
                        b'form-data; name="a',
                        b"\r\n\r\n",
                        b"form-data; name*=utf-8''%ff\r\n\r\nx",
                    )
                )
            ]
        body = b"".join(b"--%b\r\nContent-Disposition: %b\r\n" % (edge, part) for part in parts)
        whole = body + b"--%b--\r\n" % edge
        cut = len(whole) if chance.random() < 0.85 else chance.randrange(len(whole))
        return b"multipart/form-data; boundary=" + edge, whole[:cut]

    def _json(self, place: Place) -> bytes:
        chance = self.chance
        if chance.random() < 0.15:
            return chance.choice(BAD_JSON)
        names = self._some_names(place, chance.randrange(6))
        body = {name: self._value(3) for name in names}
        if chance.random() < 0.5:
            names = (chance.choice(self.fields).removeprefix("a.") for _ in range(4))
            body["answers"] = {name: self._value(2) for name in names}
        if chance.random() < 0.5:
            body["on"] = "2024-02-05"
        return json.dumps(body, ensure_ascii=chance.random() < 0.7).encode("utf-8", "surrogatepass")

    def _value(self, deep: int) -> Any:
        chance = self.chance
        match chance.randrange(8 if deep else 5):
            case 0 | 1 | 2:
                return self.text()
            case 3:
                return chance.choice(
                    (
                        0,
                        -1,
                        1,
                        2**31,
                        2**63,
                        -(2**64),
                        10**300,
                        1.5,
                        -0.0,
                        1e308,
                        float("nan"),
                        float("inf"),
                    )
                )
            case 4:
                return chance.choice((None, True, False))
            case 5 | 6:
                return {self.text(): self._value(deep - 1) for _ in range(chance.randrange(4))}
            case _:
                return [self._value(deep - 1) for _ in range(chance.randrange(4))]


def _bytes(text: str) -> bytes:
    """Half of a pair of surrogates is no text, but its bytes are sent all the same."""
    return text.encode("utf-8", "surrogatepass")
