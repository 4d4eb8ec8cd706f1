import xml.etree.ElementTree as ET
from io import BytesIO

from PIL import Image

from qualkit.model.maps import CloudWord
from qualkit.rendering.cloud import draw_cloud
from qualkit.rendering.palette import DARK, INK, PAPER, SCALE, TINTS, contrast

WORDS = (CloudWord("convivencia escolar", 9, 3), CloudWord("tiempo & <red>", 5, 2), CloudWord("PME", 2, 1))
SVG = "{http://www.w3.org/2000/svg}"


def test_the_same_words_give_the_same_bytes():
    assert draw_cloud(WORDS) == draw_cloud(WORDS)


def test_size_follows_the_count():
    drawing = draw_cloud(WORDS)
    assert drawing is not None
    sizes = {text.text: float(text.get("font-size")) for text in ET.fromstring(drawing.svg).iter(f"{SVG}text")}
    assert sizes["convivencia escolar"] > sizes["tiempo & <red>"] > sizes["PME"]


def test_table_alt_text_and_legend_say_what_the_picture_does():
    drawing = draw_cloud(WORDS)
    assert drawing is not None
    assert drawing.rows == (("convivencia escolar", 9, 3), ("tiempo & <red>", 5, 2), ("PME", 2, 1))
    assert "convivencia escolar (9)" in drawing.alt
    assert "not a finding" in drawing.legend


def test_the_png_is_as_wide_as_print_needs():
    drawing = draw_cloud(WORDS)
    assert drawing is not None
    assert Image.open(BytesIO(drawing.png)).size == (2000, 1040)


def test_no_words_no_cloud():
    assert draw_cloud(()) is None


def test_words_can_be_read_on_white_and_ink_on_every_tint():
    assert all(contrast(colour, PAPER) >= 4.5 for colour in DARK)
    assert all(contrast(INK, tint) >= 4.5 for tint in (*TINTS, *SCALE))


def test_contrast_of_black_and_white():
    assert contrast("#000000", "#ffffff") == 21


def test_words_without_room_are_not_said_to_be_there():
    many = tuple(CloudWord(f"palabra bastante larga {i}", 50, 1) for i in range(300))
    drawing = draw_cloud(many, scale=1)
    assert drawing is not None
    drawn = [text.text for text in ET.fromstring(drawing.svg).iter(f"{SVG}text")]
    assert 0 < len(drawn) < 300
    assert {row[0] for row in drawing.rows} == set(drawn)
