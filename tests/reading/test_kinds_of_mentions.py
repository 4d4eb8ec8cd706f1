"""Every kind of form in which an address, a school, an age, a number or a link stands in school talk; all invented."""

import re

import pytest

from qualkit.reading.privacy.pseudonyms import find_entities
from qualkit.reading.territories import Territories

MARK = re.compile(r"\{([A-Z]+):([^}]*)\}")
KEEP = Territories().names
LEADING = """
nosotros vivimos en {DIRECCION:pasaje las camelias cuatrocientos doce} y la escuela queda lejos
me mandó la ubicación, es {DIRECCION:Psje. 12 Norte 0456, Villa Doña Sofía}
la casa queda en {DIRECCION:el cruce de Huillinco km 4}
el furgón lo deja en la {DIRECCION:parcela 8, camino a Quechol}
Domicilio: {DIRECCION:Los Maitenes 77-B, pob. Irene Frei}
viven en la {DIRECCION:población Los Hualles}
la abuela arrienda en {DIRECCION:Pob. El Bosque, pasaje 3, casa 14}
queda en {DIRECCION:Baquedano con Errázuriz}
nos juntamos en {DIRECCION:la esquina de Prat con Balmaceda}
la dirección es {DIRECCION:bloque 14 depto 33}
vive en el {DIRECCION:block cuatro departamento treinta y dos}
mi mamá vive en {DIRECCION:Av. Alemania 01234, torre A, depto 1203}
{DIRECCION:Camino Público s/n, sector El Peral}
nos cambiamos a {DIRECCION:calle Los Ciruelos 45 interior}
el taller es en {DIRECCION:Los Avellanos 330}
hay que llegar a {DIRECCION:calle Freire a la altura del 1200}
viven camino a Pucón, {DIRECCION:km 12,5}
tenemos sede en {DIRECCION:hijuela 12}
la niña vive con su tía en {DIRECCION:villa los presidentes casa doce}
se cambiaron al {DIRECCION:sitio 22, toma Nuevo Amanecer}
ensayan en {DIRECCION:Lautaro 1120, segundo piso}
vive en {DIRECCION:Caupolicán 0567}
la próxima reunión es en la {ESTABLECIMIENTO:Escuela El Coigüe} el 17 de mayo
yo trabajo en la {ESTABLECIMIENTO:escuela los huemules}
ella viene de la {ESTABLECIMIENTO:esc los pellines}
es del {ESTABLECIMIENTO:liceo bicentenario araucanía}
mi hijo va al {ESTABLECIMIENTO:colegio san agustín de la costa}
trabajo en la {ESTABLECIMIENTO:F-845}
soy de la {ESTABLECIMIENTO:escuela G-497}
en la {ESTABLECIMIENTO:escuela efe quinientos doce} hicimos lo mismo
en la {ESTABLECIMIENTO:Escuela Particular N° 45 Newen Antu} partimos
los niños de la {ESTABLECIMIENTO:escuela peña blanca} llegan tarde
el {ESTABLECIMIENTO:jardín infantil manitos de colores} cerró
la {ESTABLECIMIENTO:sala cuna gotitas de amor} abre a las ocho
el {ESTABLECIMIENTO:CEIA Paulo Freire} tiene tres jornadas
las de la {ESTABLECIMIENTO:Lastarria} no llegaron
los del {ESTABLECIMIENTO:Puelche} ya mandaron el acta
en la {ESTABLECIMIENTO:Ignacio Carrera Pinto} nos prestan la cancha
fuimos al {ESTABLECIMIENTO:Complejo Agrícola Las Vertientes}
en el {ESTABLECIMIENTO:internado la frontera} duermen treinta
la {ESTABLECIMIENTO:Escuela de Lenguaje Pequeños Gigantes}
Establecimiento: {ESTABLECIMIENTO:Escuela Básica Quillem}
Colegio de procedencia: {ESTABLECIMIENTO:Santa Teresita}
en la {ESTABLECIMIENTO:escuela nahuelbuta} somos tres
directora de la {ESTABLECIMIENTO:Escuela Hogar N° 12}
yo estudié en la {ESTABLECIMIENTO:escuela monseñor francisco valdés}
el {ESTABLECIMIENTO:Instituto Claret} ganó
el {ESTABLECIMIENTO:liceo polivalente cacique mariluán}
la {ESTABLECIMIENTO:escuela boca sur viejo}
la {ESTABLECIMIENTO:Esc. Part. San Gerardo}
tiene {EDAD:6 añitos} recién
un cabrito de {EDAD:doce} que no habla
mi hija de {EDAD:9} y el de {EDAD:14} pelean
la niña cumplió {EDAD:once} y ya lee
llegó con {EDAD:cuatro años y medio} sin hablar
una guagüita de {EDAD:dieciocho meses}
los niños de {EDAD:tres años y once meses}
con {EDAD:quince años} ya trabaja en la feria
cumple {EDAD:5 años} el viernes
tenía {EDAD:16} cuando fue mamá
edad: {EDAD:8 a 3 m}
son hermanos, uno de {EDAD:6 años} y otro de {EDAD:8 años}
a los {EDAD:13 años} dejó la escuela
tiene {EDAD:8añitos}
la matrícula de ella es la {ID:45120}
folio licencia {ID:3-99120}
licencia médica folio {ID:3-8812345}
causa {ID:P-455-2023} del tribunal de familia
RIT {ID:P-1021-2024}
RUC {ID:2400112233-4}
el expediente quedó con el número {ID:8812-24}
oficio ordinario N° {ID:0451}
resolución exenta número {ID:1245}
pasaporte venezolano {ID:123456789}
IPE {ID:100.234.567-8}
el ipe es {ID:100345221-0}
nuestro erre be de es {ID:seis mil ciento doce}
RBD {ID:4512-3}
es el {ID:14} de la lista
denuncia número {ID:55231}
parte policial {ID:2231}
llámeme al {TELEFONO:nueve ocho siete seis cinco cuatro tres dos uno}
llámame al {TELEFONO:nueve noventa y ocho setenta y seis cincuenta y cuatro treinta y dos}
fono {TELEFONO:45-2 221 334} anexo {TELEFONO:214}
el fijo es {TELEFONO:2 2345 678}
mi número es {TELEFONO:+56 9 8765 4321}
anota {TELEFONO:nueve siete siete doscientos trece cuarenta y cinco}
celular {TELEFONO:9.8765.4321}
wsp {TELEFONO:987654321}
correo {CORREO:maria.soto@escuela.cl}
es {CORREO:maria guion bajo soto arroba gmail punto com}
mi correo {CORREO:msoto (arroba) liceo.cl}
mándalo a {CORREO:utp punto escuela arroba slepcosta punto gob punto cl}
la página es {URL:escuela quillem punto cl}
está en {URL:triple doble ve punto redlectora punto cl barra fotos}
entren a {URL:bit.ly/3xyzAB}
https {URL:drive.google.com/file/d/1abc}
{URL:www.escuelita.cl/acta_2024.pdf}
en insta soy {REDES:la_profe_vero}
sígueme en tiktok como {REDES:profe.rural}
arroba {REDES:feñita guion bajo lee}
mi ig es {REDES:veronica.lee22}
nació el {FECHA:doce de agosto del catorce}
nació un {FECHA:tres de marzo de dos mil doce}
Fecha de nacimiento: {FECHA:03/04/2013}
está de cumpleaños el {FECHA:12 de mayo}
nacida el {FECHA:5-8-2011}
f. nac. {FECHA:12.11.2010}
nació el {FECHA:veintidós de junio del año dos mil once}
vivo en {COMUNA:Curacautín} hace años
en {COMUNA:Saavedra} no hay señal, soy de allá
viaja desde {COMUNA:Lonquimay} todos los días
la escuela de {COMUNA:Carahue} nos invitó
somos de {COMUNA:Tirúa} y llegamos tarde
la familia se fue a {COMUNA:Purén}
los apoderados de {COMUNA:Galvarino} viajan
""".strip().splitlines()
NOBODY = """
En la sala 14 hay 30 niños
el 2023 partimos con el plan
en Lenguaje 4 tenemos la clase
llevamos tres años con el proyecto y cinco años de red
tengo 15 años de servicio
hace diez años que no pintan
la escuela cumple 80 años
un plan de cuatro años
el decreto 83 y el decreto 67, la ley 20.845
los del PIE y los de la UTP
la escuela abierta a la comunidad
en la escuela hay 120 niños de primero a sexto
la matrícula bajó a 84 y antes era 120
la matrícula es de 1200 estudiantes
son las 8:30 y el taller dura 90 minutos
gastamos 45.000 pesos en cartulinas y 12 mil en pintura
la escuela rural multigrado tiene otra lógica
el liceo técnico profesional también
el colegio nuevo queda lejos
en la escuela los niños leen y en el liceo las niñas escriben
la escuela está lejos y la escuela grande es fría
en el Paso 3 y en el Módulo 2 de la Guía 14
los de Ciencias con los de Historia
el proyecto nació el 3 de marzo de 2019 en una reunión
nos vimos el 12 de mayo de 2024 en Temuco
el punto com no me importa, el punto es claro
resolución de conflictos en 2023
de nueve a doce trabajamos en la biblioteca
tiene cuatro cursos y dos salas
el código de ética dice que son 3 principios
vimos la película con los de octavo y los de la directiva
En Santiago 300 profesores marcharon
el caso es que 2000 personas firmaron
la cuenta pública es el 30
nos llaman de la Superintendencia cada tres meses
la red social es importante y el canal es nuestro
El jardín escolar y el huerto los hacemos en primavera
una escuela pública fuerte y un liceo bueno
trabajamos con el texto de tercero, página 120
los profes del Norte y los del Sur se juntaron
en el Encuentro 2 hablamos de evaluación formativa
con 30 años uno aprende
a los dos años del cierre volvimos
el acta 3 la firmó el consejo
""".strip().splitlines()


def hidden(text):
    spans = [(entity.start, entity.end) for entity in find_entities(text, keep=KEEP)]
    return {i for start, end in spans for i in range(start, end)}


def mentions(line):
    at = 0
    for match in MARK.finditer(line):
        start = match.start() - at
        yield start, start + len(match.group(2))
        at += len(match.group()) - len(match.group(2))


@pytest.mark.parametrize("line", LEADING)
def test_what_leads_to_somebody_is_hidden_and_nothing_else(line):
    text = MARK.sub(r"\2", line)
    covered = hidden(text)
    marked = {i for start, end in mentions(line) for i in range(start, end)}
    assert {i for i in marked if text[i].isalnum()} <= covered
    assert all(marked.intersection(range(entity.start, entity.end)) for entity in find_entities(text, keep=KEEP))


@pytest.mark.parametrize("line", NOBODY)
def test_what_leads_to_nobody_stays(line):
    assert not hidden(line)
