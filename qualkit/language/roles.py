"""What people are in a school, said in words: the charges that one or two hold, and what makes a school unlike others.

A teacher, a pupil, a mother are many; a head, a psychologist, «la encargada de convivencia» are one or two in a school,
and whoever knows the territory knows who. The same holds for «internado», «unidocente», «la cárcel».
"""

import re
from collections.abc import Mapping

from qualkit.language.words import fold

_CHARGES = {
    "dirección": r"director(?:a|es|as)?|subdirector(?:a|es|as)?|direccion del (?:liceo|colegio)",
    "jefatura UTP": r"jef[ea] (?:de )?(?:la )?(?:utp|unidad tecnica)|utp|curriculista",
    "inspectoría": r"inspector(?:a|es|as)?(?: general(?:es)?)?",
    "encargado de convivencia": r"(?:encargad[oa]|coordinador(?:a)?|dupla|equipo) (?:de )?convivencia",
    "orientación": r"orientador(?:a|es|as)?",
    "psicología": r"psicolog[oa]s?|psicopedagog[oa]s?|dupla psicosocial",
    "trabajo social": r"(?:trabajador(?:a)?|asistente) social",
    "fonoaudiología": r"fonoaudiolog[oa]s?|fono",
    "terapia ocupacional": r"terapeuta ocupacional|kinesiolog[oa]s?",
    "educación diferencial": r"(?:educador(?:a|es|as)?|profesor(?:a)?|profe) (?:diferencial(?:es)?|pie|del pie)",
    "coordinación PIE": r"(?:coordinador(?:a)?|encargad[oa]) (?:de |del )?(?:pie|integracion)",
    "educación de párvulos": r"(?:educador(?:a|es|as)?) de parvulos|parvularia",
    "biblioteca CRA": r"bibliotecari[oa]s?|(?:encargad[oa]|coordinador(?:a)?) (?:de |del )?(?:cra|biblioteca)",
    "enlaces e informática": r"encargad[oa] (?:de )?(?:enlaces|informatica|computacion)",
    "educación tradicional": r"educador(?:a|es|as)? tradicional(?:es)?|kimelfe|kimche",
    "sostenedor": r"sostenedor(?:a|es|as)?|jef[ea] (?:del )?(?:daem|dem)|director(?:a)? (?:del )?(?:daem|slep)",
    "supervisión": r"supervisor(?:a|es|as)?|asesor(?:a)? (?:tecnic[oa]|pastoral)|capellan",
    "profesor encargado": r"profesor(?:a)? encargad[oa]|encargad[oa] de (?:la )?escuela|docente encargad[oa]",
    "enfermería": r"enfermer[oa]s?|tens|paramedic[oa]s?",
    "alimentación": r"manipulador(?:a|es|as)?(?: de alimentos)?|cociner[oa]s?|tia de la cocina",
    "portería y transporte": r"porter[oa]|auxiliar(?:es)? de aseo|furgonista|chofer|transportista",
    "centro de padres": (
        r"president[ea] (?:del )?(?:centro (?:general )?de (?:padres|apoderados|alumnos|estudiantes)|cepa|cgpa|ceal)"
    ),
    "autoridad": r"alcald(?:e|esa)|concejal(?:a|es)?|seremi|director(?:a)? provincial|jef[ea] (?:de )?deprov",
    "comunidad indígena": r"lonko|longko|machi|werken",
}
_TRAITS = {
    "escuela unidocente": r"unidocentes?|bidocentes?|uni docente|multigrado",
    "internado": r"internados?|escuela hogar",
    "escuela hospitalaria": r"(?:escuela|aula)s? hospitalarias?",
    "escuela en recinto penal": r"(?:escuela|liceo) (?:de|en) (?:la )?carcel|contexto de encierro|recinto penal",
    "escuela de adultos": r"(?:escuela|liceo|educacion) (?:de|para) adultos|ceia|epja|nocturn[oa]",
    "escuela especial": r"escuelas? especial(?:es)?|escuela de lenguaje",
    "liceo técnico": r"(?:liceo|colegio|complejo) (?:tecnico|agricola|industrial|maritimo|minero|bicentenario)",
    "escuela artística": r"escuelas? artisticas?|conservatorio",
    "escuela en isla": r"en la isla|islen[oa]s?|lanchas?",
    "microcentro": r"microcentros?",
    "reingreso": r"escuelas? de (?:reingreso|segunda oportunidad)|aula de reingreso",
}


def _patterns(table: Mapping[str, str]) -> dict[str, re.Pattern[str]]:
    return {name: re.compile(rf"\b(?:{words})\b") for name, words in table.items()}


_CHARGE_PATTERNS, _TRAIT_PATTERNS = _patterns(_CHARGES), _patterns(_TRAITS)


def charges_in(text: str) -> frozenset[str]:
    """Return the charges that ``text`` names, of which a school has one or two: «jefatura UTP», «psicología»."""
    return _named(_CHARGE_PATTERNS, text)


def school_traits_in(text: str) -> frozenset[str]:
    """Return what ``text`` says of a school that few schools are: «internado», «escuela unidocente»."""
    return _named(_TRAIT_PATTERNS, text)


def _named(patterns: Mapping[str, re.Pattern[str]], text: str) -> frozenset[str]:
    folded = fold(text)
    return frozenset(name for name, pattern in patterns.items() if pattern.search(folded))
