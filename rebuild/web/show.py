"""Pages from templates: the only file of the desk that knows Jinja2."""

import json
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse, Response
from jinja2 import (
    ChainableUndefined,
    Environment,
    FileSystemLoader,
    PackageLoader,
    PrefixLoader,
    StrictUndefined,
)
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from jinja2.runtime import Context
from markupsafe import Markup

from rebuild.resources import templates
from rebuild.web.wording import FILTERS, weekday

STATIC = Path(__file__).resolve().parent / "static"
CHINESE, ENGLISH = "zh", "en"
_COMPONENT = "govuk_frontend_jinja/components/{}/macro.html"


def show(request: Request, template: str, *, status: int = 200, **facts: Any) -> Response:
    """A page of `templates/pages`, in the frame it extends and in the reader's language."""
    environment = pages(_language(request))
    body = environment.get_template(template).render({**frame(request), **facts})
    return HTMLResponse(body, status)


def part(request: Request, template: str, *, status: int = 200, **facts: Any) -> Response:
    """A piece of a page, for a script that replaces only that piece."""
    return show(request, template, status=status, **facts)


def frame(request: Request) -> dict[str, Any]:
    """What every page is given besides its own facts: who looks, when, in which language and type."""
    now = request.app.state.now()
    language = _language(request)
    visitor = getattr(request.state, "visitor", None)
    return {
        "language": language,
        "path": request.url.path,
        "query": request.url.query,
        "visitor": visitor,
        "csrf": visitor.csrf if visitor else "",
        "today": now.date(),
        "weekday": weekday(now.date(), language=language),
        "demo": request.app.state.demo,
        "large": request.cookies.get("large") == "1",
        "contrast": request.cookies.get("contrast") == "1",
        "may": getattr(request.state, "may", lambda right: False),
        "counts": getattr(request.state, "counts", {}),
        "notice": request.query_params.get("done", ""),
    }


class Translated(Extension):
    """Every message without values is put into the page's language once, when its template is compiled."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        says = _says(self.environment.language)  # type: ignore[attr-defined]
        passing = iter(stream)
        while held := list(islice(passing, 1)):
            if held[0].test("name:_"):
                held += islice(passing, 3)
                if [each.type for each in held[1:]] == ["lparen", "string", "rparen"]:
                    held = [Token(held[2].lineno, "string", says(held[2].value))]
            yield from held


class Plainly(Context):
    """Calls what a template calls; nothing of ours wants to be handed the template's own variables too.

    To ask each macro and function whether it does takes longer than most of them.
    """

    def call(self, called: Callable[..., Any], /, *given: Any, **named: Any) -> Any:
        named.pop("_block_vars", None)
        named.pop("_loop_vars", None)
        return called(*given, **named)


@cache
def pages(language: str) -> Environment:
    """The environment of every page; a fact that is missing stops the page rather than leave a hole."""
    environment = Environment(
        loader=FileSystemLoader(templates() / "pages"),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        extensions=["jinja2.ext.do", Translated],
    )
    environment.context_class = Plainly
    environment.extend(language=language)
    environment.globals["_"] = _says(language)
    environment.filters.update(FILTERS)
    environment.globals["govuk"] = component
    environment.globals["static"] = static_address
    return environment


@cache
def static_address(name: str) -> str:
    """Where a static file is, with its digest, so that a browser may keep it for a year."""
    digest = sha256((STATIC / name).read_bytes()).hexdigest()[:12]
    return f"/static/{name}?{digest}"


def component(name: str, params: Mapping[str, Any]) -> Markup:
    """A component of the GOV.UK kit, called by its name: `govuk('Button', {...})`."""
    return Markup(_macro(name)(params))  # noqa: S704  the kit escapes what it is given


@cache
def _macro(name: str) -> Callable[[Mapping[str, Any]], str]:
    file = "".join(f"-{each.lower()}" if each.isupper() else each for each in name).lstrip("-")
    module = _kit().get_template(_COMPONENT.format(file)).module
    macro: Callable[[Mapping[str, Any]], str] = getattr(module, f"govuk{name}")
    return macro


@cache
def _kit() -> Environment:
    name = "govuk_frontend_jinja"
    # The kit's own templates ask for parameters that may be absent, so they can't be strict.
    return Environment(
        loader=PrefixLoader({name: PackageLoader(name)}),
        undefined=ChainableUndefined,
        autoescape=True,
    )


def _language(request: Request) -> str:
    return ENGLISH if request.cookies.get("language") == ENGLISH else CHINESE


@cache
def _english() -> Mapping[str, str]:
    file = templates() / "pages" / "english.json"
    words: dict[str, str] = json.loads(file.read_text("utf-8")) if file.is_file() else {}
    return words


@cache
def _says(language: str) -> Callable[..., str]:
    words = _english() if language == ENGLISH else {}

    def says(message: str, **values: Any) -> str:
        return (
            words.get(message, message).format(**values) if values else words.get(message, message)
        )

    return says
