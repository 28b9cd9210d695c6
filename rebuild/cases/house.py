"""What is true of a house: the building, its units and owners, what was found, and each measured picture of it."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Building:
    """房屋: the old house as it stands in the register."""

    name: str
    address: str
    region: str  # 6-digit division code, GB/T 2260
    structure: str
    storeys: int
    gross_area: int  # 建筑面积, 0.01 ㎡
    land_area: int  # 用地面积, 0.01 ㎡
    year_built: str = ""
    use: str = "住宅"
    households: int = 0


@dataclass(frozen=True, slots=True)
class Owner:
    """产权人: one holder of one unit; the identity number lives in the people tables only."""

    name: str
    share: Fraction = Fraction(1)
    kind: str = "person"  # person, minor, heirs, missing, company, public
    note: str = ""
    agent: str = ""  # 监护人, 遗产管理人, 财产代管人, 单位授权代表: who answers for the owner


@dataclass(frozen=True, slots=True)
class Household:
    """户: one exclusive unit with its title, as the frozen roll has it."""

    unit: str
    area: int  # 专有面积, 0.01 ㎡
    owners: tuple[Owner, ...]
    area_source: str = "register"  # register, survey, contract: 建筑物区分所有权解释8
    holding: str = "sole"  # sole, shares, joint
    title: str = ""  # 不动产权证号
    developer_unsold: bool = False
    mortgaged_to: str = ""
    creditor_consents: bool = False
    seized_by: str = ""
    court_consents: bool = False


@dataclass(frozen=True, slots=True)
class Roll:
    """业主名册 as of a day; a round of voting freezes it."""

    as_of: date
    households: tuple[Household, ...]


@dataclass(frozen=True, slots=True)
class Appraisal:
    """房屋安全鉴定: what the report says; software never grades a building."""

    report_number: str
    body: str
    grade: str  # A, B, C, D (JGJ 125-2016)
    handling: str  # treat, observe, stop_use, demolish (129号令9)
    appraised_on: date
    appraisers: tuple[str, ...]
    sealed: bool
    findings: str = ""


@dataclass(frozen=True, slots=True)
class UnitFigure:
    """One unit in a snapshot: whose it is and how large."""

    unit: str
    holder: str
    area: int  # 0.01 ㎡


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One measured picture of the building: existing, designed, permitted or as built; never changed."""

    gross_area: int  # 0.01 ㎡
    land_area: int  # 0.01 ㎡
    storeys_above: int
    storeys_below: int
    eave_height: int  # mm
    ridge_height: int  # mm
    setback: int  # 最小退距, mm
    footprint: tuple[tuple[int, int], ...]  # 外轮廓, mm on the local grid
    parcel: str
    land_use: str
    units: tuple[UnitFigure, ...]
    measured_by: str = ""
    measured_on: date | None = None
