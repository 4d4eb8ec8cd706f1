"""The reader against the standard's own steps, written out character by character: slow, and nothing clever in it."""

import re

from hypothesis import example, given, settings
from hypothesis import strategies as st

from qualkit.errors import InputError
from qualkit.reading.captions.subtitles import read_captions

SPACE = "\t\n\f\r "
DIGITS = "0123456789"


class Steps:
    """«WebVTT parser algorithm», «collect a WebVTT block», «collect WebVTT cue timings and settings»."""

    def __init__(self, text):
        text = text.removeprefix("\ufeff")
        self.input = text.replace("\0", "\ufffd").replace("\r\n", "\n").replace("\r", "\n")
        self.position = 0
        self.cues = []

    def collect(self, wanted):
        start = self.position
        while self.position < len(self.input) and wanted(self.input[self.position]):
            self.position += 1
        return self.input[start : self.position]

    def at_end(self):
        return self.position >= len(self.input)

    def run(self):
        if len(self.input) < 6 or self.input[:6] != "WEBVTT":
            return None
        if len(self.input) > 6 and self.input[6] not in " \t\n":
            return None
        self.collect(lambda char: char != "\n")
        if self.at_end():
            return self.cues
        self.position += 1
        if self.at_end():
            return self.cues
        if self.input[self.position] != "\n":
            self.block(in_header=True)
        else:
            self.position += 1
        self.collect(lambda char: char == "\n")
        while not self.at_end():
            cue = self.block()
            if cue is not None:
                self.cues.append(cue)
            self.collect(lambda char: char == "\n")
        return self.cues

    def block(self, *, in_header=False):
        line_count, previous, buffer, seen_eof, seen_arrow, cue = 0, self.position, "", False, False, None
        while True:
            line = self.collect(lambda char: char != "\n")
            line_count += 1
            if self.at_end():
                seen_eof = True
            else:
                self.position += 1
            if "-->" in line:
                if not in_header and (line_count == 1 or (line_count == 2 and not seen_arrow)):
                    seen_arrow = True
                    previous = self.position
                    times = timings(line)
                    cue = None if times is None else [buffer, *times]
                    if times is not None:
                        buffer = ""
                else:
                    self.position = previous
                    break
            elif line == "":
                break
            else:
                buffer = f"{buffer}\n{line}" if buffer != "" else line
                previous = self.position
            if seen_eof:
                break
        return None if cue is None else (*cue, buffer)


def timings(line):
    at = skip(line, 0)
    start, at = stamp(line, at)
    if start is None:
        return None
    at = skip(line, at)
    if line[at : at + 3] != "-->":
        return None
    end, at = stamp(line, skip(line, at + 3))
    return None if end is None else (start, end)


def skip(line, at):
    while at < len(line) and line[at] in SPACE:
        at += 1
    return at


def digits(line, at):
    start = at
    while at < len(line) and line[at] in DIGITS:
        at += 1
    return line[start:at], at


def stamp(line, at):
    fail = None, at
    first, at = digits(line, at)
    if not first:
        return fail
    hours = len(first) != 2 or int(first) > 59
    if line[at : at + 1] != ":":
        return fail
    second, at = digits(line, at + 1)
    if len(second) != 2:
        return fail
    if hours or line[at : at + 1] == ":":
        if line[at : at + 1] != ":":
            return fail
        third, at = digits(line, at + 1)
        if len(third) != 2:
            return fail
        h, m, s = int(first), int(second), int(third)
    else:
        h, m, s = 0, int(first), int(second)
    if line[at : at + 1] != ".":
        return fail
    thousandths, at = digits(line, at + 1)
    if len(thousandths) != 3 or m > 59 or s > 59:
        return fail
    return h * 3600 + m * 60 + s + int(thousandths) / 1000, at


PIECES = st.sampled_from(
    ["WEBVTT", "\n", "\n", "\n\n", "\r", "\r\n", " ", "\t", "\f", "-->", "-->", " --> ", "--", ">", "00:01.000", "00:02.500",
     "00:00:03.000", "1:00:00.000", "60:00.000", "00:60.000", "00:1.000", "00:01,000", "00:01.00", "hola", "1", ":", ".",
     "00:01.000 --> 00:02.000", "00:01.000 --> 00:02.000\n", "NOTE", "STYLE", "REGION", "id:x", "\0", "\ufeff", "\u2028",
     "\x85", "\v", "line:1", "ñ", "٣"]
)  # fmt: skip


@settings(max_examples=1500, deadline=None)
@given(st.lists(PIECES, max_size=25), st.booleans())
@example(["00:01.000 --> 00:02.000", "\n", "a", "\n", "-->", "\n", "00:01.000 --> 00:02.000", "\n", "b"], True)
@example(["\n", "-->", "\n", "00:01.000 --> 00:02.000"], False)
def test_the_reader_takes_every_step_of_the_standard(pieces, with_header):
    text = ("WEBVTT\n\n" if with_header else "") + "".join(pieces)
    expected = Steps(text).run()
    try:
        found = [tuple(cue[:4]) for cue in read_captions(text, format="vtt", strict=True).cues]
    except InputError:
        assert expected is None
        return
    assert expected is not None
    assert [cue[::3] for cue in found] == [cue[::3] for cue in expected]
    assert [tuple(round(time, 3) for time in cue[1:3]) for cue in expected] == [cue[1:3] for cue in found]


def test_the_steps_themselves_drop_and_keep():
    text = "WEBVTT\nx\n\nuno\n00:01.000 --> 00:02.000\nhola\n-->\nno\n\n0:1.0 --> 00:02.000\nno"
    assert Steps(text).run() == [("uno", 1.0, 2.0, "hola")]
    assert Steps("webvtt").run() is None
    assert not re.search("x", "".join(cue[3] for cue in Steps(text).run()))
