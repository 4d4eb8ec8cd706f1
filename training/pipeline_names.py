"""Invented sentences of Chilean school talk with names in them, for the name finder to learn from.

Nobody said them. ``{PER}``, ``{FIRST}``, ``{ORG}``, ``{SCHOOL}``, ``{LOC}`` and ``{MISC}`` are filled with names from
the lists that qualkit ships and from those below; a title («señora», «tía», «profe») never belongs to the name.
Sentences without a slot teach that a capital letter, a month or a role is not a name.
"""

import random
import re
from collections.abc import Callable, Iterator, Sequence

from qualkit.reading.privacy.names import ALSO_WORDS, FIRST_NAMES, PUBLIC_FIGURES, SURNAMES

_ACCENTED_NAMES = """
José María Andrés Tomás Matías Nicolás Sebastián Martín Cristóbal Joaquín Benjamín Agustín Julián Adrián Damián
Fabián Germán Hernán Iván Román Simón Ramón Raúl Saúl Víctor Héctor Óscar Rubén Moisés Álvaro Ángel Ángela Angélica
Mónica Verónica Bárbara Sofía Lucía Rocío Inés Belén Jesús Félix César Darío Mario Elías Isaías Jeremías Zacarías
Débora Génesis Íngrid Abigaíl Noemí Estefanía Anaís Anahí Mónica Eloísa Efraín Gastón León Concepción Asunción
García Díaz Muñoz Sepúlveda Cáceres Cárdenas Espíndola Ávila Ibáñez Núñez Yáñez Zúñiga Acuña Peña Ávalos Colipí
Farías Mejía Galván Durán Guzmán Beltrán Alarcón Calderón Pavón Olguín Marín Catalán Jofré Valdés Cortés Barría
Oyarzún Calfín Curín Melín Sáez Báez Páez Faúndez Gálvez Ríos Jaén Álvarez Vásquez Fernández
"""
_ACCENTED = {name.translate(str.maketrans("áéíóú", "aeiou")).lower(): name for name in _ACCENTED_NAMES.split()}
_EZ = re.compile(r"[aeiou](?=[^aeiou]+u?ez$)")

COMUNAS = """
Temuco · Padre Las Casas · Lautaro · Villarrica · Pucón · Angol · Victoria · Carahue · Nueva Imperial · Saavedra ·
Toltén · Pitrufquén · Gorbea · Loncoche · Valdivia · La Unión · Río Bueno · Paillaco · Panguipulli · Osorno ·
Puerto Montt · Puerto Varas · Castro · Ancud · Quellón · Coyhaique · Puerto Aysén · Punta Arenas · Puerto Natales ·
Concepción · Talcahuano · Coronel · Lota · Arauco · Cañete · Lebu · Los Ángeles · Mulchén · Nacimiento · Chillán ·
San Carlos · Bulnes · Quirihue · Coihueco · Talca · Curicó · Linares · Cauquenes · Constitución · Parral · Molina ·
Rancagua · San Fernando · Santa Cruz · Pichilemu · Rengo · Melipilla · Talagante · San Bernardo · Puente Alto ·
La Florida · Maipú · Pudahuel · Cerro Navia · Lo Prado · Quilicura · Recoleta · Independencia · Renca · Ñuñoa ·
Providencia · La Pintana · El Bosque · La Granja · San Ramón · Estación Central · Valparaíso · Viña del Mar ·
Quilpué · Villa Alemana · San Antonio · Cartagena · Los Andes · San Felipe · Quillota · La Calera · La Ligua ·
Petorca · La Serena · Coquimbo · Ovalle · Illapel · Salamanca · Vicuña · Copiapó · Vallenar · Huasco · Caldera ·
Antofagasta · Calama · Tocopilla · Taltal · Iquique · Alto Hospicio · Pozo Almonte · Arica · Putre ·
Isla de Pascua · Futrono · Curarrehue · Chile · Argentina · Perú · Venezuela · Haití · Colombia · Bolivia · México ·
España · La Araucanía · el Biobío · el Maule · Ñuble · Los Lagos · Los Ríos · Aysén · Magallanes · Atacama ·
Tarapacá · la Patagonia · el Wallmapu · Santiago
"""
ORGANISATIONS = """
Mineduc · Ministerio de Educación · Agencia de Calidad de la Educación · Superintendencia de Educación · DAEM ·
DEM · JUNAEB · JUNJI · Integra · SENDA · CESFAM · Cesfam San Pedro · Hospital Regional · Carabineros · PDI ·
Municipalidad de Lota · Municipalidad de Ancud · Universidad de Chile · Universidad Católica de Temuco ·
Universidad de La Frontera · INACAP · Fundación Chile · Fundación Semilla · Educación 2020 · CPEIP ·
Colegio de Profesores · SLEP Costa Azul · SLEP Costa Araucanía · SLEP Andalién Sur · SLEP Puerto Cordillera ·
SLEP Chinchorro · SLEP Valle del Sol · Servicio Local de Educación · DEPROV Cautín · Dirección Provincial ·
Seremi de Educación · OPD · SENAMA · CONADI · CORFO · Red Centro Activo · Red Costa Sur · Red Territorio Austral ·
Red Lafkenche · Red Cordillera · Centro de Padres · Banco Estado · Bomberos · Cruz Roja · UNICEF · UNESCO ·
Subsecretaría de Educación Parvularia · Teletón
"""
THINGS = """
PME · PEI · PIE · SIMCE · SEP · DIA · PAES · Plan Leo Primero · Ley TEA · Ley SEP · Ley Karin · Decreto 67 ·
Decreto 83 · We Tripantu · Fiestas Patrias · Semana Santa · Aprender Jugando · Zoom · Teams · Classroom · Padlet ·
Kahoot · Canva · Excel · WhatsApp · Facebook · Instagram · YouTube · Google Drive · Plan de Reactivación ·
Programa de Integración Escolar · Proyecto Jardín Vivo · Escuelas Arriba · Lectópolis · Canasta de la Confianza ·
Carta de Navegación · La Araucana · Día del Libro · Marco para la Buena Enseñanza · Feria Científica ·
Camino al Barrio · Rincón Lector
"""
_SCHOOL_WORDS = """
Escuela · Escuela Rural · Escuela Básica · Liceo · Liceo Bicentenario · Colegio · Jardín · Jardín Infantil
"""
_SCHOOL_NAMES = """
Los Copihues · Los Aromos · El Peumo · Las Araucarias · Los Boldos · El Manzano · Piedra Azul · Agua Buena ·
Las Vertientes · Alto Mirador · Río Claro · Puente Viejo · Los Canelos · El Trigal · Santa Rosa · San Ignacio ·
San Sebastián · Sol Naciente · Gabriela Mistral · Pablo Neruda · Violeta Parra · Arturo Prat · Bernardo O'Higgins ·
Manuel Rodríguez · Pedro Aguirre Cerda · República de Italia · República del Perú · Nueva Esperanza ·
Estrella de Chile · Valle Hermoso · Los Maitenes · Quilacahuín · Lago Azul · Rayen Mapu · Pichi Ruka · Ayelén ·
Las Gaviotas · Caleta Chica · Marcela Paz · Amanecer · El Rosario · La Greda
"""

TEMPLATES = """
La señora {PER} nos contó cómo lo hicieron el año pasado.
Yo soy {PER}, de la {SCHOOL}, de {LOC}.
Hola, buenas tardes, soy {PER}, jefa de UTP de la {SCHOOL}.
Buenos días a todos, mi nombre es {PER} y vengo de {LOC}.
Me llamo {PER}, soy educadora diferencial en la {SCHOOL}.
{FIRST}, ¿me escuchas bien?
Gracias, {FIRST}, súper claro lo que dijiste.
Como decía {FIRST}, los niños necesitan tiempo.
Como decía recién la {FIRST}, no es tan fácil.
La {FIRST} y el {FIRST} prepararon la clase juntos.
Le preguntamos a la tía {FIRST} y nos dijo que sí po.
El profe {FIRST} trabaja con los cursos más grandes.
La profe {PER} es la que lleva el taller.
El director, don {PER}, nos dio el espacio.
Don {FIRST} nos abrió la sala de computación.
Con {FIRST} y {FIRST} armamos la dupla psicosocial.
Ahí tenemos que conversar con {PER}, que es la encargada de convivencia.
Le doy la palabra a {PER}.
Adelante, {FIRST}, tienes la palabra.
Bueno, entonces la {FIRST} empezó a faltar y fuimos a su casa.
Un estudiante, {PER}, de séptimo, no quería leer.
La mamá de {FIRST} participa en el centro de padres.
El papá de la {FIRST} trabaja en {LOC}.
Yo hablé con {PER} por teléfono y quedamos de juntarnos.
Nosotros en la {SCHOOL} partimos con las tutorías entre pares.
En la {SCHOOL} tenemos una matrícula de ciento veinte estudiantes.
Fuimos a conocer la experiencia de la {SCHOOL} en {LOC}.
Las colegas de la {SCHOOL} nos invitaron a mirar sus clases.
La {SCHOOL} y la {SCHOOL} hicieron un intercambio de docentes.
Somos de la {SCHOOL}, comuna de {LOC}.
Acá en {LOC} llueve harto y los niños faltan.
Los apoderados viajan a {LOC} a trabajar en la temporada.
Llegaron varias familias de {LOC} este año.
Vivimos lejos de {LOC}, entonces todo cuesta el doble.
El equipo de {ORG} vino en mayo a acompañarnos.
Desde {ORG} nos pidieron el informe antes del viernes.
{ORG} nos entregó los resultados recién en agosto.
Trabajamos con {ORG} y con {ORG} en el tema de la asistencia.
Nos apoyó la gente de {ORG} de {LOC}.
El {MISC} dice una cosa y la práctica dice otra.
Lo pusimos en el {MISC} como acción para el próximo año.
Usamos {MISC} para que todos pudieran opinar.
Con el {MISC} tenemos dos horas a la semana para coordinarnos.
Los resultados del {MISC} bajaron en segundo básico.
Celebramos {MISC} con toda la comunidad.
{PER}, de {ORG}, presentó los datos de la red.
La coordinadora de {ORG}, {PER}, nos mandó el acta.
O sea, la {FIRST} igual quería, pero no había horas.
No sé po, pregúntenle a {FIRST}.
Ya po, {FIRST}, cuéntanos tú.
Y ahí {PER} dijo que no estaba de acuerdo con el cambio.
Leímos un cuento de {FIGURE} con los primeros básicos.
Como plantea {FIGURE}, la confianza se construye.
{PER}: Nosotros partimos el año pasado.
{PER}: Sí, de acuerdo.
Yo creo que lo que hizo {PER} fue súper valioso para la escuela.
Felicitar a {PER} y a {PER} por el trabajo.
Presentes: {PER}, {PER} y {PER}.
Facilita la sesión {PER}, con apoyo de {PER}.
El colegio de mi hija, la {SCHOOL}, queda en {LOC}.
Cuando {FIRST} se fue a {LOC} quedamos sin psicóloga.
Ellos vienen de {LOC}, de {LOC} y de {LOC}.
Con {PER} del {SCHOOL} estamos pensando un proyecto.
La visita a {LOC} la organizó {PER}.
{PSEUDO} dijo que en {ESCUELA} no pasaba eso.
Como decía {PSEUDO}, hay que escuchar a los niños.
Nosotros en {ESCUELA} hacemos lo mismo que {ESCUELA}.
Gracias, {PSEUDO}. ¿Alguien más?
"""
PLAIN = """
Bueno, nosotros partimos con un diagnóstico.
Claro, es que los niños necesitan más tiempo.
Ya po, entonces lo dejamos para marzo.
Hola, buenas tardes a todas y a todos.
Sí, de acuerdo, yo también lo veo así.
No, no tenemos las horas para eso.
Igual es complicado cuando falta la dupla psicosocial.
O sea, no es que no queramos, es que no alcanza el tiempo.
En el fondo la directora tiene que creer en el proyecto.
Los estudiantes de octavo leen con los de primero básico.
Tenemos esperanza de que el próximo año sea mejor.
Con mucha paz conversamos con las familias.
La sala rosa y la sala celeste son de los más chicos.
Se trabaja la flora y la fauna, la luz y el sol.
En lenguaje y matemática subimos un poco.
Los lunes y los miércoles hay taller de música.
En junio y en julio baja la asistencia.
La jefa de UTP acompaña a los docentes en el aula.
El inspector general recibe a los apoderados en la puerta.
La educadora diferencial y la profesora jefe planifican juntas.
Gracias, muchas gracias por la invitación.
¿Alguien quiere agregar algo más?
¿Me escuchan bien? ¿Se ve la pantalla?
Perfecto, entonces seguimos con el otro grupo.
Es la gloria cuando los niños te cuentan lo que leyeron.
Cachái que ahora vienen felices a la escuela.
El salvador del curso fue el taller de ajedrez.
Mira, en realidad la red nos ayudó a no sentirnos solas.
Los papás no siempre pueden venir a las reuniones.
Entonces la encargada de convivencia hizo un protocolo.
Harto trabajo, pero vale la pena.
Ese consuelo no nos sirve.
Mercedes no es, es un bus chico el que nos traslada.
Primero básico, segundo básico y tercero básico van juntos.
El consejo escolar se reúne dos veces al semestre.
La profe hizo una lámina y los niños la pintaron.
Después vino la pandemia y tuvimos que partir de cero.
Eso sería lo nuestro, gracias.
"""
PLAIN_HARDER = """
En la escuela las familias participan mucho.
En la escuela los niños llegan temprano.
La escuela abre sus puertas en la tarde.
Nuestra escuela es rural y multigrado.
En el liceo los jóvenes organizaron el aniversario.
El colegio donde trabajo es bien chico.
La escuela y la familia tienen que conversar.
En mi escuela la convivencia mejoró harto.
El jardín infantil está al lado de la escuela.
El jardín infantil las espera en marzo.
La municipalidad nos pasó un bus.
La red nos juntó con otras escuelas.
Las escuelas rurales del sector se juntan una vez al mes.
El servicio local no ha respondido.
El ministerio pide mucho papel.
La universidad mandó practicantes.
Todas las profesoras de la escuela leyeron el mismo libro.
La escuela básica tiene ocho cursos.
El liceo técnico queda más lejos.
La escuela el año pasado no tenía internet.
Obvio, hay que escuchar a los estudiantes.
Exacto, eso mismo nos pasó.
Dale, después lo vemos.
Súper, muchas gracias.
Chuta, no alcanzamos a terminar.
"""
"""Sentences without names where the first course saw one."""
_SLOT = re.compile(r"\{(\w+)\}")
_TYPE = {
    "PER": "PER",
    "FIRST": "PER",
    "FIGURE": "PER",
    "PSEUDO": "PER",
    "SCHOOL": "ORG",
    "ESCUELA": "ORG",
    "ORG": "ORG",
    "LOC": "LOC",
    "MISC": "MISC",
}


def _listed(table: str) -> list[str]:
    return " ".join(table.split()).split(" · ")


def sentences(count: int, *, seed: int, harder: bool = False) -> Iterator[tuple[str, list[tuple[int, int, str]]]]:
    """Yield ``count`` invented sentences with the offsets and labels of their names.

    One in four holds no name; of ``harder`` ones, two in five.
    """
    dice = random.Random(seed)  # noqa: S311 (nothing secret: the same sentences every time)
    fill = _fillers(dice)
    templates = TEMPLATES.strip().split("\n")
    plain = (PLAIN.strip() + (PLAIN_HARDER.rstrip() if harder else "")).split("\n")
    without = 0.4 if harder else 0.25
    for _ in range(count):
        yield _filled(dice.choice(plain if dice.random() < without else templates), fill)


def _filled(template: str, fill: dict[str, Callable[[], str]]) -> tuple[str, list[tuple[int, int, str]]]:
    text, names, at = "", [], 0
    for slot in _SLOT.finditer(template):
        text += template[at : slot.start()]
        name = fill[slot.group(1)]()
        article = re.match(r"(?:el|la) ", name)
        names.append((len(text) + (article.end() if article else 0), len(text) + len(name), _TYPE[slot.group(1)]))
        text, at = text + name, slot.end()
    return text + template[at:], names


def _fillers(dice: random.Random) -> dict[str, Callable[[], str]]:
    """Return for each slot what makes a name for it."""
    first = [name for name in sorted(FIRST_NAMES) if name not in ALSO_WORDS or dice.random() < 0.6]
    surnames = sorted(SURNAMES)
    comunas, organisations, things = _listed(COMUNAS), _listed(ORGANISATIONS), _listed(THINGS)

    def person() -> str:
        names = [_printed(dice.choice(first))]
        if dice.random() < 0.2:
            names.append(_printed(dice.choice(first)))
        names.append(_printed(dice.choice(surnames)))
        if dice.random() < 0.35:
            names.append(_printed(dice.choice(surnames)))
        return " ".join(names)

    return {
        "PER": person,
        "FIRST": lambda: _printed(dice.choice(first)),
        "FIGURE": lambda: dice.choice(PUBLIC_FIGURES),
        "PSEUDO": lambda: f"{dice.choice(['Persona', 'Persona', 'Facilitadora'])} {dice.randint(1, 60)}",
        "ESCUELA": lambda: f"Escuela {dice.randint(1, 40)}",
        "SCHOOL": lambda: _school(dice, _listed(_SCHOOL_WORDS), _listed(_SCHOOL_NAMES)),
        "LOC": lambda: dice.choice(comunas),
        "ORG": lambda: dice.choice(organisations),
        "MISC": lambda: dice.choice(things),
    }


def _school(dice: random.Random, words: Sequence[str], names: Sequence[str]) -> str:
    word = dice.choice(words)
    word = word.lower() if dice.random() < 0.3 else word
    code = f"{dice.choice('ABCDEFG')}-{dice.randint(2, 999)}"
    shape = dice.random()
    if shape < 0.15:
        return f"{word} {code}"
    return f"{word} {code} {dice.choice(names)}" if shape < 0.3 else f"{word} {dice.choice(names)}"


def _printed(bare: str) -> str:
    """Return a name of the lists (lower case, no accents) as it is printed: «gonzalez» as «González»."""
    if bare in _ACCENTED:
        return _ACCENTED[bare]
    accented = _EZ.sub(lambda vowel: vowel.group().translate(str.maketrans("aeiou", "áéíóú")), bare)
    return accented.title()
