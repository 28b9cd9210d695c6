"""资金分摊: a sum of money shared by area, in whole cents that add up to the sum, nobody a cent too far off."""

from collections.abc import Mapping


def shares_by_area(total: int, areas: Mapping[str, int]) -> dict[str, int]:
    """Share `total` cents among units by their areas (民法典283), to the cent.

    Each gets his exact share cut down to the cent; the cents left over go one each to those who lost
    the most by the cut, and among equals to the one who comes first in `areas`.
    """
    whole = sum(areas.values())
    if total < 0 or whole <= 0 or any(area <= 0 for area in areas.values()):
        raise ValueError("money is shared among units of positive area")
    shares = {unit: total * area // whole for unit, area in areas.items()}
    lost = {unit: total * area % whole for unit, area in areas.items()}
    left = total - sum(shares.values())
    for unit in sorted(areas, key=lambda each: -lost[each])[:left]:
        shares[unit] += 1
    return shares
