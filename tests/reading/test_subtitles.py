import pytest

from qualkit.errors import InputError
from qualkit.reading.captions.subtitles import caption_format, plain_text, read_captions, utterances
from qualkit.reading.turns import joined, rendered


def said(text, format="vtt"):
    return [(u.speaker, u.words) for u in joined(utterances(read_captions(text, format=format).cues))]


def vtt(*cues):
    return "WEBVTT\n\n" + "\n".join(
        f"{i}\n00:00:{i * 2:02d}.000 --> 00:00:{i * 2 + 1:02d}.500\n{cue}\n" for i, cue in enumerate(cues, start=1)
    )


def test_zoom_labels_become_speakers_and_continuations_one_turn():
    text = vtt("Ana Pino: Hola a", "Ana Pino: todas.", "Luis Rey: Hola.", "Ana Pino: Ya.")
    assert said(text) == [("Ana Pino", "Hola a todas."), ("Luis Rey", "Hola."), ("Ana Pino", "Ya.")]


def test_a_joined_turn_begins_with_its_first_cue_and_ends_with_its_last():
    text, turns = rendered(
        list(joined(utterances(read_captions(vtt("Ana Pino: Uno", "Ana Pino: dos", "Luis Rey: tres")).cues)))
    )
    assert [(t.start, t.end, t.span.of(text)) for t in turns] == [(2.0, 5.5, "Uno dos"), (6.0, 7.5, "tres")]
    assert text == "Ana Pino: Uno dos\nLuis Rey: tres\n"


@pytest.mark.parametrize(
    ("cue", "expected"),
    [
        pytest.param("<v Ana Pino>Hola</v>", [("Ana Pino", "Hola")], id="voice"),
        pytest.param("<v.loud Ana>Hola", [("Ana", "Hola")], id="class-and-open"),
        pytest.param("<v Ana>Hola</v>\n<v Luis>Chao</v>", [("Ana", "Hola"), ("Luis", "Chao")], id="two-voices"),
        pytest.param("<v Ana>Hola</v> sí", [("Ana", "Hola"), (None, "sí")], id="after-the-voice"),
        pytest.param("<v Ana &amp; Luis>Hola", [("Ana & Luis", "Hola")], id="entity-in-name"),
    ],
)
def test_voice_tags_say_who_speaks(cue, expected):
    assert said(vtt(cue)) == expected


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("<i.a>uno</i> <b>dos</b>", "uno dos"),
        ("<00:00:01.000><c>uno</c>", "uno"),
        ("tres &lt; cuatro &amp; m&aacute;s", "tres < cuatro & más"),
        ("2 < 3 y 5 > 4", "2 < 3 y 5 > 4"),
        ("<lang es>hola</lang> <ruby>a<rt>b</rt></ruby>", "hola ab"),
    ],
)
def test_tags_go_and_entities_are_resolved(raw, words):
    assert plain_text(raw) == words


def test_notes_styles_and_regions_are_nobody_s_words():
    text = "WEBVTT - título\nKind: captions\n\nSTYLE\n::cue {}\n\nNOTE\nno leer\n\nREGION\nid:x\n\n"
    text += "00:01.000 --> 00:02.000 align:start\nHola\n"
    captions = read_captions(text)
    assert [cue.text for cue in captions.cues] == ["Hola"]
    assert captions.warnings == ()


def test_a_missing_header_is_tolerated_and_said():
    captions = read_captions("00:00:01.000 --> 00:00:02.000\nHola\n")
    assert [cue.text for cue in captions.cues] == ["Hola"]
    assert "WEBVTT" in captions.warnings[0]


@pytest.mark.parametrize(
    "times",
    [
        "00:00:01,000 --> 00:00:02,000",
        "0:01.0 --> 0:02",
        "00:00:01.000-->00:00:02.000",
        "00:00:01.0000 --> 00:00:02.0000",
    ],
)
def test_times_as_tools_write_them(times):
    (cue,) = read_captions(f"WEBVTT\n\n{times}\nHola\n").cues
    assert (cue.start, cue.end) == (1.0, 2.0)


LINE = "00:00:01.000 --> 00:00:02.000"
OTHER = "00:00:03.000 --> 00:00:04.000"


@pytest.mark.parametrize(
    ("body", "expected", "said_so"),
    [
        pytest.param(f"{LINE}\n\nHola", ["Hola"], "under no time", id="words-after-an-empty-line"),
        pytest.param(f"{LINE}\nHola\n\na todas\n\n{OTHER}\nSí", ["Hola\na todas", "Sí"], "under no time",
                     id="words-in-two-paragraphs"),
        pytest.param(f"{LINE}\nHola\n\nayer --> hoy\nperdido", ["Hola\nayer --> hoy\nperdido"], "under no time",
                     id="an-arrow-between-words"),
        pytest.param(f"{LINE}\nde A --> B\nsí", ["de A --> B\nsí"], None, id="an-arrow-in-the-words"),
        pytest.param(f"{LINE}\n5 -> 6: vamos\n1:30 -> dos horas", ["5 -> 6: vamos\n1:30 -> dos horas"], None,
                     id="numbers-and-arrows-in-the-words"),
        pytest.param("00:00:0x.000 --> 00:00:0d.890\nHola", ["Hola"], "(line 3)", id="both-unreadable"),
        pytest.param("00:00:01.000 -->\nHola", ["Hola"], "(line 3)", id="no-end"),
        pytest.param("00:00:01.000 --> 00:00:0d.890\nHola", ["Hola"], "(line 3)", id="end-unreadable"),
        pytest.param(f"{LINE}\nHola\n\n0x:00:03.000 --> 00:00:04.000\nSí", ["Hola", "Sí"], "(line 6)",
                     id="start-unreadable"),
        pytest.param("00:00:01.000 -> 00:00:02.000\nHola", ["Hola"], "another arrow", id="short-arrow"),
        pytest.param("00:00:01.000 —> 00:00:02.000\nHola", ["Hola"], "another arrow", id="word-made-a-dash-of-it"),
        pytest.param("00:00:01.000 → 00:00:02.000\nHola", ["Hola"], "another arrow", id="drawn-arrow"),
        pytest.param("00:00:01.000 --&gt; 00:00:02.000\nHola", ["Hola"], "another arrow", id="escaped-arrow"),
        pytest.param("00:00:01.000 - 00:00:02.000\nHola", ["Hola"], "another arrow", id="dash"),
        pytest.param(f"{LINE} Hola a todas", ["Hola a todas"], "on the line of their times", id="words-behind-times"),
        pytest.param("00:00:05.000 --> 00:00:02.000\nHola", ["Hola"], "end before they begin", id="backwards"),
        pytest.param(f"7\n{LINE}\nHola\n8\n{OTHER}\nSí", ["Hola", "Sí"], "without an empty line", id="no-empty-lines"),
        pytest.param(f"7\n{LINE}\nHola\n5\n{OTHER}\nSí", ["Hola\n5", "Sí"], None, id="a-number-that-is-said"),
        pytest.param(f"7\n\n{LINE}\n\nHola\n\n8\n\n{OTHER}\n\nSí", ["Hola", "Sí"], "under no time",
                     id="an-empty-line-after-every-line"),
        pytest.param(f"{LINE}\nHola\n\n5\n\nveces", ["Hola\n5\nveces"], "under no time", id="a-number-alone"),
        pytest.param(f"{LINE}\nHola\n\nNOTE uno\n\ndos\n\n{OTHER}\nSí", ["Hola", "Sí"], "after a comment",
                     id="a-comment-in-two-paragraphs"),
        pytest.param(f"Reunión de red\n\n{LINE}\nHola", ["Hola"], "before the first", id="a-title"),
        pytest.param(f"Kind: captions\n\n{LINE}\nHola", ["Hola"], None, id="metadata"),
        pytest.param(f"{LINE}\n2 < 3", ["2 < 3"], "opens no tag", id="less-than"),
        pytest.param(f"{LINE}\nNOTES: uno\n\nNOTES: dos", ["NOTES: uno\nNOTES: dos"], "under no time", id="notes"),
    ],
)  # fmt: skip
def test_what_a_strict_parser_drops_is_read_and_told(body, expected, said_so):
    captions = read_captions(f"WEBVTT\n\n{body}\n")
    assert [cue.text for cue in captions.cues] == expected
    assert len(captions.warnings) == (said_so is not None)
    assert said_so is None or said_so in captions.warnings[0]


def test_a_header_ends_at_times_of_any_writing():
    captions = read_captions("WEBVTT\n1\n00:00:01.000 -> 00:00:02.000\nHola\n2\n00:00:03.000 -> 00:00:04.000\nSí\n")
    assert [(cue.id, cue.text) for cue in captions.cues] == [("1", "Hola"), ("2", "Sí")]
    assert "2 (lines 3, 6)" in captions.warnings[0]


def test_each_leniency_is_counted_with_its_first_lines():
    text = "WEBVTT\n" + "".join(f"\n0:{i:02d} --> 0:{i + 1:02d}\nsí\n" for i in range(7))
    assert read_captions(text).warnings == (
        "Captions whose times are written in another way, read all the same: 7 (lines 3, 6, 9, 12, 15…).",
    )


@pytest.mark.parametrize("first", ["webvtt", " WEBVTT", "\nWEBVTT", "WEBVTT-FILE", "WebVTT"])
def test_a_poor_signature_is_one(first):
    captions = read_captions(f"{first}\n\n{LINE}\nHola\n")
    assert ([cue.text for cue in captions.cues], len(captions.warnings)) == (["Hola"], 1)


@pytest.mark.parametrize(
    ("text", "format"),
    [
        pytest.param("WEBVTT\n\n", "vtt", id="vtt"),
        pytest.param(f"1\n{LINE}\nHola", "vtt", id="vtt-without-header"),
        pytest.param("\ufeff1\n00:00:01,000 --> 00:00:02,000\nHola", "srt", id="srt"),
        pytest.param("0:00:01.000,0:00:02.000\nHola", "sbv", id="sbv"),
        pytest.param("[00:00:01.000 --> 00:00:02.000] Hola", None, id="times-in-brackets"),
        pytest.param("Ana Pino: Hola\nLuis: nos vemos 10:30 --> 11:00", None, id="labels"),
        pytest.param("Vengo a contar lo nuestro.", None, id="words"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_captions_are_known_by_how_they_begin(text, format):
    assert caption_format(text) == format


@pytest.mark.parametrize(
    ("text", "format", "fault"),
    [
        ("1\n00:00:01.000 --> 00:00:02,000\nHola", "srt", "line 2 should be times"),
        ("1\n00:00:01,000 --> 00:00:02,000\nHola\n\na todas", "srt", "line 5 should be the number"),
        ("hola", "srt", "line 1 should be the number"),
        ("0:00:01.000,0:00:02.000\nHola\n\na todas", "sbv", "line 4 should be times"),
        ("\n\n", "sbv", "no caption"),
    ],
)
def test_strict_srt_and_sbv_name_the_first_fault(text, format, fault):
    with pytest.raises(InputError, match=fault):
        read_captions(text, format=format, strict=True)


def test_strict_srt_and_sbv_that_are_valid():
    srt = read_captions(
        "1\n00:00:01,000 --> 00:00:02,000 X1:1\nHola\n\n2\n00:00:02,000 --> 00:00:03,000\n", strict=True
    )
    sbv = read_captions("0:00:01.000,0:00:02.000\nHola\n", strict=True)
    assert [cue[:4] for cue in srt.cues] == [("1", 1.0, 2.0, "Hola")]
    assert [cue[:4] for cue in sbv.cues] == [("", 1.0, 2.0, "Hola")]


def test_srt_styling_and_sbv_breaks_are_nobody_s_words():
    assert said("1\n00:00:01,000 --> 00:00:02,000\n{\\an8}<font color='red'>Hola</font><br>a\n", "srt") == [
        (None, "Hola a")
    ]
    assert said("0:00:01.000,0:00:02.000\nHola[br]a todas\n", "sbv") == [(None, "Hola a todas")]


def test_the_number_above_srt_words_without_times_is_not_said():
    text = "1\n00:00:01,000 --> 00:00:02,000\nHola\n\n2\na todas\n"
    assert said(text, "srt") == [(None, "Hola a todas")]


def test_a_sign_of_another_speaker_ends_the_one_before():
    text = vtt("Ana Pino: Hola >> Sí.", "Ana Pino: Ya", ">> Luis Rey: Bien", "Luis Rey: ya")
    assert said(text) == [("Ana Pino", "Hola"), (None, "Sí."), ("Ana Pino", "Ya"), ("Luis Rey", "Bien ya")]


def test_names_in_brackets_are_labels():
    assert said(vtt("[Ana Pino]: Hola", "[Luis Rey]: Ya", "[Ana Pino]: Chao"))[1] == ("Luis Rey", "Ya")


def test_a_minus_is_no_dash():
    assert said(vtt("hace", "-5 grados")) == [(None, "hace -5 grados")]


def test_captions_that_scroll_without_inner_times_do_not_repeat_their_words():
    rows = ["uno", "uno\ndos", "dos\ntres", "tres\ncuatro", "cuatro\ncinco"]
    assert said(vtt(*rows)) == [(None, "uno dos tres cuatro cinco")]


def test_a_word_that_is_said_again_is_kept():
    assert said(vtt("sí", "sí", "sí", "sí", "no")) == [(None, "sí sí sí sí no")]


def test_labels_that_look_like_no_name_count_where_every_caption_has_one():
    speakers = ["Ana Pino", "Luis Rey", "Ana Pino", "Eva / UTP", "Ana Pino"] * 4
    assert {name for name, _words in said(vtt(*(f"{name}: hola" for name in speakers)))} == set(speakers)


def test_a_cue_that_ends_before_it_begins_gives_no_time_that_runs_back():
    (turn,) = utterances(read_captions("WEBVTT\n\n00:05.000 --> 00:02.000\nHola").cues)
    assert (turn.start, turn.end) == (5.0, 5.0)


def test_srt_and_sbv_are_read():
    assert said("1\n00:00:01,000 --> 00:00:02,000\nHola\n\n2\n00:00:02,000 --> 00:00:03,000\na todas\n", "srt") == [
        (None, "Hola a todas")
    ]
    assert said("0:00:01.000,0:00:02.000\nHola\n\n0:00:02.000,0:00:03.000\ntodas\n", "sbv") == [(None, "Hola todas")]


def test_rolling_captions_do_not_repeat_their_words():
    text = "WEBVTT\n\n00:01.000 --> 00:02.000\nvamos a<00:01.500><c> ver</c>\n\n"
    text += "00:02.000 --> 00:03.000\nvamos a ver\nqué pasa\n"
    assert said(text) == [(None, "vamos a ver qué pasa")]


def test_a_long_silence_and_a_dash_part_unlabelled_captions():
    text = "WEBVTT\n\n00:01.000 --> 00:02.000\nHola\n\n00:09.000 --> 00:10.000\nSí\n- ¿Y tú?\n"
    assert [u.words for u in utterances(read_captions(text).cues)] == ["Hola", "Sí", "¿Y tú?"]


def test_a_caption_without_label_goes_on_with_the_speaker_before():
    text = vtt("Ana Pino: Hola", "a todas", "Luis Rey: Hola", "Luis Rey: chao", "Ana Pino: ya")
    assert said(text)[0] == ("Ana Pino", "Hola a todas")


def test_words_before_a_colon_are_not_eaten_as_a_label():
    text = vtt("El tema es este: la lectura", "por ejemplo: en marzo", "y nada más", "O sea: no")
    assert said(text) == [(None, "El tema es este: la lectura por ejemplo: en marzo y nada más O sea: no")]
