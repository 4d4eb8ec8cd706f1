"""A small invented network: two territories, two sessions each, a chat, forms, survey, attendance and members.

Nobody in it exists. ``SECRETS`` are the things that must never be kept, printed in a report, exported or sent.
"""

import atexit
import shutil
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import openpyxl
from docx import Document as WordFile

from qualkit.project import Project

RUT, PHONE, MAIL = "12.345.678-5", "+56 9 8765 4321", "rosalba.quintupil@losnotros.cl"
SECRETS = (
    *("Quintupil", "Rosalba", "Marchant", "Ibacache", "Catrileo", "Huilcán", "Yévenes"),
    *("Los Notros", "Aguas Claras", "Cordillera Blanca", "Puente Viejo"),
    *("12.345.678", "12345678", "8765 4321", "87654321", "losnotros.cl", "15.222.333", "17.444.555"),
)

Lines = Sequence[tuple[str, str]]

RIO_1: Lines = (
    ("Facilitadora - Marcela Ibacache", "Bienvenidas a la primera sesión de la red. Hoy vamos a contar qué hacemos en cada escuela."),
    ("Rosalba Quintupil - Escuela Los Notros", "Gracias. En nuestra escuela los estudiantes de sexto eligen el tema del mes y lo votan en asamblea."),
    ("Eduardo Marchant - Liceo Aguas Claras", "Rosalba, nosotros observamos clases entre docentes cada dos semanas y después conversamos qué mejorar."),
    ("Rosalba Quintupil - Escuela Los Notros", "No tenemos tiempo para planificar juntos, las horas no alcanzan y el equipo directivo no nos libera."),
    ("Facilitadora - Marcela Ibacache", "¿Y qué apoyo les da el equipo directivo de la escuela cuando eso pasa?"),
    ("Eduardo Marchant - Liceo Aguas Claras", "La directora participa en las reuniones y comparte las decisiones con los profesores del ciclo."),
    ("Rosalba Quintupil - Escuela Los Notros", f"Mi teléfono es {PHONE} y mi correo es {MAIL}, por si quieren las guías de lectura."),
    ("Eduardo Marchant - Liceo Aguas Claras", "En el Liceo Aguas Claras usamos los datos de la prueba de lectura para decidir qué estrategia cambiar."),
    ("Rosalba Quintupil - Escuela Los Notros", "Aprendimos de la otra escuela a registrar lo que probamos, así sabemos si el cambio funcionó o no."),
)  # fmt: skip
RIO_2: Lines = (
    ("Facilitadora - Marcela Ibacache", "Segunda sesión. Cuenten qué probaron desde la última vez en sus escuelas."),
    ("Rosalba Quintupil - Escuela Los Notros", "Probamos el círculo de lectura en tercero y los niños leyeron más libros que el semestre pasado."),
    ("Eduardo Marchant - Liceo Aguas Claras", "Nosotros hicimos un ciclo corto: planificar, probar, mirar los datos y ajustar la clase siguiente."),
    ("Rosalba Quintupil - Escuela Los Notros", f"Para la lista, mi RUT es {RUT}. La señora Rosalba Quintupil, así me inscriben."),
    ("Eduardo Marchant - Liceo Aguas Claras", "La confianza entre los colegas creció porque podemos decir lo que no resulta sin que nadie nos juzgue."),
    ("Rosalba Quintupil - Escuela Los Notros", "Las familias vinieron a la feria de ciencias y contaron sus saberes del río a los estudiantes."),
    ("Eduardo Marchant - Liceo Aguas Claras", "Falta que la red tenga metas comunes y que los directores se comprometan con los tiempos."),
)  # fmt: skip
CERRO_1: Lines = (
    ("Facilitadora - Marcela Ibacache", "Hola a todos. Partamos por los desafíos que comparten las escuelas del cerro."),
    ("Tamara Catrileo - Colegio Cordillera Blanca", "Nuestro desafío es la asistencia: los lunes falta la mitad del curso y no sabemos bien por qué."),
    ("Hugo Yévenes - Escuela Puente Viejo", "En la Escuela Puente Viejo hicimos entrevistas a las familias para entender por qué faltan los lunes."),
    ("Tamara Catrileo - Colegio Cordillera Blanca", "Compartimos los materiales entre escuelas y eso nos ahorró mucho trabajo este semestre."),
    ("Hugo Yévenes - Escuela Puente Viejo", "El liderazgo no puede ser de una sola persona, los profesores jefes también toman decisiones en la red."),
    ("Tamara Catrileo - Colegio Cordillera Blanca", "Los estudiantes presentaron sus resultados a la comunidad y respondieron las preguntas de las familias."),
)  # fmt: skip
CERRO_2: Lines = (
    ("Facilitadora - Marcela Ibacache", "Última sesión del año. ¿Qué les deja la red y qué quieren seguir haciendo?"),
    ("Tamara Catrileo - Colegio Cordillera Blanca", "Me deja una comunidad donde puedo preguntar lo que no sé y recibir retroalimentación honesta."),
    ("Hugo Yévenes - Escuela Puente Viejo", "Queremos seguir con las visitas entre escuelas, mirar las clases y reflexionar juntos después."),
    ("Tamara Catrileo - Colegio Cordillera Blanca", "Hugo, gracias por la rúbrica, la ajustamos con los docentes y ahora la usamos en todos los cursos."),
    ("Hugo Yévenes - Escuela Puente Viejo", "La próxima meta es que los niños con más dificultades participen en las decisiones del curso."),
)  # fmt: skip
CHAT: Lines = (
    ("Eduardo Marchant", "buenas tardes, llegué tarde por la lluvia"),
    ("Rosalba Quintupil", "yo puedo compartir la pauta de observación que usamos en la escuela"),
    ("Nelly Huilcán", "soy Nelly Huilcán, 15.222.333-8, no me escucho bien pero estoy aprendiendo de todas"),
)  # fmt: skip

FORM_HEADER = (
    *("ID experiencia", "Territorio", "Establecimiento", "Nombre de la experiencia", "Foco", "Resumen", "Necesidad"),
    *("Vínculo con estudiantes", "Vínculo con aprendizajes", "Vínculo con el territorio", "¿Qué la hizo posible?"),
    *("Resultados", "Facilitadores", "Oportunidades de mejora", "Transferibilidad"),
)
FORMS = (
    (
        *("exp-1", "Red Río Hondo", "Escuela Los Notros", "El círculo de lectura", "fortalecimiento de aprendizajes"),
        "Dos veces por semana los niños leen en parejas y la profesora Rosalba Quintupil registra cuánto avanzan.",
        "En marzo de 2024 la prueba de lectura dio 41% de logro en tercero; lo analizamos con las familias en asamblea.",
        "Los estudiantes eligen los libros, deciden las parejas y evalúan cada viernes qué les sirvió.",
        "Comprensión lectora: inferir y explicar con ejemplos del texto.",
        "Leemos relatos del río que cuentan las abuelas del sector, y ellas vienen a la escuela a contarlos.",
        "Dos horas de planificación al mes y el apoyo de la directora.",
        "De 41% en marzo a 63% en noviembre con la misma prueba; los que menos avanzaron fueron los de ingreso tardío.",
        "El grupo es chico y las familias participan; frena la falta de libros.",
        "Al principio leíamos todos los días y se cansaban; bajamos a dos veces y revisamos cada bimestre.",
        "Otra escuela necesita libros y una hora fija. El Liceo Aguas Claras ya lo hace con primero medio.",
    ),
    (
        *("exp-2", "Red Río Hondo", "Liceo Aguas Claras", "Clases abiertas", "desarrollo profesional docente"),
        "Los docentes se observan entre ellos cada dos semanas y conversan con una pauta.",
        "Nadie sabía lo que pasaba en la sala de al lado; lo dijimos en el consejo de profesores.",
        *("", "Retroalimentación para mejorar la clase.", "", "El horario protegido y la confianza."),
        "Doce docentes han abierto su sala y siete cambiaron una práctica que todos reconocen.",
        *("La jefa de UTP organiza.", "Partimos con demasiadas visitas.", "Se necesita una pauta de una página."),
    ),
    (
        *("exp-3", "Red Cerro Azul", "Colegio Cordillera Blanca", "Lunes en el cerro", "convivencia y salud mental"),
        f"Los lunes el curso sale a caminar y escribe. Escríbannos a {MAIL} o al {PHONE}.",
        "Los lunes faltaba la mitad del curso según el libro de clases de 2024.",
        "Los niños trazan la ruta y llevan la bitácora.",
        *("Escritura y ciencias naturales.", "El cerro está detrás de la escuela y el guardaparques acompaña."),
        *("El permiso de las familias.", "La asistencia de los lunes subió de 52% a 78% en un semestre."),
        *("El guardaparques.", "Cuando llueve no hay salida y se pierde el lunes.", "Sirve donde haya un lugar cerca."),
    ),
    (
        *("exp-4", "Red Cerro Azul", "Escuela Puente Viejo", "Visitas entre escuelas", "formación continua"),
        "Nos visitamos entre escuelas.",
        *("", "", "", "", "", "", "", "", ""),
    ),
)
SURVEY = (
    ("territorio", "establecimiento", "cargo", "correo", "c01_claridad", "c02_rol_activo", "c06_autonomia", "comentario"),
    ("Red Río Hondo", "Escuela Los Notros", "Docente", MAIL, "Muy de acuerdo", "De acuerdo", "En desacuerdo",
     "Gracias a Rosalba Quintupil por las guías, mi RUT es 17.444.555-0."),
    ("Red Cerro Azul", "Escuela Puente Viejo", "Director", "hugo@losnotros.cl", "De acuerdo", "Muy de acuerdo", "", "Falta tiempo."),
)  # fmt: skip
ATTENDANCE = """\
evento_id;fecha;tipo;modalidad;territorio;establecimiento;nombre;cargo;asiste
RH-1;2025-04-10;sesión territorial;virtual;Red Río Hondo;Escuela Los Notros;Rosalba Quintupil;Docente;1
RH-1;2025-04-10;sesión territorial;virtual;Red Río Hondo;Liceo Aguas Claras;Eduardo Marchant;Docente;1
RH-2;2025-05-15;sesión territorial;virtual;Red Río Hondo;Escuela Los Notros;Rosalba Quintupil;Docente;0
CA-1;2025-04-11;sesión territorial;presencial;Red Cerro Azul;Colegio Cordillera Blanca;Tamara Catrileo;Docente;1
CA-1;2025-04-11;sesión territorial;presencial;Red Cerro Azul;Escuela Puente Viejo;15.222.333-8;Director;
"""
MEMBERS = """\
establecimiento,territorio,cohorte,rural,estado_membresia
Escuela Los Notros,Red Río Hondo,2023,1,activa
Liceo Aguas Claras,Red Río Hondo,2023,0,activa
Colegio Cordillera Blanca,Red Cerro Azul,2024,0,activa
Escuela Puente Viejo,Red Cerro Azul,2024,1,activa
"""
SETTINGS = '[project]\nname = "Red de prueba"\nlanguage = "es"\n\n[territories]\n"Red Río Hondo" = ["rio hondo"]\n"Red Cerro Azul" = ["cerro azul"]\n'
SESSIONS, TABLES = 4, 4
CHATS = 1


def vtt(lines: Lines) -> str:
    """Return the lines as a WebVTT file, six seconds each."""
    cues = []
    for i, (speaker, words) in enumerate(lines):
        start, end = (f"00:{at // 60:02}:{at % 60:02}.000" for at in (i * 6, i * 6 + 5))
        cues.append(f"{i + 1}\n{start} --> {end}\n{speaker}: {words}\n")
    return "WEBVTT\n\n" + "\n".join(cues)


def plain(lines: Lines) -> str:
    """Return the lines as plain text, a turn a line with its time."""
    return "\n".join(f"00:{i:02}:00 {speaker}: {words}" for i, (speaker, words) in enumerate(lines)) + "\n"


def chat(lines: Lines) -> str:
    """Return the lines as a chat that Zoom saved."""
    return "".join(f"00:{i + 3:02}:10\t{speaker}:\t{words}\n" for i, (speaker, words) in enumerate(lines))


def write_word(file: Path, lines: Lines) -> None:
    """Write the lines as a Word file, a turn a paragraph."""
    word = WordFile()
    for speaker, words in lines:
        word.add_paragraph(f"{speaker}: {words}")
    word.save(str(file))


def write_workbook(file: Path, rows: Sequence[Sequence[object]]) -> None:
    """Write rows as the only sheet of a workbook."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    book.save(file)


def write_material(folder: Path) -> Path:
    """Write everything that the invented network would hand in; returns ``folder``."""
    rio, cerro = folder / "sesiones" / "red-rio-hondo", folder / "sesiones" / "red-cerro-azul"
    for place in (rio, cerro):
        place.mkdir(parents=True)
    (rio / "sesion-1_2025-04-10.vtt").write_text(vtt(RIO_1), encoding="utf-8")
    (rio / "sesion-2_2025-05-15.txt").write_text(plain(RIO_2), encoding="utf-8")
    (rio / "sesion-2_2025-05-15_chat.txt").write_text(chat(CHAT), encoding="utf-8")
    write_word(cerro / "sesion-1_2025-04-11.docx", CERRO_1)
    (cerro / "sesion-2_2025-05-16.vtt").write_text(vtt(CERRO_2), encoding="utf-8")
    write_workbook(folder / "fichas.xlsx", [FORM_HEADER, *FORMS])
    write_workbook(folder / "encuesta.xlsx", SURVEY)
    (folder / "asistencia.csv").write_text(ATTENDANCE, encoding="utf-8")
    (folder / "miembros.csv").write_text(MEMBERS, encoding="utf-8")
    return folder


def start(folder: Path) -> Project:
    """Start a project of the invented network in ``folder``."""
    Project.create(folder).close()
    (folder / "qualkit.toml").write_text(SETTINGS, encoding="utf-8")
    return Project.open(folder)


@cache
def _built() -> Path:
    place = Path(mkdtemp(prefix="qualkit-red-"))
    atexit.register(shutil.rmtree, place)
    write_material(place / "material")
    with start(place / "red") as project:
        project.ingest([place / "material"])
        project.code()
        project.score()
        project.select(top=2, per_territory=1)
        project.report(formats=("html",))
        project.search("confianza")
    return place


def built(place: Path) -> Path:
    """Return a copy, in ``place``, of the network's project with everything done once, its material beside it."""
    shutil.copytree(_built(), place, dirs_exist_ok=True)
    return place / "red"
