"""Figures as a finding tells them, and the measure ratios are given in."""

TEN_THOUSAND = 10_000  # ratios of the law are whole ten-thousandths


def area(hundredths: int) -> str:
    """An area as a finding tells it."""
    return f"{hundredths // 100}.{hundredths % 100:02d}㎡"


def metres(millimetres: int) -> str:
    """A length as a finding tells it."""
    return f"{millimetres // 1000}.{millimetres % 1000:03d}米"


def larger(what: str, new: int, old: int, than: str) -> str:
    """How much one area exceeds another, with both."""
    return f"{what}{area(new)}，{than}{area(old)}，超出{area(new - old)}"
