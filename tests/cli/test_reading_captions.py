"""``qualkit read`` on captions, strictly and as they come."""

import pytest

LINE = "00:01.000 --> 00:02.000"


@pytest.fixture
def captions(tmp_path):
    def write(text, name="a.vtt"):
        (tmp_path / name).write_text(text, encoding="utf-8")
        return tmp_path / name

    return write


def test_cues_stand_beside_turns(call, captions):
    path = captions(
        f"WEBVTT\n\nuno\n{LINE} align:start line:x\n<v Ana>Hola\n\n00:02.500 --> 00:03.000\n<v Ana>a todas\n"
    )
    for flags in ((), ("--strict",)):
        result = call("read", path, "--json", *flags)
        assert result.code == 0
        shown = result.json
        assert shown["turns"] == [{"speaker": "Ana", "start": 1.0, "end": 3.0, "text": "Hola a todas"}]
        assert shown["cues"] == [
            {"id": "uno", "start": 1.0, "end": 2.0, "text": "<v Ana>Hola", "settings": {"align": "start"}},
            {"id": "", "start": 2.5, "end": 3.0, "text": "<v Ana>a todas"},
        ]
        assert (shown["kind"], shown["format"], shown["warnings"]) == ("transcript", "vtt", [])


def test_what_only_the_tolerant_reader_takes(call, captions):
    path = captions(f"WEBVTT\n\n00:01,000 --> 00:02,000\nuno\n\n{LINE}\ndos\n")
    strict, tolerant = (call("read", path, "--json", *flags).json for flags in (("--strict",), ()))
    assert [cue["text"] for cue in strict["cues"]] == ["dos"]
    assert [cue["text"] for cue in tolerant["cues"]] == ["uno", "dos"]
    assert "line 3" in strict["warnings"][0]
    assert "line 3" in tolerant["warnings"][0]


@pytest.mark.parametrize("text", ["", "hola\n", f"1\n{LINE}\nHola\n", "webvtt\n\n"])
def test_a_file_that_is_not_valid_is_refused_with_the_rule(call, captions, text):
    result = call("--lang", "en", "read", captions(text), "--json", "--strict")
    assert (result.code, result.out) == (2, "")
    assert "must begin with WEBVTT" in result.err


def test_a_valid_file_without_cues_is_no_error_strictly(call, captions):
    shown = call("read", captions("WEBVTT\n"), "--json", "--strict").json
    assert (shown["cues"], shown["turns"]) == ([], [])


def test_other_files_have_no_cues(call, captions):
    shown = call("read", captions("Ana Pino: Hola\nLuis Rey: Sí\n", "a.txt"), "--json").json
    assert shown["cues"] is None
