"""Facts to HTML: the only file of documents that knows Jinja2."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import (
    Environment,
    FileSystemLoader,
    StrictUndefined,
    TemplateError,
    UndefinedError,
    meta,
    nodes,
)

from rebuild.documents import boxes, frame, outlines, qr, tables, typeset, wording
from rebuild.documents.kinds import MARK, Kind
from rebuild.errors import DefinitionError, PrintError
from rebuild.resources import templates

_FILTERS = (
    *(
        wording.day,
        wording.day_in_words,
        wording.number_in_words,
        wording.area,
        wording.decimal_area,
    ),
    *(
        wording.money,
        wording.money_wan,
        wording.money_in_words,
        wording.exact_share,
        wording.percent,
    ),
    *(wording.masked, wording.masked_identity, wording.masked_phone, wording.applicant),
    *(wording.storey, wording.or_slash, wording.sentence_list, wording.official_number),
    *(wording.we, wording.you, wording.ended, wording.must_hold),
    *(typeset.paragraph, typeset.grid, typeset.inline, typeset.filled, typeset.figures),
    *(
        boxes.boxed,
        boxes.ragged,
        tables.table_parts,
        tables.sheets_of,
        tables.line_count,
        typeset.spread,
        typeset.spaced,
        boxes.fitting_size,
        boxes.fits,
        boxes.paginate,
    ),
    *(qr.qr_image, qr.quiet_zone, qr.short_code),
)
_FUNCTIONS = (
    *(frame.frame, frame.plain_frame, frame.divider, frame.ring),
    *(outlines.outlined, outlines.outline_width, outlines.title_lines),
    *(typeset.signature_axis, boxes.fitting_size, wording.day, qr.qr_image, qr.quiet_zone),
)


def render_html(kind: Kind, facts: Mapping[str, Any]) -> str:
    """The page of a document; PrintError where a fact is missing or does not fit."""
    lacking = sorted((kind.facts | {MARK}) - facts.keys())
    if lacking:
        raise PrintError(f"《{kind.title}》缺少事实：{'、'.join(lacking)}。请补齐后重新打印。")
    try:
        return _environment(kind.folder.parent.parent).get_template(kind.template).render(facts)
    except UndefinedError as error:
        raise PrintError(
            f"《{kind.title}》缺少事实：{error.message}。请补齐后重新打印。"
        ) from error
    except TemplateError as error:
        raise DefinitionError((f"{_place(kind, error)}: {error.message}",)) from error


def asked_facts(kind: Kind) -> frozenset[str]:
    """The facts a template asks for, through everything it extends and includes; without `mark`."""
    environment = _environment(kind.folder.parent.parent)
    seen: set[str] = set()
    asked: set[str] = set()
    waiting = [kind.template]
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        tree = environment.parse(_source(environment, name), name=name)
        asked |= meta.find_undeclared_variables(tree) - _own_names(tree)
        waiting += [found for found in meta.find_referenced_templates(tree) if found]
    return frozenset(asked - environment.globals.keys() - {MARK})


class _Facts(Environment):
    """An environment in which `mark.copy` is the fact of that name, never the method of a dict."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        if isinstance(obj, Mapping) and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)


@cache
def _environment(root: Path) -> Environment:
    environment = _Facts(
        loader=FileSystemLoader((root, templates())),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update({function.__name__: function for function in _FILTERS})
    environment.globals.update({function.__name__: function for function in _FUNCTIONS})
    return environment


def _own_names(tree: nodes.Template) -> set[str]:
    """What a template imports or defines for itself; its blocks see it, which the analysis does not know."""
    names = {macro.name for macro in tree.find_all(nodes.Macro)}
    names |= {found.target for found in tree.find_all(nodes.Import)}
    for found in tree.find_all(nodes.FromImport):
        names |= {name if isinstance(name, str) else name[1] for name in found.names}
    return names


def _source(environment: Environment, name: str) -> str:
    assert environment.loader is not None
    return environment.loader.get_source(environment, name)[0]


def _place(kind: Kind, error: TemplateError) -> str:
    line = getattr(error, "lineno", None)
    return f"{kind.folder / 'document.html'}" + (f":{line}" if line else "")
