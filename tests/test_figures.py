"""The figures in `images/`: what they state, that nothing in them collides, and that they are up to date."""

import io
import os
import re
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox
from PIL import Image

from autograder.book import GREY, IMAGE, KERNELS
from images import draw, fonts, matrices, receptive, shapes, worked
from images.words import TABLES, WORDS

FOLDER = Path(draw.__file__).parent
NAMES = [f"10_{n:02}" for n in (*range(1, 6), *range(12, 23))]
CHINESE = [f"zh_CN/{name}" for name in NAMES]

# One process runs all tests of a figure, so that each figure is drawn once.
each_figure = pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.xdist_group(name)) for name in [*NAMES, *CHINESE]]
)


def language_of(name: str) -> str:
    return name.rpartition("/")[0] or "en"


@cache
def drawn(name: str) -> Figure:
    language = language_of(name)
    if not fonts.found(draw.LETTERS.get(language, ())) and not os.environ.get("CI"):
        pytest.skip("no font with these letters: apt install fonts-noto-cjk")
    return draw.figure(name.rpartition("/")[2], language)


def texts(name: str) -> list[Text]:
    return [text for axes in drawn(name).axes for text in axes.texts if text.get_text()]


def boxes(name: str) -> list[tuple[str, Bbox]]:
    """Where each text stands, in pixels."""
    return [(text.get_text(), text.get_window_extent()) for text in texts(name)]


def pixels(picture: Image.Image) -> npt.NDArray[np.int64]:
    return np.array(picture.convert("RGB"), dtype=np.int64)


def visibly_different(one: Image.Image, other: Image.Image) -> bool:
    """Whether pictures differ by more than letters' edges may from one FreeType to the next."""
    apart = np.abs(pixels(one) - pixels(other)).max(axis=-1)
    return bool((apart > 64).sum() > 40 or apart.mean() > 0.2)


# --- What they state ------------------------------------------------------------------------------


def test_the_network_has_the_chapters_parameters() -> None:
    counts = worked.layer_parameters()
    assert counts == [200_960, 65_792, 65_792, 2_570]
    assert sum(counts) == 335_114
    assert worked.float32_bytes(335_114) == 1_340_456


def test_the_first_products_are_the_chapters() -> None:
    assert worked.products(0, 0).tolist() == [[-1, -1, 0], [-1, 2, 6], [0, -2, 4]]


def test_the_windows_over_one_channel_give_what_the_chapter_says() -> None:
    grey = worked.channel_maps()[0]
    assert grey.shape == (3, 3)
    assert grey[0, :2].tolist() == [7, 10]


def test_three_channels_add_up_to_what_the_chapter_says() -> None:
    maps, output = worked.channel_maps(), worked.feature_map()
    assert [int(values[0, 0]) for values in maps] == [7, -11, -1]
    assert [int(values[0, 1]) for values in maps] == [10, 20, 20]
    assert output[0, :2].tolist() == [-5, 50]


@pytest.mark.parametrize("stride", [1, 2])
@pytest.mark.parametrize("kernel", [0, 1])
def test_every_map_agrees_with_a_convolution_written_differently(kernel: int, stride: int) -> None:
    windows = np.lib.stride_tricks.sliding_window_view(IMAGE, (3, 3), axis=(0, 1))[::stride, ::stride]
    expected = np.einsum("rcnij,ijn->nrc", windows, KERNELS[..., kernel])
    np.testing.assert_array_equal(np.stack(worked.channel_maps(kernel, stride)), expected)


def test_a_stride_of_two_leaves_a_two_by_two_output() -> None:
    assert worked.output_side(stride=2) == 2
    assert worked.channel_maps(stride=2)[0].tolist() == worked.channel_maps()[0][::2, ::2].tolist()


def test_sharing_weights_saves_more_than_connecting_locally() -> None:
    assert worked.connections() == {"dense": 25 * 9, "local": 9 * 9, "shared": 9}


def test_the_disc_lets_in_pixels_two_steps_away_and_the_window_does_not() -> None:
    disc = worked.steps_in_disc(3)
    too_many = [step for step in disc if max(map(abs, step)) > 1]
    assert len(disc) == 13
    assert sorted(too_many) == [(-2, 0), (0, -2), (0, 2), (2, 0)]


@pytest.mark.parametrize(
    ("name", "stated"),
    [
        ("10_01", ["200,960", "65,792", "2,570", "= 335,114 parameters (weights + biases)"]),
        ("10_12", ["−1 − 1 + 0 − 1 + 2 + 6 + 0 − 2 + 4 = 7", "7"]),
        ("10_13", ["10"]),
        ("10_17", ["7 − 11 − 1 = −5", "−5"]),
        ("10_18", ["10 + 20 + 20 = 50", "50"]),
        ("10_05", ["3·3 = 9 weights for all outputs", "$w_{11}$", "$w_{33}$"]),
        ("10_21", ["(3, 3, 2)"]),
        ("10_22", ["stride 2", "output 2×2"]),
    ],
)
def test_a_figure_states_its_result(name: str, stated: list[str]) -> None:
    assert set(stated) <= {text.get_text() for text in texts(name)}


def test_a_description_states_the_result_too() -> None:
    assert list(draw.ALT) == NAMES
    assert "335,114 in all" in draw.ALT["10_01"]
    assert "7, −11, −1, and their sum −5" in draw.ALT["10_17"]
    assert "10, 20, 20, and their sum 50" in draw.ALT["10_18"]


def test_cells_not_yet_written_are_blank() -> None:
    """Four matrices have 5·5 + 3·3 + 3·3 + 3·3 cells; at the first step, eight of the output stay blank."""
    numbers = [
        len([text for text in texts(name) if re.fullmatch(r"−?\d+", text.get_text())])
        for name in ("10_12", "10_13", "10_14", "10_15", "10_16")
    ]
    zero_in_key = 1
    full = GREY.size + 9 + 9 + 9 + zero_in_key
    assert numbers == [full - 8, full - 7, full - 6, full - 5, full]


def test_both_tables_have_the_same_words_with_the_same_numbers_in_them() -> None:
    for key in WORDS:
        filled = [sorted(re.findall(r"\{.*?\}", TABLES[language][key])) for language in TABLES]
        assert filled[0] == filled[1], key


@pytest.mark.parametrize("names", [NAMES, CHINESE], ids=["English", "Chinese"])
def test_every_word_of_the_table_stands_in_a_figure(names: list[str]) -> None:
    shown = {text.get_text() for name in names for text in texts(name)}
    for key, words in TABLES[language_of(names[0])].items():
        pattern = re.sub(r"\\\{.*?\\\}", r"[\\d,.]+", re.escape(words))
        assert any(re.fullmatch(pattern, text) for text in shown), key


# --- How they look --------------------------------------------------------------------------------


@each_figure
def test_no_text_is_cut_off(name: str) -> None:
    width, height = drawn(name).canvas.get_width_height()
    for words, box in boxes(name):
        assert box.x0 >= 4 and box.x1 <= width - 4 and box.y0 >= 4 and box.y1 <= height - 4, words


@each_figure
def test_no_two_texts_overlap(name: str) -> None:
    found = boxes(name)
    for index, (words, box) in enumerate(found):
        for others, other in found[index + 1 :]:
            assert not box.overlaps(other), (words, others)


@each_figure
def test_margins_are_tight_and_nothing_runs_off_the_edge(name: str) -> None:
    with Image.open(FOLDER / f"{name}.png") as picture:
        darkest = pixels(picture).min(axis=-1)
    height, width = darkest.shape
    rows, columns = np.flatnonzero(darkest.min(axis=1) < 250), np.flatnonzero(darkest.min(axis=0) < 250)
    margins = [int(m) for m in (rows[0], height - 1 - rows[-1], columns[0], width - 1 - columns[-1])]
    assert min(margins) >= 4, margins
    assert max(margins[:2]) <= shapes.PIXELS, margins


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)]
    return float(np.dot(linear, [0.2126, 0.7152, 0.0722]))


@pytest.mark.parametrize(
    ("type_", "ground"),
    [
        *((shapes.INK, fill) for fill in matrices.FILL.values()),
        (shapes.INK, matrices.HATCH),
        (shapes.INK, receptive.TINT),
        (shapes.QUIET, shapes.PAPER),
        (shapes.QUIET, matrices.PIXEL),
        (matrices.PALE, shapes.PAPER),
        (receptive.SLIP, shapes.PAPER),
        (shapes.PAPER, shapes.WINDOW),
    ],
)
def test_type_stands_out_from_its_ground(type_: str, ground: str) -> None:
    dark, light = sorted([luminance(type_), luminance(ground)])
    assert (light + 0.05) / (dark + 0.05) >= 4.5


@pytest.mark.parametrize("fill", matrices.FILL.values())
def test_the_window_stands_out_from_every_cell_without_colour(fill: str) -> None:
    assert (luminance(fill) + 0.05) / (luminance(shapes.WINDOW) + 0.05) >= 3


# --- The files ------------------------------------------------------------------------------------


def test_the_folder_holds_these_figures_and_no_others() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.png")) == NAMES == list(draw.FIGURES)
    assert sorted(f"zh_CN/{path.stem}" for path in FOLDER.glob("zh_CN/*.png")) == CHINESE


@each_figure
def test_a_file_is_a_small_png_without_a_date_or_a_programs_name(name: str) -> None:
    path = FOLDER / f"{name}.png"
    assert path.stat().st_size < 200_000
    with Image.open(path) as picture:
        picture.load()
        assert picture.format == "PNG"
        assert picture.width >= 1200
        assert 0.3 <= picture.height / picture.width <= 1
        assert picture.info == {}


@each_figure
def test_a_file_is_what_the_script_draws_today(name: str) -> None:
    today = Image.open(io.BytesIO(draw.png(drawn(name), language_of(name))))
    with Image.open(FOLDER / f"{name}.png") as kept:
        assert kept.size == today.size
        assert not visibly_different(kept, today), "run: make figures"


def test_a_changed_digit_is_visibly_different(monkeypatch: pytest.MonkeyPatch) -> None:
    """The check above sees a difference of one digit in one cell."""
    with Image.open(FOLDER / "10_13.png") as kept:
        changed = GREY.copy()
        changed[4, 0] = 3  # outside of the window: nothing else in the figure changes
        monkeypatch.setattr("images.sliding.GREY", changed)
        today = Image.open(io.BytesIO(draw.png(draw.figure("10_13"))))
        assert visibly_different(kept, today)


def test_a_slightly_different_colour_is_visibly_different(monkeypatch: pytest.MonkeyPatch) -> None:
    with Image.open(FOLDER / "10_13.png") as kept:
        monkeypatch.setitem(matrices.FILL, 1, "#cfe5ee")
        today = Image.open(io.BytesIO(draw.png(draw.figure("10_13"))))
        assert visibly_different(kept, today)


def test_a_figure_has_the_same_bytes_each_time_whatever_the_users_style(tmp_path: Path) -> None:
    import matplotlib.style

    assert draw.main(["10_12"], tmp_path) == 0
    with matplotlib.style.context(["dark_background", {"font.family": "serif", "savefig.dpi": 50}]):
        again = draw.png(draw.figure("10_12"))
    assert (tmp_path / "10_12.png").read_bytes() == again


def test_an_unknown_figure_is_refused_by_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert draw.main(["10_12", "10_06"], tmp_path) == 2
    assert capsys.readouterr().err.startswith("No figure 10_06; there are 10_01, 10_02,")
    assert not list(tmp_path.iterdir())
