"""What a survey says: answers counted level by level, with the wording's own good end and every n."""

from collections import Counter
from collections.abc import Sequence

from qualkit.language.words import fold
from qualkit.model import Survey, SurveyItem
from qualkit.model.shares import ChoiceTally, ScaleTally, SurveyTally, TextTally

Answer = str | int | None

LEVELS = (1, 2, 3, 4, 5)


def tally(survey: Survey) -> SurveyTally:
    """Return the counts of every item of ``survey``, in the order of its items."""
    items = {kind: [item for item in survey.items if item.kind == kind] for kind in ("likert", "choice", "text")}
    return SurveyTally(
        answers=len(survey.answers),
        scales=tuple(scale(item, _answers(survey, item)) for item in items["likert"]),
        choices=tuple(choice(item, _answers(survey, item)) for item in items["choice"]),
        texts=tuple(_written(item, _answers(survey, item)) for item in items["text"]),
        notes=survey.notes,
    )


def scale(item: SurveyItem, answers: Sequence[Answer]) -> ScaleTally:
    """Return the counts of levels 1 to 5. What was not answered is missing; «No sabe», 0 or 7 is off the scale.

    ``item.favourable`` is the end where people agree; a negative wording turns it round, as agreeing is unfavourable.
    """
    said = Counter(answer for answer in answers if not _is_missing(answer))
    levels = tuple(sum(n for answer, n in said.items() if _level(answer) == level) for level in LEVELS)
    return ScaleTally(
        code=item.code,
        wording=item.wording,
        levels=(levels[0], levels[1], levels[2], levels[3], levels[4]),
        missing=sum(map(_is_missing, answers)),
        off_scale=sum(said.values()) - sum(levels),
        good_end=_other(item.favourable) if item.negative else item.favourable,
        negative=item.negative,
    )


def choice(item: SurveyItem, answers: Sequence[Answer]) -> ChoiceTally:
    """Return how often each option was chosen, the most chosen first; spellings that differ in case or accents join."""
    spellings: dict[str, Counter[str]] = {}
    for answer in answers:
        if not _is_missing(answer):
            text = " ".join(str(answer).split())
            spellings.setdefault(fold(text), Counter())[text] += 1
    options = [(min(forms, key=lambda form: (-forms[form], form)), forms.total()) for forms in spellings.values()]
    ordered = tuple(sorted(options, key=lambda option: (-option[1], option[0])))
    return ChoiceTally(item.code, item.wording, ordered, missing=sum(map(_is_missing, answers)))


def _written(item: SurveyItem, answers: Sequence[Answer]) -> TextTally:
    missing = sum(map(_is_missing, answers))
    return TextTally(item.code, item.wording, n=len(answers) - missing, missing=missing)


def _answers(survey: Survey, item: SurveyItem) -> list[Answer]:
    return [answers.get(item.code) for answers in survey.answers]


def _is_missing(answer: Answer) -> bool:
    return answer is None or (isinstance(answer, str) and not answer.strip())


def _level(answer: Answer) -> int | None:
    if isinstance(answer, bool) or answer is None:
        return None
    number = int(answer) if isinstance(answer, int) or answer.strip().isdecimal() else None
    return number if number in LEVELS else None


def _other(end: str) -> str:
    return "high" if end == "low" else "low"
