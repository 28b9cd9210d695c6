"""实时计票: a vote as measures against their marks, area and heads each on its own, and what is still to be done."""

from collections.abc import Iterable, Iterator
from datetime import date

from rebuild.cases.facts import Case, Json, Run
from rebuild.law.areas import Area, Heads
from rebuild.law.consensus import Policy, passed, short_by
from rebuild.law.owners import households_of, policy_on, tally_of, units_of
from rebuild.law.progress import Progress, progress
from rebuild.law.rule import Limits
from rebuild.law.tally import Tally, TallyUnit, Vote

RUN_OF_UNITS = 3  # so many in a row are told as 302 至 306
_TITLES = {
    "quorum": ("一、参与表决", "民法典第二百七十八条：各达全体的三分之二", "2/3"),
    "approval": ("二、参与者中同意", "各达参与表决的四分之三", "3/4"),
    "unanimous": ("三、全体一致", "本项目约定，比法定更严", "全体"),
}


def tally_shown(case: Case, run: Run, limits: Limits, *, on: date) -> dict[str, Json]:
    """The three tests, each with its two measures, and one sentence naming the units still to be won."""
    counted = tally_of(case, run)
    # What took effect is judged by the measure of that day; a later one binds later votes.
    taken_effect = run.entered("effective")
    policy = policy_on(limits, taken_effect.since if taken_effect else on)
    units = units_of(case, run)
    by_name = {each.name: each for each in progress(counted)}
    steps = [_step(name, by_name, counted, policy) for name in _TITLES]
    return {
        "steps": steps,
        "passed": passed(counted, policy),
        "lawful": passed(counted, Policy.STATUTORY_278),
        "headline": _headline(counted, policy),
        "to_do": _to_do(units, counted, policy),
        "parts": _parts(units),
        "total": {
            "units": len(units),
            "area": str(counted.total.area),
            "entered": sum(_answered(each) for each in units),
            "taking_part": counted.taking_part.heads.number,
            "agreeing": counted.agreeing.heads.number,
            "waiting": sum(not _answered(each) for each in units),
        },
        "count": len(households_of(case, run)),
    }


def _step(name: str, tests: dict[str, Progress], counted: Tally, policy: Policy) -> dict[str, Json]:
    title, note, share = _TITLES[name]
    if name == "unanimous" and policy is not Policy.UNANIMOUS:
        note = "本项目未要求"
    whole = {
        "quorum": counted.total,
        "approval": counted.taking_part,
        "unanimous": counted.total,
    }[name]
    bars = (
        _bar("面积", "㎡", share, tests[f"{name}_area"], whole.area),
        _bar("户数", "户", share, tests[f"{name}_heads"], whole.heads),
    )
    return {"name": name, "title": title, "note": note, "bars": list(bars)}


def _bar(label: str, unit: str, share: str, test: Progress, whole: Area | Heads) -> dict[str, Json]:
    """One measure: reached, of what, where the mark stands, by how much it is missed or passed."""
    reached, needed = _number(test.reached), _number(test.needed)
    over = type(test.reached)(max(0, reached - needed))
    if test.passed:
        verdict = f"已达到，多 {over} {unit}" if reached > needed else "已达到，正好"
    else:
        verdict = f"还差 {test.missing} {unit}"
    return {
        "label": label,
        "value": reached,
        # Fewer may take part than the quorum asks for; the mark must stand on the track all the same.
        "whole": max(_number(whole), needed),
        "mark": needed,
        "mark_words": f"{share}　{test.needed} {unit}",
        "figures": f"{test.reached} / {whole} {unit}",
        "passed": test.passed,
        "verdict": verdict,
    }


def _headline(counted: Tally, policy: Policy) -> str:
    if passed(counted, policy):
        return "全体一致，已经达到。" if policy is Policy.UNANIMOUS else "法定门槛已全部达到。"
    if passed(counted, Policy.STATUTORY_278):
        return "法定门槛已全部达到，还没有全体一致。"
    lacking = short_by(counted, Policy.STATUTORY_278)
    parts = [
        f"{lacking.heads} 户" if lacking.heads > Heads(0) else "",
        f"{lacking.area} ㎡" if lacking.area > Area(0) else "",
    ]
    return f"再有 {'、'.join(filter(None, parts))} 有效同意，法定门槛即全部达到。"


def _to_do(units: Iterable[TallyUnit], counted: Tally, policy: Policy) -> str:
    """Which units must still sign, sign anew, be won over or be reached, in one sentence."""
    units = tuple(units)
    names = [each.unit for each in units]
    groups = (
        ("补签", [each.unit for each in units if _partly(each)]),
        ("重签", [each.unit for each in units if _void(each)]),
        ("改变意见", [each.unit for each in units if _against(each)]),
        ("表决", [each.unit for each in units if not _answered(each)]),
    )
    told = [f"{_named(names, of)} {what}" for what, of in groups if of]
    if not told:
        return ""
    wanted = "若要全体一致" if policy is Policy.UNANIMOUS else "还没有同意的"
    return f"{wanted}，还须：{'，'.join(told)}。达到与否按整数相乘比较，等于即达到。"


def _parts(units: Iterable[TallyUnit]) -> list[dict[str, Json]]:
    """How the units stand, for the words below the last measure."""
    units = tuple(units)
    against = sum(_against(each) for each in units)
    counts = (
        ("agree", "同意", sum(each.agrees for each in units)),
        ("partly", "共有未签齐", sum(_partly(each) for each in units)),
        ("against", "反对或弃权", against),
        ("void", "废票", sum(_void(each) for each in units)),
        ("none", "未表决", sum(not _answered(each) for each in units)),
    )
    return [{"kind": kind, "label": label, "units": many} for kind, label, many in counts if many]


def _answered(unit: TallyUnit) -> bool:
    return any(each.vote is not Vote.NONE for each in unit.owners)


def _void(unit: TallyUnit) -> bool:
    """Only spoilt ballots: it takes no part."""
    return _answered(unit) and not unit.takes_part


def _partly(unit: TallyUnit) -> bool:
    """Some of its owners agree and the others have not answered."""
    answers = {each.vote for each in unit.owners}
    return unit.is_split and answers <= {Vote.AGREE, Vote.NONE, Vote.INVALID}


def _against(unit: TallyUnit) -> bool:
    return unit.takes_part and not unit.agrees and not _partly(unit)


def _named(order: list[str], units: list[str]) -> str:
    """Units as people say them: 302 至 306、401."""
    return "、".join(_runs(order, units))


def _runs(order: list[str], units: list[str]) -> Iterator[str]:
    places = [order.index(each) for each in units]
    begin = 0
    for end in range(1, len(places) + 1):
        if end < len(places) and places[end] == places[end - 1] + 1:
            continue
        run = units[begin:end]
        if len(run) >= RUN_OF_UNITS:
            yield f"{run[0]} 至 {run[-1]}"
        else:
            yield from run
        begin = end


def _number(figure: Area | Heads) -> int:
    return figure.hundredths if isinstance(figure, Area) else figure.number
