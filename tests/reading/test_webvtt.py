"""The parser algorithm of the standard, rule by rule, on texts of our own; the conformance files where they are."""

import csv
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualkit.errors import InputError
from qualkit.reading.captions.caption_files import read_caption_file, read_caption_file_strictly
from qualkit.reading.captions.cue_settings import accepted_settings, region_id
from qualkit.reading.captions.subtitles import plain_text, read_captions

SHARED = Path(__file__).resolve().parents[2] / "../shared/data/subtitles"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the material beside the checkout is absent")
LINE = "00:01.000 --> 00:02.000"


def strict(text):
    return [tuple(cue[:4]) for cue in read_captions(text, format="vtt", strict=True).cues]


def texts(text):
    return [cue[3] for cue in strict(text)]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        pytest.param("", "must begin with WEBVTT", id="empty"),
        pytest.param("WEBVT", "must begin with WEBVTT", id="short"),
        pytest.param("webvtt\n\n", "must begin with WEBVTT", id="small-letters"),
        pytest.param(" WEBVTT\n\n", "must begin with WEBVTT", id="space-before"),
        pytest.param("\n WEBVTT\n\n", "must begin with WEBVTT", id="line-before"),
        pytest.param("\ufeff\ufeffWEBVTT\n\n", "must begin with WEBVTT", id="two-marks"),
        pytest.param("WEBVTT-\n\n", "a space or a tab", id="no-space"),
        pytest.param("WEBVTT\0\n\n", "a space or a tab", id="nul"),
        pytest.param("WEBVTT\u00a0x\n\n", "a space or a tab", id="no-break-space"),
    ],
)
def test_a_text_without_the_signature_is_refused_and_the_rule_is_named(text, rule):
    with pytest.raises(InputError, match=rule):
        read_captions(text, format="vtt", strict=True)


@pytest.mark.parametrize(
    "head", ["WEBVTT", "\ufeffWEBVTT", "WEBVTT\n", "WEBVTT \n", "WEBVTT\tx y", "WEBVTT\r", "WEBVTT\n\n\n"]
)
def test_a_signature_alone_is_a_file_without_cues(head):
    assert strict(head) == []


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_three_ends_of_a_line(end):
    text = end.join(["WEBVTT", "", "a", LINE, "uno", "dos", "", "b", LINE, "tres"])
    assert strict(text) == [("a", 1.0, 2.0, "uno\ndos"), ("b", 1.0, 2.0, "tres")]


@pytest.mark.parametrize("char", ["\v", "\f", "\x1c", "\x85", "\u2028", "\u2029", " "])
def test_nothing_else_ends_a_line_or_is_an_empty_one(char):
    assert texts(f"WEBVTT\n\n{LINE}\nuno{char}dos\n{char}\ntres\n") == [f"uno{char}dos\n{char}\ntres"]


def test_nul_becomes_the_replacement_character():
    assert strict(f"WEBVTT\n\n\0i\n{LINE}\nu\0o") == [("\ufffdi", 1.0, 2.0, "u\ufffdo")]


@pytest.mark.parametrize(
    ("header", "n"),
    [
        pytest.param("WEBVTT\n", 1, id="cue-right-below"),
        pytest.param("WEBVTT\nKind: captions\nLanguage: es\n", 1, id="cue-below-metadata"),
        pytest.param("WEBVTT\nNOTE\n\n", 1, id="note-in-header"),
        pytest.param("WEBVTT x --> y\n\n", 1, id="arrow-in-first-line"),
        pytest.param("WEBVTT\n\n\n\n\n", 1, id="many-empty-lines"),
    ],
)
def test_where_the_header_ends(header, n):
    assert texts(f"{header}{LINE}\nhola") == ["hola"] * n


def test_a_line_between_header_and_arrow_is_no_identifier():
    assert strict(f"WEBVTT\nyo\n{LINE}\nhola") == [("", 1.0, 2.0, "hola")]


@pytest.mark.parametrize(
    ("times", "expected"),
    [
        pytest.param("00:00.000 --> 00:01.500", (0.0, 1.5), id="minutes"),
        pytest.param("00:00:00.000-->01:00:01.005", (0.0, 3601.005), id="no-spaces"),
        pytest.param("\t 00:00.000\t \t-->\t00:01.000\t", (0.0, 1.0), id="tabs"),
        pytest.param("\f00:00.000\f-->\f00:01.000", (0.0, 1.0), id="form-feeds"),
        pytest.param("0:00:00.000 --> 1:00:00.000", (0.0, 3600.0), id="one-digit-hour"),
        pytest.param("000:00:00.000 --> 123:00:00.000", (0.0, 442800.0), id="three-digit-hour"),
        pytest.param("99:59:59.999 --> 00:00.000", (359999.999, 0.0), id="backwards"),
        pytest.param("00:00.000 --> 00:01.000line:1", (0.0, 1.0), id="settings-without-space"),
        pytest.param("00:00.000 --> 00:01.000 --> 00:02.000", (0.0, 1.0), id="another-arrow-behind"),
        pytest.param("00:00.000 --> 00:01.000x", (0.0, 1.0), id="garbage-behind"),
    ],
)
def test_times_that_the_standard_accepts(times, expected):
    (cue,) = strict(f"WEBVTT\n\n{times}\nhola")
    assert cue == ("", *expected, "hola")


@pytest.mark.parametrize(
    "times",
    [
        "0:00.000 --> 00:01.000",
        "000:00.000 --> 00:01.000",
        "60:00.000 --> 60:01.000",
        "00:60.000 --> 00:61.000",
        "00:60:00.000 --> 00:61:00.000",
        "00:00:60.000 --> 00:01:00.000",
        "00:0.000 --> 00:01.000",
        "00:000.000 --> 00:01.000",
        "00:00:0.000 --> 00:01.000",
        "00:00,000 --> 00:01,000",
        "00:00.00 --> 00:01.000",
        "00:00.0000 --> 00:01.000",
        "00:00.000 --> 00:01.00",
        "00:00.000 --> 00:01.0000",
        "00:00 --> 00:01",
        "-00:00.000 --> 00:01.000",
        "x 00:00.000 --> 00:01.000",
        "00:00.000 ---> 00:01.000",
        "00:00.000 -- > 00:01.000 -->",
        "00:00.000 x --> 00:01.000",
        "00:00.000 -->",
        "-->",
        "٠٠:٠٠.٠٠٠ --> ٠٠:٠١.٠٠٠",
        "00:00.000\u00a0--> 00:01.000",
        "00:00:00:00.000 --> 00:01.000",
    ],
)
def test_times_that_the_standard_drops(times):
    captions = read_captions(f"WEBVTT\n\n{times}\nhola\n\n{LINE}\nsí", format="vtt", strict=True)
    assert [cue.text for cue in captions.cues] == ["sí"]
    assert "line 3" in captions.warnings[0]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(f"a\n{LINE}\nuno", [("a", "uno")], id="identifier"),
        pytest.param(f"a\nb\n{LINE}\nuno", [("", "uno")], id="two-lines-before"),
        pytest.param(f"NOTE\n{LINE}\nuno", [("NOTE", "uno")], id="identifier-that-says-note"),
        pytest.param(f"STYLE\n{LINE}\nuno", [("STYLE", "uno")], id="identifier-that-says-style"),
        pytest.param(f"NOTE a\nb\n{LINE}\nuno", [("", "uno")], id="arrow-ends-a-note"),
        pytest.param(f"STYLE\n::cue{{}}\n{LINE}\nuno", [("", "uno")], id="arrow-ends-a-style"),
        pytest.param(f"{LINE}\nuno\n{LINE}\ndos", [("", "uno"), ("", "dos")], id="arrow-ends-a-cue"),
        pytest.param(f"{LINE}\nuno\n2\n{LINE}\ndos", [("", "uno\n2"), ("", "dos")], id="number-is-words"),
        pytest.param(f"{LINE}\nuno\n-->\n{LINE}\ndos", [("", "uno"), ("", "dos")], id="bare-arrow-ends-a-cue"),
        pytest.param(f"-->\n{LINE}\nuno", [("", "uno")], id="bare-arrow-is-no-identifier"),
        pytest.param(f"-->\nx\n{LINE}\nuno", [("", "uno")], id="words-under-a-bad-arrow-are-dropped"),
        pytest.param(f"a\n-->\n{LINE}\nuno", [("", "uno")], id="bad-arrow-on-the-second-line"),
        pytest.param(f"{LINE}", [("", "")], id="no-words"),
        pytest.param(f"{LINE}\n\nuno", [("", "")], id="words-after-an-empty-line"),
        pytest.param(f"{LINE}\nuno -->dos", [("", "")], id="arrow-in-words"),
        pytest.param(f"{LINE}\n \nuno", [("", " \nuno")], id="a-space-is-no-empty-line"),
        pytest.param(f"{LINE}\nuno\n", [("", "uno")], id="one-line-end"),
        pytest.param("hola\nque tal", [], id="only-words"),
    ],
)
def test_blocks(body, expected):
    assert [(cue[0], cue[3]) for cue in strict(f"WEBVTT\n\n{body}")] == expected


def test_what_is_dropped_is_told_with_its_line():
    captions = read_captions(f"WEBVTT\n\nsuelto\n\nNOTE nada\n\n{LINE}\nsí\n\nya", format="vtt", strict=True)
    assert captions.warnings == ("Pieces of text without times, dropped as the standard says: 2 (lines 3, 10).",)


@pytest.mark.parametrize(
    ("rest", "kept"),
    [
        ("align:start line:5% size:40%", {"align": "start", "line": "5%", "size": "40%"}),
        ("align:middle align:Start align: align", {}),
        ("align:left align:right", {"align": "right"}),
        ("line:-1 position:10%,line-left", {"line": "-1", "position": "10%,line-left"}),
        ("line:1.5,center", {"line": "1.5,center"}),
        ("line:-", {}),
        ("line:1.", {}),
        ("line:101%", {}),
        ("line:1,middle", {}),
        ("position:-1%", {}),
        ("position:50", {}),
        ("position:50%,start", {}),
        ("size:100.1%", {}),
        ("size:100%", {"size": "100%"}),
        ("vertical:rl", {"vertical": "rl"}),
        ("vertical:RL", {}),
        ("region:r", {"region": "r"}),
        ("region:x", {}),
        ("region:r line:1", {"line": "1"}),
        ("region:r size:100%", {"region": "r", "size": "100%"}),
        ("region:r size:99%", {"size": "99%"}),
        ("region:r vertical:lr", {"vertical": "lr"}),
        (":start align:end:", {}),
    ],
)  # fmt: skip
def test_settings(rest, kept):
    assert dict(accepted_settings(rest, {"r"})) == kept


def test_a_region_counts_when_it_stands_before_the_first_cue():
    text = f"WEBVTT\n\nREGION \nid:uno\nwidth:40%\n\n{LINE} region:uno\na\n\nREGION\nid:dos\n\n{LINE} region:dos\nb"
    cues = read_captions(text, format="vtt", strict=True).cues
    assert [dict(cue.settings) for cue in cues] == [{"region": "uno"}, {}]
    assert region_id("width:1%") == ""


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("<v It's a blue tree!", ""),
        ("uno <dos tres", "uno "),
        ("uno <> dos </> tres", "uno  dos  tres"),
        ("<risas>uno</risas>", "uno"),
        ("a < b", "a "),
        ("<rt>sola</rt> <ruby>b<rt>c</ruby>d", "sola bcd"),
        ("&lt;b&gt; &amp;amp; &nbsp;|&aacute;&#225;&#xE1; &nada; &", "<b> &amp; \u00a0|ááá &nada; &"),
        ("<c.a.b x><i.>d</i></c>", "d"),
        ("&#" + "9" * 5000 + ";a", "\ufffda"),
    ],
)
def test_the_tokenizer_of_cue_text(raw, words):
    assert plain_text(raw, strict=True) == words


def test_the_innermost_voice_speaks_and_only_its_own_end_closes_it(tmp_path):
    (tmp_path / "a.vtt").write_text(
        f"WEBVTT\n\n{LINE}\n<v.f Ana&amp;Co \t Pino>uno <i>dos</v> tres</i> <v Luis>cuatro</v> cinco</v> seis", "utf-8"
    )
    read, cues = read_caption_file_strictly(tmp_path / "a.vtt")
    said = [(turn.speaker, turn.span.of(read.text)) for turn in read.turns]
    assert said == [("Ana&Co Pino", "uno dos tres"), ("Luis", "cuatro"), ("Ana&Co Pino", "cinco"), (None, "seis")]
    assert len(cues) == 1


def test_strict_reading_decodes_as_the_standard_does(tmp_path):
    (tmp_path / "a.vtt").write_bytes(b"\xef\xbb\xbfWEBVTT\n\n" + LINE.encode() + b"\nma\xf1ana e\xcc\x81l")
    assert read_caption_file_strictly(tmp_path / "a.vtt").cues[0].text == "ma\ufffdana e\u0301l"


@pytest.mark.parametrize("name", ["a.vtt", "a.txt", "a.test", "a", "a.srt", "a.vtt.bak", "a.csv", "a.html"])
def test_the_content_says_what_a_file_is(tmp_path, name):
    (tmp_path / name).write_text(f"WEBVTT\n\n{LINE}\nhola", "utf-8")
    assert read_caption_file_strictly(tmp_path / name).read.format == "vtt"


@pytest.mark.parametrize("name", ["a.vtt", "a.test", "a"])
def test_an_empty_file_is_no_webvtt_whatever_it_is_called(tmp_path, name):
    (tmp_path / name).write_bytes(b"")
    with pytest.raises(InputError, match=f"{name}: Not a valid WebVTT file"):
        read_caption_file_strictly(tmp_path / name)


def test_other_files_are_not_read_strictly(tmp_path):
    (tmp_path / "a.docx").write_bytes(b"x")
    with pytest.raises(InputError, match="only captions"):
        read_caption_file_strictly(tmp_path / "a.docx")


LETTERS = st.text(alphabet="abcñ ", min_size=1, max_size=12).filter(str.strip)
CUES = st.lists(
    st.tuples(st.sampled_from(["", "7", "uno"]), st.integers(0, 5000), st.integers(0, 90), LETTERS),
    min_size=1,
    max_size=8,
)


def written(seconds):
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}.000"


@given(CUES)
def test_a_valid_file_is_read_alike_strictly_and_leniently(cues):
    blocks = [
        (f"{id}\n" if id else "") + f"{written(start)} --> {written(start + length)}\n{words}"
        for id, start, length, words in cues
    ]
    text = "WEBVTT\n\n" + "\n\n".join(blocks) + "\n"
    exact, lenient = (read_captions(text, format="vtt", strict=strict) for strict in (True, False))
    assert exact == lenient
    assert [cue.text for cue in exact.cues] == [words for *_rest, words in cues]
    assert exact.warnings == ()


@given(st.text(alphabet="WEBVT\n\r\0 0:1.->\tab<v>&;", max_size=120))
def test_no_text_breaks_either_reader(text):
    for body in (text, "WEBVTT\n\n" + text):
        read_captions(body, format="vtt")
        for format in ("vtt", "srt", "sbv"):
            try:
                read_captions(body, format=format, strict=True)
            except InputError:
                continue


ADVISORY = (
    "cue-times/min-top-digits",
    "cue-times/minimum-spots-over-sixty",
    "file-layout/header-no-new-line",
    "integration/id",
)


def cases():
    if not SHARED.is_dir():
        return []
    with (SHARED / "vttjs/manifest.csv").open(encoding="utf-8") as rows:
        active = [row for row in csv.DictReader(rows) if row["status"] == "active" and row["expected_json"]]
    wanted = [row for row in active if not any(name in row["vtt"] for name in ADVISORY)]
    return [pytest.param(row["vtt"], row["expected_json"], id=row["vtt"][6:-4]) for row in wanted]


@needs_shared
@pytest.mark.shared
@pytest.mark.parametrize(("vtt", "expected"), cases())
def test_conformance(vtt, expected):
    wanted = json.loads((SHARED / "vttjs" / expected).read_text(encoding="utf-8"))["cues"]
    try:
        cues = read_caption_file_strictly(SHARED / "vttjs" / vtt).cues
    except InputError:
        cues = ()
        assert "no-output" in expected
    assert [tuple(cue[:4]) for cue in cues] == [(c["id"], c["startTime"], c["endTime"], c["text"]) for c in wanted]


# webvtt-py refuses a whole file for a fault in one caption; the standard drops that caption alone, and it is told.
DROPPED = ("invalid_timeframe.vtt", "missing_timeframe.vtt")


def fixtures():
    if not SHARED.is_dir():
        return []
    with (SHARED / "webvtt-py/expected.csv").open(encoding="utf-8") as rows:
        return [pytest.param(row, id=row["file"]) for row in csv.DictReader(rows)]


@needs_shared
@pytest.mark.shared
@pytest.mark.parametrize("row", fixtures())
def test_fixtures_of_webvtt_py(row):
    path = SHARED / "webvtt-py/subtitles" / row["file"]
    if row["strict_result"] != "ok" and row["file"] not in DROPPED:
        with pytest.raises(InputError, match="Not"):
            read_caption_file_strictly(path)
        return
    read, cues = read_caption_file_strictly(path)
    assert bool(read.warnings) == (row["file"] in DROPPED)
    if row["n_captions"]:
        assert len(cues) == int(row["n_captions"])


@needs_shared
@pytest.mark.shared
@pytest.mark.parametrize(
    ("file", "i", "text"),
    [
        ("invalid_timeframe_in_cue_text.vtt", 1, ""),
        ("comments.vtt", 2, "- Ta en kopp"),
        ("cue_tags.vtt", 1, "Like a big-a pizza pie"),
        ("cue_tags.vtt", 2, "That's amore"),
        ("youtube_dl.vtt", 2, "this will happen is I'm telling"),
    ],
)
def test_words_of_the_fixtures_of_webvtt_py(file, i, text):
    for reader in (read_caption_file, read_caption_file_strictly):
        assert plain_text(reader(SHARED / "webvtt-py/subtitles" / file).cues[i].text) == text


@needs_shared
@pytest.mark.shared
@pytest.mark.parametrize("path", sorted((SHARED / "webvtt-py/subtitles").glob("*.sbv")), ids=lambda path: path.name)
def test_sbv_fixtures_strictly(path):
    if path.name.startswith(("invalid", "missing_timeframe")):
        with pytest.raises(InputError, match="Not valid SBV"):
            read_caption_file_strictly(path)
    else:
        assert len(read_caption_file_strictly(path).cues) == {"sample": 5, "two_captions": 2}.get(path.stem, 4)
