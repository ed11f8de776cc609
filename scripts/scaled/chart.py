"""A small line chart as SVG, both axes logarithmic."""

import math
from collections.abc import Iterator, Mapping

_WIDTH, _HEIGHT, _LEFT, _RIGHT, _TOP, _BOTTOM = 720, 400, 60, 190, 20, 40
_COLOURS = ("#2563eb", "#d97706", "#059669", "#db2777", "#7c3aed", "#475569")

Lines = Mapping[str, Mapping[int, float]]
"""Values above 0 by size, by name."""

Point = tuple[float, float]


class _Scale:
    """From values to pixels, whole powers of ten at both ends."""

    def __init__(self, values: list[float], start: float, end: float) -> None:
        self.low = math.floor(math.log10(min(values)))
        self.high = max(self.low + 1, math.ceil(math.log10(max(values))))
        self._start, self._end = start, end

    def at(self, value: float) -> float:
        share = (math.log10(value) - self.low) / (self.high - self.low)
        return round(self._start + share * (self._end - self._start), 1)

    @property
    def powers(self) -> Iterator[float]:
        return (10.0**power for power in range(self.low, self.high + 1))


def chart(lines: Lines, across: str) -> str:
    """The lines with their names at their ends, over sizes of what `across` says."""
    sizes = _Scale([size for line in lines.values() for size in line], _LEFT, _WIDTH - _RIGHT)
    values = _Scale([value for line in lines.values() for value in line.values()], _HEIGHT - _BOTTOM, _TOP)
    parts = [*_grid(sizes, values), _text(sizes.at(10**sizes.high), _HEIGHT - 4, across, anchor="end")]
    for colour, (name, line) in zip(_COLOURS, lines.items(), strict=False):
        parts += _line(name, [(sizes.at(size), values.at(value)) for size, value in line.items()], colour)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" font-family="sans-serif" '
        f'font-size="12">\n<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#fff"/>\n' + "\n".join(parts) + "\n</svg>\n"
    )


def _grid(sizes: _Scale, values: _Scale) -> Iterator[str]:
    low, high = sizes.at(10**sizes.low), sizes.at(10**sizes.high)
    bottom, top = values.at(10**values.low), values.at(10**values.high)
    for power in sizes.powers:
        yield _rule((sizes.at(power), bottom), (sizes.at(power), top))
        yield _text(sizes.at(power), bottom + 16, f"{power:,.0f}", anchor="middle")
    for power in values.powers:
        yield _rule((low, values.at(power)), (high, values.at(power)))
        yield _text(low - 6, values.at(power) + 4, f"{power:,g}", anchor="end")


def _rule(start: Point, end: Point) -> str:
    return f'<path d="M{start[0]} {start[1]}L{end[0]} {end[1]}" stroke="#ddd"/>'


def _line(name: str, points: list[Point], colour: str) -> Iterator[str]:
    path = "L".join(f"{x} {y}" for x, y in points)
    yield f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="2"/>'
    yield from (f'<circle cx="{x}" cy="{y}" r="3" fill="{colour}"/>' for x, y in points)
    x, y = points[-1]
    yield _text(x + 8, y + 4, name, colour=colour)


def _text(x: float, y: float, text: str, *, anchor: str = "start", colour: str = "#333") -> str:
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}" fill="{colour}">{text}</text>'
