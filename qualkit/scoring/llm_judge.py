"""A language model as judge: one call per criterion, quotes through the evidence gate, failures as states."""

import json
import math
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from qualkit.errors import ProviderError
from qualkit.evidence import Source
from qualkit.i18n import _
from qualkit.model import Criterion, Evidence, Experience, Rubric, Score, ScoreState
from qualkit.protocols import ChatModel, Message, Reply
from qualkit.scoring.passages import addressed_spans
from qualkit.scoring.prompt import JudgePrompt, load_prompt

MAX_QUOTES = 3
CHARACTERS_PER_TOKEN = 3.5
EXPECTED_ANSWER_TOKENS = 300
_FENCED = re.compile(r"^\s*```(?:json)?\s*(.*?)\s*```\s*$", re.DOTALL)

SCHEMA: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["evidence", "why_not_lower", "why_not_higher", "level"],
    "properties": {
        "evidence": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["field", "quote"],
                "properties": {"field": {"type": "string"}, "quote": {"type": "string"}},
            },
        },
        "why_not_lower": {"type": "string"},
        "why_not_higher": {"type": "string"},
        "level": {"type": ["integer", "null"], "enum": [1, 2, 3, 4, None]},
    },
}
"""What a model is asked to answer with: evidence first, the level last."""


class _Quote(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    field: str
    quote: str


class _Answer(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    evidence: list[_Quote]
    why_not_lower: str
    why_not_higher: str
    level: int | None = Field(ge=1, le=4)  # strict: neither «3» nor true is a level


@dataclass(frozen=True)
class _Failed:
    """Why there is no answer to use; ``problem`` is said to the model in the repair round (``""``: no use asking)."""

    state: ScoreState
    rationale: str
    problem: str = ""


@dataclass(frozen=True)
class Estimate:
    """What a run would send and, with prices per million tokens, cost. ``tokens`` are counted by characters."""

    calls: int
    input_tokens: int
    output_tokens: int
    cost: float | None
    first_prompt: str

    @property
    def tokens(self) -> int:
        """Tokens in both directions."""
        return self.input_tokens + self.output_tokens


class LlmJudge:
    """Asks ``chat`` for one criterion at a time; what it is given must be pseudonymised already."""

    def __init__(self, chat: ChatModel, *, name: str, prompt: JudgePrompt | None = None) -> None:
        self._chat = chat
        self._name = name
        self._prompt = prompt or load_prompt()

    @property
    def name(self) -> str:
        """``llm:PROVIDER:MODEL``."""
        return self._name

    @property
    def prompt_hash(self) -> str:
        """Content hash of the prompt, for the record of the run."""
        return self._prompt.hash

    def judge(self, experience: Experience, criterion: Criterion) -> Score:
        """Return the score; a provider that fails, refuses or rambles becomes a state, never an exception."""
        if not any(text.strip() for text in experience.fields.values()):
            return self._none(experience, criterion, "no_evidence", _("The form is empty: nothing was sent."))
        try:
            return self._judge(experience, criterion)
        except ProviderError as error:
            state: ScoreState = getattr(error, "score_state", "provider_error")
            return self._none(experience, criterion, state, str(error))

    def _judge(self, experience: Experience, criterion: Criterion) -> Score:
        messages = self._prompt.messages(experience, criterion)
        reply = self._chat.reply(messages, SCHEMA)
        answer = _read(reply)
        again = self._repair(answer, experience)
        if again is not None:
            answer = _read(self._chat.reply([*messages, Message("assistant", reply.text), again], SCHEMA))
        if isinstance(answer, _Failed):
            return self._none(experience, criterion, answer.state, answer.rationale)
        return self._scored(experience, criterion, answer)

    def _repair(self, answer: _Answer | _Failed, experience: Experience) -> Message | None:
        """Return what to say in the one repair round, or ``None`` where the answer stands or nothing would help."""
        if isinstance(answer, _Failed):
            return self._prompt.repair_json(answer.problem) if answer.problem else None
        if answer.level is None:
            return None
        refused = [(q.field, q.quote) for q in answer.evidence if _gated(q, experience) is None]
        return self._prompt.repair_quotes(refused) if refused or not answer.evidence else None

    def _scored(self, experience: Experience, criterion: Criterion, answer: _Answer) -> Score:
        why = " ".join(" ".join((answer.why_not_lower, answer.why_not_higher)).split())
        if answer.level is None:
            return self._none(experience, criterion, "no_evidence", why or _("The model found no evidence."))
        gated = [_gated(quote, experience) for quote in answer.evidence]
        quotes = tuple(dict.fromkeys(evidence for evidence in gated if evidence is not None))[:MAX_QUOTES]
        if not quotes:
            lost = _("The model proposed level %(level)d, but none of its quotes stands in the form.")
            return self._none(experience, criterion, "no_evidence", lost % {"level": answer.level})
        if refused := gated.count(None):
            why += " " + _("(%(n)d of its quotes do not stand in the form and were left out.)") % {"n": refused}
        return Score(experience.id, criterion.id, answer.level, "scored", quotes, why, self._name)

    def _none(self, experience: Experience, criterion: Criterion, state: ScoreState, why: str) -> Score:
        return Score(experience.id, criterion.id, None, state, (), why, self._name)


def _read(reply: Reply) -> _Answer | _Failed:
    """Return the answer in a raw reply; a cut, filtered, refused or unreadable one says so instead."""
    if reply.refusal or reply.finish in ("content_filter", "refusal"):
        return _Failed("refused", _("The model refused to answer: %(why)s") % {"why": reply.refusal or reply.finish})
    if reply.finish in ("length", "max_tokens"):
        return _Failed("unparsed", _("The answer was cut off at the limit of tokens."))
    fenced = _FENCED.match(reply.text)
    try:
        return _Answer.model_validate(json.loads(fenced.group(1) if fenced else reply.text))
    except json.JSONDecodeError as error:
        problem = f"no es JSON ({error.msg})"  # said to the model, in the language of the prompt
    except ValidationError as error:
        first = error.errors()[0]
        problem = f"«{'.'.join(map(str, first['loc']))}»: {first['msg']}"
    return _Failed("unparsed", _("The answer could not be read, not even the second time."), problem)


def _gated(quote: _Quote, experience: Experience) -> Evidence | None:
    """Return ``quote`` as evidence of the field it names; text that tells the evaluator what to answer is none."""
    text = experience.fields.get(quote.field)
    evidence = Source(text).evidence(quote.quote, quote.field) if text else None
    if text is None or evidence is None:
        return None
    addressed = any(span.start < evidence.end and evidence.start < span.end for span in addressed_spans(text))
    return None if addressed else evidence


def estimate(
    experiences: Sequence[Experience],
    rubric: Rubric,
    prompt: JudgePrompt,
    *,
    price_in: float | None = None,
    price_out: float | None = None,
    done: Collection[tuple[str, str]] = (),
) -> Estimate:
    """Return what scoring ``experiences`` would send, sending nothing. One call each, repair rounds left out.

    ``done`` holds the pairs of experience and criterion that would not be asked.
    """
    calls = 0
    tokens_in = 0
    first = ""
    for experience in experiences:
        for criterion in rubric.criteria:
            if (experience.id, criterion.id) in done:
                continue
            sent = "\n\n".join(message.content for message in prompt.messages(experience, criterion))
            first = first or sent
            calls += 1
            tokens_in += math.ceil(len(sent) / CHARACTERS_PER_TOKEN)
    tokens_out = calls * EXPECTED_ANSWER_TOKENS
    known = price_in is not None and price_out is not None
    cost = (tokens_in * (price_in or 0) + tokens_out * (price_out or 0)) / 1_000_000 if known else None
    return Estimate(calls, tokens_in, tokens_out, cost, first)
