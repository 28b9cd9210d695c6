"""Whether every rule and figure of a definition stands on a source of law, and every source is cited."""

from collections.abc import Iterator

from rebuild.engine.definition import LimitWord
from rebuild.engine.inspection import Inspection, Path
from rebuild.law.measure import WORDS, Silence

UNFILED = ("local_policy", "procedure_rules")  # an office's own wish is no rule it has filed


def check_law(inspection: Inspection) -> None:
    cited = set(_cited_by_rules(inspection)) | inspection.house.words_in_code
    for name, limit in inspection.workflow.limits.items():
        _check_figures(inspection, ("limits", name), limit, cited)
    for path, _, _, _, action in inspection.actions():
        for place, field in enumerate(action.asks):
            if field.basis:
                _check_basis(inspection, (*path, "asks", place, "basis"), field.basis, cited)
    _check_used(inspection, cited)


def source_of(basis: str) -> str:
    """The source a basis names: `licensing_law art. 32` is of `licensing_law`."""
    return basis.split(" ", 1)[0]


def _cited_by_rules(inspection: Inspection) -> Iterator[str]:
    rules, sources = inspection.house.rules, inspection.workflow.sources
    for path, _, _, _, action in inspection.actions():
        inspection.all_known((*path, "rules"), "rule", action.rules, rules)
        for place, code in enumerate(action.rules):
            if code not in rules:
                continue
            source = source_of(rules[code])
            if not source:
                inspection.value((*path, "rules", place), f"rule '{code}' has no basis")
            elif source not in sources:
                inspection.value(
                    (*path, "rules", place),
                    f"rule '{code}' is based on '{source}', which law.yaml does not have",
                )
            yield source


def _check_figures(inspection: Inspection, path: Path, limit: LimitWord, cited: set[str]) -> None:
    if not limit.values:
        inspection.name((*path, "values"), "a limit needs at least one dated value")
    for day, value in limit.values.items():
        here = (*path, "values", day.isoformat())
        _check_basis(inspection, (*here, "basis"), value.basis, cited)
        if isinstance(value.value, str) != (limit.unit == "choice"):
            wanted = "a word" if limit.unit == "choice" else "a whole number"
            inspection.value((*here, "value"), f"a figure of {limit.unit} must be {wanted}")
        elif isinstance(value.value, int) and value.value < 0:
            inspection.value((*here, "value"), "a figure of the law is not below zero")
        elif (words := WORDS.get(str(path[-1]))) and value.value not in words:
            inspection.value((*here, "value"), f"'{path[-1]}' says one of {', '.join(words)}")
        elif value.value == Silence.WITH_MAJORITY.value and source_of(value.basis) in UNFILED:
            inspection.value(
                (*here, "basis"), "silence counts only where a filed rule says so: name it"
            )


def _check_basis(inspection: Inspection, path: Path, basis: str, cited: set[str]) -> None:
    source = source_of(basis)
    inspection.known(path, "source of law", source, inspection.workflow.sources)
    cited.add(source)


def _check_used(inspection: Inspection, cited: set[str]) -> None:
    workflow = inspection.workflow
    used = set(inspection.house.words_in_code)
    for _, _, procedure in inspection.procedures():
        used |= set(procedure.settings.values())
        for clock in procedure.clocks.values():
            used |= {clock.limit, clock.extension}
    for name in workflow.sources:
        if name not in cited:
            inspection.name(
                ("sources", name), f"source '{name}' is cited by no rule, figure or field"
            )
    for name in workflow.limits:
        if name not in used:
            inspection.name(("limits", name), f"limit '{name}' is used by no clock and no rule")
