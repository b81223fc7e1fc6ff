"""How the growth of figures is told, in numbers, in words and as a picture."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

from tests.benchmarks import growth, scale
from tests.benchmarks.measure import Figure


def _figure(name: str, n: int, value: float, unit: str = "ms", area: str = "scale") -> Figure:
    return Figure(area, name, n, value, unit, "a rival: 1", 0.5, 1.0)


def test_ten_times_as_long_for_ten_times_the_articles_is_linear() -> None:
    measured = [_figure(scale.SORT, 1_000, 8.0), _figure(scale.SORT, 10_000, 80.0)]
    (grown,) = growth.figures(measured)
    assert (grown.n, grown.value, grown.met) == (10_000, 10.0, True)


def test_half_as_many_files_a_second_are_twice_as_long_for_each() -> None:
    measured = [
        _figure(scale.FIRST_INDEX, 1_000, 5_000, "files/s"),
        _figure(scale.FIRST_INDEX, 10_000, 2_500, "files/s"),
    ]
    (grown,) = growth.figures(measured)
    assert (grown.value, grown.met) == (20.0, False)


def test_a_search_has_to_stay_nearly_flat() -> None:
    measured = [_figure(scale.LETTER, 10_000, 5.0), _figure(scale.LETTER, 100_000, 20.0)]
    assert [grown.met for grown in growth.figures(measured)] == [False]


def test_the_page_keeps_its_words_and_gets_the_table_and_the_plot(tmp_path: Path) -> None:
    page = tmp_path / growth.PAGE
    page.write_text(f"Before.\n{growth.BEGIN}stale\n{growth.END}Behind.\n")
    measured = [_figure(scale.SORT, 1_000, 8.0), _figure(scale.SORT, 10_000, 81.0)]
    growth.write([*measured, _figure("elsewhere", 7, 1.0, area="speed")], tmp_path)
    text = page.read_text()
    assert text.startswith("Before.\n")
    assert text.endswith("Behind.\n")
    assert "| sort by the slowest column | 8.00 ms | 81.0 ms | a rival: 1 | met |" in text
    assert "stale" not in text
    assert "elsewhere" not in text
    picture = ElementTree.parse(tmp_path / growth.PLOT)
    shown = [element.text for element in picture.iter() if element.get("class") == "value"]
    assert shown == ["8.0", "81"]
