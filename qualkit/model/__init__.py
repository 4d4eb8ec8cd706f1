"""The nouns of qualkit as plain, frozen values. Standard library only; identity and storage live elsewhere."""

from qualkit.model.codebooks import Code, Codebook
from qualkit.model.codings import Coding, Decision, Label, Polarity, Suggestion
from qualkit.model.documents import Channel, Document, Segment, Turn
from qualkit.model.experiences import (
    Criterion,
    Experience,
    Rubric,
    Score,
    ScoreState,
    SelectionRow,
)
from qualkit.model.runs import Run
from qualkit.model.spans import Evidence, Span
from qualkit.model.tables import AttendanceRow, Member, Survey, SurveyItem

__all__ = [
    "AttendanceRow",
    "Channel",
    "Code",
    "Codebook",
    "Coding",
    "Criterion",
    "Decision",
    "Document",
    "Evidence",
    "Experience",
    "Label",
    "Member",
    "Polarity",
    "Rubric",
    "Run",
    "Score",
    "ScoreState",
    "Segment",
    "SelectionRow",
    "Span",
    "Suggestion",
    "Survey",
    "SurveyItem",
    "Turn",
]
