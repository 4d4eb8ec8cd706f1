"""The four moments of a territorial session, proposed: «Conecta, Conoce, Comparte, Construye».

A session goes through them in this order and may leave one out. What is said near a border gives it away (a greeting, a
screen that is shared, rooms that open, agreements that are read), above all by whoever facilitates. The borders are
those that explain the whole session best: dynamic programming over turns, as in text segmentation (Utiyama and
Isahara, 2001, *A statistical model for domain-independent text segmentation*). They are a proposal for a person.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal, get_args

from qualkit.evidence import count_words
from qualkit.language.words import fold
from qualkit.model import Document, Evidence, Segment, Turn
from qualkit.model.shares import Share

PhaseName = Literal["conecta", "conoce", "comparte", "construye"]
PHASES: tuple[PhaseName, ...] = get_args(PhaseName)

_CUES: dict[PhaseName, str] = {
    "conecta": r"""
        buen(?:as|os) (?:tardes|dias) · bienvenid[oa]s? · (?:se )?me escuchan? · se escucha bien
        como (?:llegan|vienen) · en una palabra · (?:ronda|dinamica) (?:de|inicial) · rompehielos · elijan una imagen
        presentense · me presento
        nombre y escuela · nombre, escuela · partamos saludando · vamos partiendo · estoy grabando · se van conectando
        saludos? (?:a tod[oa]s|desde) · que tal · como estan
    """,
    "conoce": r"""
        compart(?:o|ir|iendo) (?:la )?pantalla · (?:la|una|esta|siguiente) lamina · ven (?:la|mi) pantalla · se ve\b
        diapositiva · consulta (?:nacional|de|que|del) · (?:los )?resultados de la · segun (?:los|estos|el|la)
        concepto · definicion · marco teorico · autores · les (?:voy a )?(?:muestro|mostrar|presento|presentar)
        les (?:voy a )?(?:explico|explicar|cuento en corto) · por que estamos aqui · la idea de la red
        que entendemos por · los elementos de · porcentaje · en el estudio · la encuesta
    """,
    "comparte": r"""
        (?:en|a) (?:los )?grupos · salas? (?:uno|dos|tres|cuatro|\d) · salas pequeñas · abro las salas · voy abriendo
        volviendo · plenari[oa] · en nuestr[oa] (?:grupo|sala) · en (?:el|mi) grupo · conversamos
        quien (?:cuenta|quiere contar|parte) · cuenten · cuentenos · cuentanos
        (?:su|la) experiencia (?:de)? · experiencias
        la ficha · nosotros partimos · lo que hicimos · (?:les|nos) resulto · que (?:probaron|hicieron|les paso)
    """,
    "construye": r"""
        acuerdos?\b · compromisos?\b · me comprometo · nos comprometemos · quedamos (?:en|entonces)
        (?:con|ponga\w*) (?:nombre y )?fecha · responsables? · quien (?:se hace cargo|coordina|lleva|toma|se anota)
        coordinador\w* · roles\b · embajador\w* · (?:proxima|siguiente) (?:sesion|reunion|vez) · proximos pasos
        priori[cz]\w+ · votemos · votacion · elijamos · elegir (?:el|un) foco · (?:el|un|nuestro) foco · plan de
        para cerrar · cerremos · cerrar · ultima (?:vuelta|ronda) · con que se van · nos vemos (?:el|en)
        hasta (?:el|la) (?:proxim|\d)
    """,
}
"""What each phase sounds like, without accents and in lower case: patterns, parted by a point or a line."""
_OPENS: dict[PhaseName, str] = {
    "conecta": "buen(?:as|os) (?:tardes|dias) · bienvenid · vamos partiendo · ronda de llegada · como llegan",
    "conoce": r"""
        (?:ahora si|les|voy a) compart\w+ (?:la )?pantalla · comparto (?:la )?pantalla · ven (?:una|la) lamina
    """,
    "comparte": r"""
        (?:rato|pasamos|vamos|minutos) (?:en|a|a los|por) grupos · abro las salas · voy abriendo · van volviendo
        quien (?:cuenta|parte contando) · sala (?:uno|1)\b · pasemos a (?:compartir|contar|las experiencias)
    """,
    "construye": r"""
        \bacuerdos, · a los acuerdos · roles\b · pasemos a (?:los acuerdos|construir|planificar)
        (?:elegir|votar|definir) (?:el|un) foco · propositos? (?:provisorio|comun)
    """,
}
"""How whoever facilitates announces each phase."""


def _patterns(table: dict[PhaseName, str]) -> dict[PhaseName, re.Pattern[str]]:
    parts = {name: re.split(r" · |\n", cues) for name, cues in table.items()}
    return {name: re.compile("|".join(p.strip() for p in cues if p.strip())) for name, cues in parts.items()}


_COMPILED, _OPENING = _patterns(_CUES), _patterns(_OPENS)
_WITHOUT_SHOWING = 0.15
"""Where «comparte» usually begins when nothing is shown before it."""
_USUAL_START: dict[PhaseName, float] = {"conecta": 0.0, "conoce": 0.15, "comparte": 0.42, "construye": 0.78}
"""Where a phase usually begins, as a part of the words of a session: a weak expectation, which cues outweigh."""
_LEADS = 2.0
"""How much more a cue counts where the facilitator gives it."""
_ANNOUNCED, _DRIFT, _ENTRY = 6.0, 10.0, 1.0
"""What an announcement is worth, what a start far from the usual place costs, and what it costs to have a phase."""
_FEWEST_TURNS, _FEWEST_LED = 8, 2
"""Fewer turns are not parted; fewer passages of the facilitator, and no announcement, do not give a phase away."""


@dataclass(frozen=True)
class Phase:
    """One moment of a session, proposed: turns ``first`` to ``last`` (from 0, both included), seconds where the file
    tells them, how many of its words the facilitators say, and the words that give it away.
    """

    name: PhaseName
    first: int
    last: int
    start: float | None
    end: float | None
    words: int
    facilitation: Share
    speakers: int
    evidence: tuple[Evidence, ...]


def phases(document: Document, segments: Sequence[Segment]) -> tuple[Phase, ...]:
    """Return the phases of a session in their order; one for which nothing speaks is not there.

    Empty for a chat and for what has fewer than eight turns: there is nothing to part.
    """
    if document.kind != "transcript" or len(document.turns) < _FEWEST_TURNS:
        return ()
    said = [fold(document.text_of(turn)) for turn in document.turns]
    words = [count_words(document.text_of(turn)) for turn in document.turns]
    candidates: tuple[PhaseName, ...] = PHASES
    while candidates:
        found = []
        for name, turns in _parted(document.turns, said, words, candidates).items():
            evidence = _evidence(document, segments, name, turns)
            found.append(_phase(document, name, turns, words, evidence))
        shown = [phase for phase in found if phase.evidence]
        if len(shown) == len(found):
            return tuple(found)
        candidates = tuple(phase.name for phase in shown)  # what nothing gives away is not claimed
    return ()


def _parted(
    turns: Sequence[Turn], said: Sequence[str], words: Sequence[int], candidates: Sequence[PhaseName]
) -> dict[PhaseName, range]:
    """Return the turns of each phase, of those of ``candidates`` that explain the session best."""
    gains = {name: _gains(name, turns, said) for name in candidates}
    opens = {name: _opens(name, turns, said, words, _USUAL_START[name]) for name in candidates}
    at_once = opens | {"comparte": _opens("comparte", turns, said, words, _WITHOUT_SHOWING)}
    ways = {chain: _best_starts(chain, gains, opens if "conoce" in chain else at_once) for chain in _chains(candidates)}
    chain = max(ways, key=lambda names: (ways[names][0], len(names)))
    starts = ways[chain][1]
    return {name: range(a, b) for name, a, b in zip(chain, starts, [*starts[1:], len(said)], strict=True)}


def _chains(names: Sequence[PhaseName]) -> list[tuple[PhaseName, ...]]:
    """Return every choice of ``names`` in their order, from one of them to all."""
    return [chain for n in range(1, len(names) + 1) for chain in combinations(names, n)]


def _gains(name: PhaseName, turns: Sequence[Turn], said: Sequence[str]) -> list[float]:
    """Return what each turn says for the phase: its cues, which count more where the facilitator speaks."""
    cues = (len(set(_COMPILED[name].findall(text))) for text in said)
    return [math.log1p(n) * (_LEADS if turn.facilitator else 1.0) for turn, n in zip(turns, cues, strict=True)]


def _opens(
    name: PhaseName, turns: Sequence[Turn], said: Sequence[str], words: Sequence[int], usual: float
) -> list[float]:
    """Return how well each turn could open the phase: it announces it, the facilitator speaks, it is about time."""
    total, before, opens = max(1, sum(words)), 0, []
    for turn, text, n in zip(turns, said, words, strict=True):
        drift = abs(before / total - usual) * _DRIFT
        announced = _ANNOUNCED if turn.facilitator and _OPENING[name].search(text) else 0.0
        opens.append(announced + (1.0 if turn.facilitator else 0.0) - drift - _ENTRY)
        before += n
    return opens


def _best_starts(
    chain: Sequence[PhaseName], gains: dict[PhaseName, list[float]], opens: dict[PhaseName, list[float]]
) -> tuple[float, list[int]]:
    """Return the greatest sum that the phases of ``chain`` reach in this order, and the turns with which they begin."""
    n = len(gains[chain[0]])  # more turns than phases: there are at least ``_FEWEST_TURNS``
    ways: list[list[tuple[float, int]]] = []
    for k, name in enumerate(chain):
        row: list[tuple[float, int]] = []
        for i in range(n):
            going_on = row[i - 1] if i > k else (-math.inf, -1)
            if k == 0:
                beginning = (opens[name][0], 0) if i == 0 else (-math.inf, -1)
            else:
                before = ways[k - 1][i - 1][0] if i else -math.inf
                beginning = (before + opens[name][i], i)
            chosen = max(beginning, going_on, key=lambda way: way[0])
            row.append((chosen[0] + gains[name][i], chosen[1]))
        ways.append(row)
    starts, at = [], n - 1
    for row in reversed(ways):
        starts.append(row[at][1])
        at = row[at][1] - 1
    return ways[-1][n - 1][0], starts[::-1]


def _evidence(
    document: Document, segments: Sequence[Segment], name: PhaseName, turns: range, *, most: int = 3
) -> tuple[Evidence, ...]:
    """Return up to three segments that give the phase away: what announces it first, then what the facilitator says."""
    ranked = []
    for segment in segments:
        if segment.turn in turns:
            text = segment.span.of(document.text)
            folded = fold(text)
            cues = len(set(_COMPILED[name].findall(folded)))
            if cues and count_words(text) >= 3:
                opens = bool(_OPENING[name].search(folded))
                leads = document.turns[segment.turn].facilitator
                ranked.append((not (opens and leads), not leads, -cues, segment.index, segment))
    led = [row for row in ranked if not row[1]]
    if name != "conecta" and len(led) < _FEWEST_LED and not any(not row[0] for row in ranked):
        return ()  # one chance word is no phase
    best = sorted(ranked, key=lambda row: row[:4])[:most]
    spans = [segment.span for *_rank, segment in sorted(best, key=lambda row: row[3])]
    return tuple(Evidence(span.start, span.end, span.of(document.text)) for span in spans)


def _phase(
    document: Document, name: PhaseName, at: range, words: Sequence[int], evidence: tuple[Evidence, ...]
) -> Phase:
    turns, counts = document.turns[at.start : at.stop], words[at.start : at.stop]
    total = sum(counts)
    led = sum(n for turn, n in zip(turns, counts, strict=True) if turn.facilitator)
    starts = [turn.start for turn in turns if turn.start is not None]
    ends = [turn.end if turn.end is not None else turn.start for turn in turns]
    known = [end for end in ends if end is not None]
    return Phase(
        name=name,
        first=at.start,
        last=at.stop - 1,
        start=min(starts, default=None),
        end=max(known, default=None),
        words=total,
        facilitation=Share(led, total),
        speakers=len({turn.speaker for turn in turns if turn.speaker}),
        evidence=evidence,
    )
