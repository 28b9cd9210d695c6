"""Figures as a finding tells them, and the measure ratios are given in."""

from rebuild.cases.facts import Snapshot

TEN_THOUSAND = 10_000  # ratios of the law are whole ten-thousandths


def area(hundredths: int) -> str:
    """An area as a finding tells it."""
    return f"{hundredths // 100}.{hundredths % 100:02d}㎡"


def yuan(cents: int) -> str:
    """A sum of money as a finding tells it."""
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100}.{abs(cents) % 100:02d}元"


def metres(millimetres: int) -> str:
    """A length as a finding tells it."""
    return f"{millimetres // 1000}.{millimetres % 1000:03d}米"


def larger(what: str, new: int, old: int, than: str) -> str:
    """How much one area exceeds another, with both."""
    return f"{what}{area(new)}，{than}{area(old)}，超出{area(new - old)}"


def too_high(old: Snapshot, new: Snapshot, allowed: int, what: str, than: str) -> list[str]:
    """Where eaves or ridge stand higher than they stood or may stand, with both heights."""
    return [
        f"{what}{name}{metres(is_now)}，{than}为{metres(was)}，超出{metres(is_now - was)}（允许{metres(allowed)}）"
        for name, is_now, was in (
            ("檐口高度", new.eave_height, old.eave_height),
            ("最高点高度", new.ridge_height, old.ridge_height),
        )
        if is_now > was + allowed
    ]
