"""拼音首字母: 君平街89号院 is found by jpj89hy, as people type it who will not switch keyboards."""

from functools import lru_cache


@lru_cache(maxsize=4096)
def initials_of(*texts: str) -> str:
    """The first letter of every character's reading, lower case; what is no Chinese stays as it is."""
    from pypinyin import Style, lazy_pinyin  # its dictionary is slow to load, and few steps need it

    readings = (lazy_pinyin(text, style=Style.FIRST_LETTER) for text in texts)
    return " ".join("".join(each).lower().replace(" ", "") for each in readings if each)
