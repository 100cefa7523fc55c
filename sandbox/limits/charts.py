"""`data_visualization`: line, bar, area and pie."""

from sandbox.limits.spot import Check, Spot, items, number, shape, string, tagged
from sandbox.limits.text import ID

SERIES = 6
POINTS = 20
LABEL = string(20)


def _positive(spot: Spot) -> None:
    number(spot)
    if isinstance(spot.value, int | float) and spot.value <= 0:
        spot.refuse("must be greater than 0")


def _distinct(key: str, field: str) -> Check:
    def check(spot: Spot) -> None:
        seen: set[object] = set()
        for item in spot.at(key).each():
            name = item.get(field)
            if isinstance(name, str) and name in seen:
                item.at(field).refuse(f"{field} must be unique: {name}")
            seen.add(str(name))

    return check


def _points_follow_categories(spot: Spot) -> None:
    categories = spot.at("axis_config").get("categories")
    for series in spot.at("series").each():
        points = series.get("data")
        if isinstance(points, list) and isinstance(categories, list):
            labels = [p.get("label") for p in points if isinstance(p, dict)]
            if labels != categories:
                series.at("data").refuse("labels must equal axis_config.categories, in order")


_point = shape(("label", "value"), label=LABEL, value=number)
_series = shape(("name", "data"), name=LABEL, data=items(_point, least=1, most=POINTS))
_axis = shape(
    ("categories",),
    categories=items(LABEL, least=1, most=POINTS),
    x_label=string(50),
    y_label=string(50),
)
_plotted = shape(
    ("series", "axis_config"),
    _distinct("series", "name"),
    _points_follow_categories,
    series=items(_series, least=1, most=SERIES),
    axis_config=_axis,
)
_segment = shape(("label", "value"), label=LABEL, value=_positive)
CHARTS: dict[str, Check] = {
    "line": _plotted,
    "bar": _plotted,
    "area": _plotted,
    "pie": shape(
        ("segments",),
        _distinct("segments", "label"),
        segments=items(_segment, least=1, most=SERIES),
    ),
}
data_visualization = shape(("title", "chart"), block_id=ID, title=string(50), chart=tagged(CHARTS))
