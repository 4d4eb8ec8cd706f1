"""An invented report of a realistic size to look at: 4 territories, 60 codes, 24 experiences × 12 criteria, long names."""

from qualkit.concepts.cloud import cloud_words
from qualkit.concepts.maps import MapLimits, concept_map
from qualkit.concepts.terms import Passage, terms
from qualkit.model import Span
from qualkit.model.maps import ConceptMap
from qualkit.model.quotes import Quote
from qualkit.model.shares import (
    Attendance,
    AttendanceGroup,
    ChoiceTally,
    EventAttendance,
    ScaleTally,
    Share,
    SurveyTally,
    TalkShare,
    TextTally,
)
from qualkit.rendering.cloud import draw_cloud
from qualkit.rendering.content import (
    ChosenExperience,
    CloudSection,
    CodeRow,
    CriterionColumn,
    ExperienceRow,
    ExperienceSection,
    FamilyTable,
    Figure,
    LevelCell,
    MapSection,
    MethodNote,
    RejectedFile,
    ReportContent,
    ThemeMatrix,
    ThemeRow,
)
from qualkit.rendering.map_svg import describe, map_svg

TERRITORIES = ("Red Valle del Peumo", "Red Costa Serena", "Red Cordillera y Ñirehue sin Fronteras", "Red Isla Grande")

SAID = (
    "El trabajo en red ayuda a la convivencia escolar, porque uno deja de sentirse sola.",
    "Falta tiempo para la planificación conjunta; la jefa de UTP hace lo que puede.",
    "La convivencia escolar requiere tiempo, y el tiempo nadie lo protege.",
    "El plan lector permite que los estudiantes lean con sus familias en la casa.",
    "La mentoría entre pares mejora las prácticas de aula, pero depende del tiempo.",
    "Las familias apoyan el plan lector cuando alguien les explica para qué sirve.",
    "Sin apoyo del sostenedor no hay trabajo en red que dure más de un año.",
    "El trabajo en red permite la mentoría entre pares y eso a mí me cambió las clases.",
    "La salud mental de los estudiantes depende de la convivencia escolar, así de simple.",
    "Los estudiantes lideran el huerto escolar y el huerto escolar enseña a las familias.",
    "La jefa de UTP impulsa la mentoría entre pares en el departamento de lenguaje.",
    "El sostenedor apoya el plan lector desde marzo y el PME lo recoge.",
    "El PME incluye la convivencia escolar, pero las prácticas de aula no cambian solas.",
    "El huerto escolar ayuda a la salud mental de los niños, se nota en los recreos.",
)

HARD = (
    'Lo anoté así: <b>50 % & más</b>, #foco_1 $ @sala *negrita* _cursiva_ \\ruta «y» "otra" `x` [y] {z} ~ = + - / 3 < 4'
)

LONG = (
    "Nosotros partimos con dos profesoras y un cuaderno, nada más, porque no había horas ni nadie que las pagara, y al "
    "principio las colegas decían que era una moda que se iba a pasar en dos semanas; después los mismos estudiantes "
    "empezaron a pedir que les leyeran a los más chicos y ahí ya no hubo cómo pararlo, y hoy está en el PME y tiene una "
    "hora los miércoles que no se la toca nadie, ni siquiera cuando hay ensayo."
)


def passages() -> list[Passage]:
    """Talk of four territories, three sessions each."""
    made = []
    for t, territory in enumerate(TERRITORIES):
        for session in (1, 2, 3):
            at = 0
            for k, text in enumerate(SAID):
                if (k + t + session) % 4 != 0:
                    document = f"doc{t}{session}"
                    made.append(Passage(document, territory, session, Span(at, at + len(text)), text, turn=k + 1))
                    at += len(text) + 1
    return made


def example_map(*, areas: bool = False, limits: MapLimits | None = None) -> ConceptMap:
    """The concept map of the invented talk."""
    found = terms(passages(), top=40)
    names = {term.lemma_key: ("Personas" if i % 3 == 0 else "Condiciones de trabajo") for i, term in enumerate(found)}
    return concept_map(
        passages(), found, question="¿Qué sostiene el trabajo en red?", areas=names if areas else None, limits=limits
    )


def quote(text: str, n: int, *, status: str | None = "suggested") -> Quote:
    """One invented quote."""
    return Quote(
        text,
        f"doc{n}",
        10 * n,
        10 * n + len(text),
        TERRITORIES[n % 4],
        1 + n % 3,
        3 + n % 40,
        status=status,  # type: ignore[arg-type]
    )


def families() -> tuple[FamilyTable, ...]:
    """Six families with ten codes each; one quote is long, one holds every sign that could mean something."""
    made = []
    for f, name in enumerate(("Propósito nuclear", "Liderazgo en red", "Capital profesional", "Profundidad de la colaboración",
                              "Condiciones y apoyos del territorio", "Participación de las y los estudiantes")):  # fmt: skip
        rows = []
        for c in range(10):
            n = f * 10 + c
            texts = [SAID[n % len(SAID)], SAID[(n * 5 + 3) % len(SAID)]][: 1 + n % 2]
            if n % 13 == 4:
                texts = [LONG]
            if n == 2:
                texts = [HARD]
            quotes = tuple(
                quote(text, n * 2 + i, status="accepted" if n % 3 == 0 else "suggested") for i, text in enumerate(texts)
            )
            rows.append(CodeRow(f"c{n}", f"Tema inventado {n + 1}: acuerdos que se cumplen y se revisan", 3 + (n * 7) % 40,
                                1 + n % 4, (0, 3 + (n * 7) % 40, 2)[n % 3], quotes if n % 11 else ()))  # fmt: skip
        made.append(FamilyTable(f"familia-{f}", name, tuple(rows)))
    return tuple(made)


def themes() -> ThemeMatrix:
    """Sixty codes by four territories."""
    rows = tuple(
        ThemeRow(code.code, code.name, family.name, tuple((i * 7 + t * 5) % 23 for t in range(4)))
        for family in families()
        for i, code in enumerate(family.rows)
    )
    return ThemeMatrix(TERRITORIES, (212, 187, 95, 240), rows, ("la sesión 4 de Red Isla Grande, sin transcripción",))


CRITERIA = (
    "Problema identificado por la comunidad", "Pertinencia local", "Colaboración y participación", "Estudiantes protagonistas",
    "Impacto en los aprendizajes", "El error como aprendizaje", "Sostenibilidad", "Acto razonado",
    "Sistematización y evidencia", "Condiciones y continuidad", "Transferibilidad", "Pertinencia al foco del territorio",
)  # fmt: skip


def experiences() -> ExperienceSection:
    """Twenty-four experiences by twelve criteria, some without evidence."""
    rows = []
    for e in range(24):
        levels = []
        for c in range(12):
            value = (e * 5 + c * 3) % 7
            levels.append(
                LevelCell(None, "no_evidence")
                if value > 4
                else LevelCell(None, "refused")
                if value == 0
                else LevelCell(value)
            )
        if e == 23:
            levels = [LevelCell(None, "no_evidence")] * 12
        name = ("Cuaderno viajero entre la escuela y la caleta", "Tutorías de lectura de octavo a primero básico",
                "Feria de semillas y memoria oral de las abuelas del valle", "Dupla de convivencia en el recreo")[e % 4]  # fmt: skip
        rows.append(
            ExperienceRow(f"EXP-{e + 1:02d}", f"{name} ({e + 1})", TERRITORIES[e % 4], tuple(levels), e % 6 == 0)
        )
    chosen = tuple(
        ChosenExperience(
            item.id, item.name, item.territory, rank,
            "Nivel 4 en colaboración y en transferibilidad; única del territorio con foco en convivencia.",
            "convivencia y salud mental", "Cada viernes un curso escribe en el cuaderno y el lunes lo lee otra escuela.",
            (("Colaboración y participación, nivel 4", quote(SAID[rank], 90 + rank)), ("Sostenibilidad, nivel 3", quote(LONG, 95 + rank))),
        )
        for rank, item in enumerate((row for row in rows if row.selected), start=1)
    )  # fmt: skip
    return ExperienceSection(
        "Pauta de experiencias demostrativas", tuple(CriterionColumn(f"k{i}", name) for i, name in enumerate(CRITERIA)),
        tuple(rows), chosen, "evidence", ("Dos fichas llegaron sin el campo «resultados».",),
    )  # fmt: skip


def survey() -> SurveyTally:
    """Three scales, a choice, an open item and two defects."""
    return SurveyTally(
        47,
        (
            ScaleTally("c01", "En mi red sé para qué nos reunimos, qué le toca a cada quien y cómo se decide.", (20, 18, 5, 1, 0), 2, 1, "low", False),
            ScaleTally("c06", "Mi red no está en condiciones de funcionar de manera autónoma.", (3, 6, 12, 15, 9), 2, 0, "high", True),
            ScaleTally("c07", "Contamos con recursos para sostener la red.", (1, 2, 2, 1, 0), 41, 0, "low", False),
        ),
        (ChoiceTally("c11", "¿Cuál fue el principal aporte?", (("Conocer experiencias de otras escuelas", 21), ("Vincularme con actores del territorio", 14)), 12),),
        (TextTally("c12", "Comentario", 9, 38),),
        ("Una persona respondió dos veces.", "En cuatro filas «No sabe» venía como 0."),
    )  # fmt: skip


def attendance() -> Attendance:
    """Four territories with their own denominators."""

    def group(name: str | None, members: int, one: int, session: int) -> AttendanceGroup:
        events = tuple(EventAttendance(f"e{i}", None, "sesión", Share(max(1, one - i), members)) for i in range(3))
        return AttendanceGroup(name, members, Share(one, members), Share(session, members), events)

    sizes = ((12, 10, 9), (9, 8, 8), (16, 11, 10), (7, 6, 5))
    return Attendance(
        group(None, 44, 35, 32),
        tuple(group(name, *size) for name, size in zip(TERRITORIES, sizes, strict=True)),
        (group("2023", 20, 18, 17), group("2024", 24, 17, 15)),
        ("Escuela 31",),
        3,
    )


def content(language: str = "es") -> ReportContent:
    """The whole report."""
    drawn = example_map()
    drawing = draw_cloud(cloud_words(passages()))
    assert drawing is not None
    labels = {node.id: node.label for node in drawn.nodes}
    return ReportContent(
        title="Lo que aprendimos en red: sistematización del ciclo 2025",
        network="Red de Escuelas del Peumo & Costa",
        date="2025-12-09",
        language=language,
        documents=12,
        segments=734,
        words=61230,
        territories=TERRITORIES,
        sessions=(1, 2, 3),
        attendance=attendance(),
        talk=tuple(
            TalkShare(f"doc{t}{s}", f"Sesión {s}", territory, s, 300 + 11 * s, 8000 + 917 * t, 90, 2800 + 200 * s, 9 + t)
            for t, territory in enumerate(TERRITORIES)
            for s in (1, 2, 3)
        ),
        families=families(),
        themes=themes(),
        concept_map=MapSection(
            Figure(map_svg(drawn), describe(drawn), "Mapa conceptual de lo conversado en las doce sesiones."),
            drawn.question,
            tuple((f"{labels[e.source]} – {e.phrase} – {labels[e.target]}", e.n, e.quotes[:1]) for e in drawn.edges),
            drawn.left_out,
        ),
        cloud=CloudSection(Figure(drawing.svg, drawing.alt, drawing.legend, drawing.png), drawing.rows),
        experiences=experiences(),
        survey=survey(),
        method=MethodNote(
            runs=(("r-01", "qualkit code --codebook lar", "2025-12-01 10:20 UTC"), ("r-02", "qualkit score", "2025-12-01 10:24 UTC")),
            versions=(("qualkit", "0.1.0"), ("Python", "3.11.9")),
            codebooks=(("lar v1", "0f3ab21c99d0e1f2"),),
            rubric=("experiencias_demostrativas v1", "aa01bc9234d0e1ff"),
            coder="combined",
            judge="evidence",
            reviewed=Share(212, 734),
            left_out=(("Segmentos sin código", 118), ("Niveles sin evidencia", 61)),
            pseudonymised="Los nombres de personas, escuelas y lugares fueron reemplazados al leer los archivos.",
            sent_out="Ningún texto salió de este computador.",
            limits=("Las transcripciones automáticas cambian palabras.", "Quien habla poco aparece poco."),
        ),
        rejected=(RejectedFile("sesion_4_isla_grande_FINAL(2).docx", "El archivo está vacío."),),
    )  # fmt: skip
