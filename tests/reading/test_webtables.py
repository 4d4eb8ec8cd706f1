from qualkit.reading.tabular.sheets import Merge
from qualkit.reading.tabular.webtables import is_web_page, read_web_tables


def test_cells_spans_and_breaks(tmp_path):
    (tmp_path / "t.xls").write_text(
        "<html><style>td{}</style><table><tr><th rowspan=2>Red</th><th>a<br>b</th></tr>"
        "<tr><td>&ntilde; <b>uno</b>\n dos<script>x</script></td></tr></table></html>",
        encoding="utf-8",
    )
    (sheet,) = read_web_tables(tmp_path / "t.xls")
    assert sheet.rows == {1: {1: "Red", 2: "a\nb"}, 2: {2: "ñ uno dos"}}
    assert sheet.merges == (Merge(1, 1, 2, 1),)


def test_a_table_in_a_cell_is_one_of_its_own(tmp_path):
    (tmp_path / "t.html").write_text("<table><tr><td>x<table><tr><td>y</table></td></tr></table>")
    assert [sheet.rows for sheet in read_web_tables(tmp_path / "t.html")] == [{1: {1: "x"}}, {1: {1: "y"}}]


def test_what_a_page_is():
    assert is_web_page("\ufeff <HTML>")
    assert is_web_page("<table>")
    assert not is_web_page("a;b\n<html>;2")
