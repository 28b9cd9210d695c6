"""编号: how a kind of document is numbered, and in which series and period its counter runs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Numbering:
    """Which counter a number comes from, before it is taken: gapless within (series, period)."""

    series: str
    period: str
    write: Callable[[int], str]


def numbering(
    style: str, *, series: str, kind: str, organ: str, region: str, on: date
) -> Numbering:
    """The counter of a kind of document of one organ, and how its count is written.

    `organ` is the issuing organ's short name 发文机关代字; `region` its 6-digit division code.
    """
    return STYLES[style](series, kind, organ, region, on)


def case_numbering(region: str, on: date) -> Numbering:
    """案号: WF-510105-2024-0001."""
    return Numbering(
        f"case {region}", str(on.year), lambda count: f"WF-{region}-{on.year}-{count:04d}"
    )


def document_numbering(on: date) -> Numbering:
    """文书 id: D-2024-000117, one series for the whole office."""
    return Numbering("document", str(on.year), lambda count: f"D-{on.year}-{count:06d}")


def _letter(series: str, kind: str, organ: str, region: str, on: date) -> Numbering:
    """文号: 示规资许受〔2024〕12号, no leading zero, no 第 (GB/T 9704-2012)."""
    return Numbering(
        f"{organ}{series}", str(on.year), lambda count: f"{organ}{series}〔{on.year}〕{count}号"
    )


def _plain(series: str, kind: str, organ: str, region: str, on: date) -> Numbering:
    return Numbering(
        f"{kind} {organ}", str(on.year), lambda count: f"{series}〔{on.year}〕{count}号"
    )


def _planning_permit(series: str, kind: str, organ: str, region: str, on: date) -> Numbering:
    """建字第: region 6, year 4, GG 工程规划, serial 7."""
    return Numbering(
        f"{kind} {organ}", str(on.year), lambda count: f"建字第{region}{on.year}GG{count:07d}号"
    )


def _verification(series: str, kind: str, organ: str, region: str, on: date) -> Numbering:
    """核字第: written as its planning permit is."""
    return Numbering(
        f"{kind} {organ}", str(on.year), lambda count: f"核字第{region}{on.year}{count:05d}号"
    )


def _construction_permit(series: str, kind: str, organ: str, region: str, on: date) -> Numbering:
    """18 digits: region 6, date 8, class 01 房建, serial 2 of that day."""
    return Numbering(
        f"{kind} {organ}", on.isoformat(), lambda count: f"{region}{on:%Y%m%d}01{count:02d}"
    )


STYLES: Mapping[str, Callable[[str, str, str, str, date], Numbering]] = {
    "letter": _letter,
    "plain": _plain,
    "planning_permit": _planning_permit,
    "construction_permit": _construction_permit,
    "verification": _verification,
}
