"""Texts made to keep a reader busy: eight times the text never takes much more than eight times the time."""

import gc
import time

import pytest

from qualkit.reading.captions.subtitles import caption_format, read_captions, utterances
from qualkit.reading.chat import is_chat, read_chat
from qualkit.reading.plain import read_plain
from qualkit.reading.turns import joined, rendered

HEAD, LINE = "WEBVTT\n\n", "00:01.000 --> 00:02.000\n"
CAPTIONS = {
    "one-line": HEAD + LINE + "{a}",
    "spaces": HEAD + LINE + "{ }",
    "less-than": HEAD + LINE + "{<}",
    "open-tags": HEAD + LINE + "{<i>}",
    "names-of-tags": HEAD + LINE + "{<a }",
    "voices": HEAD + LINE + "{<v a>x</v>}",
    "ampersands": HEAD + LINE + "{&#}",
    "one-number": HEAD + LINE + "&#{9};",
    "arrows": HEAD + "{-->}",
    "lines-of-arrows": HEAD + "{-->\n}",
    "poor-times": HEAD + "{0:01 -> \n}",
    "hours": HEAD + "{0}:00:00.000 --> 00:01.000\nx",
    "dashes-after-a-digit": HEAD + "0:0{-}\n" + LINE + "x",
    "empty-lines": HEAD + "{\n}",
    "lines-of-a-space": HEAD + "{ \n}",
    "loose-words": HEAD + LINE + "a\n\n{hola\n\n}",
    "loose-numbers": HEAD + LINE + "a\n\n{5\n\n}",
    "changes-of-speaker": HEAD + LINE + "{>> a\n}",
    "settings": HEAD + "00:01.000 --> 00:02.000 {align:start }\nx",
    "header": "WEBVTT\n{a: b\n}",
}
TEXTS = {
    "stars": "{*}",
    "stars-and-spaces": "{* }x",
    "spaces": "{ }x",
    "quotes": "{> }x",
    "brackets": "{[}",
    "colons": "{a: }",
    "empty-lines": "{\n}",
    "times": "{0:03\n}",
    "name-far-from-its-time": "Ana{ }0:03",
    "rayas": "{—a\n}",
    "names-in-bold": "{**Ana**\n}",
    "sender": "00:01:02 From {a }",
    "answer": '00:01:02\tAna:\tReplying to "{a\n}',
    "reaction": '00:01:02\tAna:\tReacted to "{a }',
    "reactions": '{00:01:02\tAna:\tReacted to "x\n}',
}


def of_size(shape, size):
    head, _brace, rest = shape.partition("{")
    unit, _brace, tail = rest.partition("}")
    return head + unit * (size // len(unit)) + tail


def read_as_captions(text):
    for format in ("vtt", "srt"):
        rendered(joined(utterances(read_captions(text, format=format).cues)))
    if text.startswith(HEAD):
        utterances(read_captions(text, format="vtt", strict=True).cues, strict=True)


def read_as_text(text):
    caption_format(text)
    read_plain(text)
    if is_chat(text):
        read_chat(text)


def seconds(read, text):
    """Return the least of two times; the collector of garbage rests, whose work grows with what other tests left."""
    taken = []
    gc.disable()
    try:
        for _run in range(2):
            start = time.process_time()
            read(text)
            taken.append(time.process_time() - start)
    finally:
        gc.enable()
    return min(taken)


@pytest.mark.parametrize(
    ("read", "shape"),
    [pytest.param(read_as_captions, shape, id=f"captions-{name}") for name, shape in CAPTIONS.items()]
    + [pytest.param(read_as_text, shape, id=f"text-{name}") for name, shape in TEXTS.items()],
)
def test_eight_times_the_text_takes_no_more_than_a_linear_reader_would(read, shape):
    small, large = (of_size(shape, size) for size in (12_000, 96_000))
    assert seconds(read, large) < 32 * max(seconds(read, small), 0.01)
