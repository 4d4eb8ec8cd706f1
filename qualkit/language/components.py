"""The three components of qualkit's own in its spaCy pipeline; spaCy finds them by entry point when it loads it.

Imports spaCy: only ``qualkit.language.pipeline`` and spaCy itself import this module, when they load a pipeline.
"""

from spacy.language import Language
from spacy.tokens import Doc

from qualkit.language.lemmas import lemma
from qualkit.language.segments import sentences
from qualkit.model import Span

SENTENCES, LEMMAS, NAMES = "qualkit_sentences", "qualkit_lemmas", "qualkit_names"


@Language.component(SENTENCES, assigns=["token.is_sent_start"])
def preset_sentences(doc: Doc) -> Doc:
    """Set the borders of sentences before the parser, which keeps to them; borders that are there already stay."""
    if doc.has_annotation("SENT_START"):
        return doc
    return with_sentences(doc, sentences(doc.text))


@Language.component(LEMMAS, assigns=["token.lemma"], requires=["token.pos"])
def assign_lemmas(doc: Doc) -> Doc:
    """Set the lemma of each token from its form and part of speech."""
    for token in doc:
        token.lemma_ = lemma(token.text, token.pos_ or None)
    return doc


@Language.component(NAMES, assigns=["doc.ents"], requires=["doc.ents"])
def keep_capital_names(doc: Doc) -> Doc:
    """Take away names in lower case from sentences that have capitals: who writes them writes them in names too.

    A sentence without any capital is as a recogniser writes, and keeps its names.
    """
    doc.ents = [
        name
        for name in doc.ents
        if _has_capital(name.text) or any(map(str.isdigit, name.text)) or not _has_capital(name.sent.text)
    ]
    return doc


def _has_capital(text: str) -> bool:
    return any(char.isupper() for char in text)


def with_sentences(doc: Doc, spans: list[Span]) -> Doc:
    """Return ``doc`` with a sentence starting at the first token of each span, and nowhere else but at its beginning.

    A border inside a token counts for the token after it.
    """
    starts = sorted(span.start for span in spans)
    at = 0
    for token in doc:
        begins = token.i == 0
        while at < len(starts) and starts[at] <= token.idx:
            begins, at = True, at + 1
        token.is_sent_start = begins
    return doc
