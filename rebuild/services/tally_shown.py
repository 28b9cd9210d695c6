"""实时计票: a vote as measures against their marks, area and heads each on its own, and what is still to be done."""

from collections.abc import Iterable, Iterator
from datetime import date

from rebuild.cases.facts import Case, Json, Run
from rebuild.law.areas import Area, Heads
from rebuild.law.consensus import Policy, passed, share_in_words, short_by
from rebuild.law.measure import Measure, counted, counted_units, measure_of
from rebuild.law.owners import households_of
from rebuild.law.progress import Progress, progress
from rebuild.law.rule import Limits
from rebuild.law.tally import Tally, TallyUnit, Vote

RUN_OF_UNITS = 3  # so many in a row are told as 302 至 306
_STEPS = ("quorum", "approval")


def tally_shown(case: Case, run: Run, limits: Limits, *, on: date) -> dict[str, Json]:
    """The three tests, each with its two measures, and one sentence naming the units still to be won."""
    measure = measure_of(limits, run, on)
    count, units = counted(case, run, measure), counted_units(case, run, measure)
    by_name = {each.name: each for each in progress(count, measure.thresholds, measure.policy)}
    last = "local" if measure.policy is Policy.LOCAL_SHARE else "unanimous"
    return {
        "steps": [_step(name, by_name, count, measure) for name in (*_STEPS, last)],
        "passed": measure.passed(count),
        "lawful": passed(count, Policy.STATUTORY_278, measure.thresholds),
        "headline": _headline(count, measure),
        "to_do": _to_do(units, measure),
        "parts": _parts(units),
        "total": {
            "units": len(units),
            "area": str(count.total.area),
            "entered": sum(_answered(each) for each in units),
            "taking_part": sum(each.takes_part for each in units),
            "agreeing": sum(each.agrees for each in units),
            "waiting": sum(not _answered(each) for each in units),
        },
        "count": len(households_of(case, run)),
    }


def _step(name: str, tests: dict[str, Progress], count: Tally, measure: Measure) -> dict[str, Json]:
    shares = measure.thresholds
    title, note, share = {
        "quorum": ("一、参与表决", "民法典第二百七十八条：各达全体的三分之二", str(shares.quorum)),
        "approval": ("二、参与者中同意", "各达参与表决的四分之三", str(shares.approval)),
        "unanimous": ("三、全体一致", "本项目约定，比法定更严", "全体"),
        "local": ("三、同意占全体", f"本地规定：{share_in_words(shares.whole)}", str(shares.whole)),
    }[name]
    if name == "unanimous" and measure.policy is not Policy.UNANIMOUS:
        note = "本项目未要求"
    whole = count.taking_part if name == "approval" else count.total
    bars = (
        _bar("面积", "㎡", share, tests[f"{name}_area"], whole.area),
        _bar("人数", "人", share, tests[f"{name}_heads"], whole.heads),
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


def _headline(count: Tally, measure: Measure) -> str:
    if measure.passed(count):
        whole = measure.policy is Policy.UNANIMOUS
        return "全体一致，已经达到。" if whole else "通过条件已全部达到。"
    if passed(count, Policy.STATUTORY_278, measure.thresholds):
        lacking = "全体一致" if measure.policy is Policy.UNANIMOUS else "本地规定的比例"
        return f"法定门槛已全部达到，还没有达到{lacking}。"
    lacks = short_by(count, Policy.STATUTORY_278, measure.thresholds)
    parts = [
        f"{lacks.heads} 户" if lacks.heads > Heads(0) else "",
        f"{lacks.area} ㎡" if lacks.area > Area(0) else "",
    ]
    return f"再有 {'、'.join(filter(None, parts))} 有效同意，法定门槛即全部达到。"


def _to_do(units: Iterable[TallyUnit], measure: Measure) -> str:
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
    wanted = "若要全体一致，还须" if measure.policy is Policy.UNANIMOUS else "还没有同意的"
    return f"{wanted}：{'，'.join(told)}。达到与否按整数相乘比较，等于即达到。"


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
