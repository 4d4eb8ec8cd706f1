"""Words that every conversation in a school uses, whatever it is about: they are no proof that a code is meant.

The list is typed from general knowledge of Chilean school talk (no corpus was counted). It holds lemmas as
``qualkit.language.tokens`` gives them, besides the stop words of ``qualkit.language.words``.
"""

_PEOPLE_AND_PLACES = """
persona gente niño niña chiquillo chico cabro alumno estudiante profe profesor profesora docente colega director
directora jefe equipo grupo curso sala clase escuela colegio liceo casa familia apoderado papá mamá papa mama padre
madre hijo hija abuelo tío tía señor señora don doña amigo compañero usted nombre cara ojo mano pie cabeza voz pueblo
lugar lado parte sector zona puerta mesa silla patio pasillo calle red básico media séptimo octavo sexto quinto cuarto
"""
_TIME_AND_AMOUNT = """
año mes semana día hora minuto rato momento tiempo mañana tarde noche lunes martes miércoles jueves viernes sábado
domingo enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre vez final fin
principio comienzo inicio número cuatro cinco seis siete ocho nueve diez once doce quince veinte treinta cuarenta
cincuenta cien mil mitad par montón resto medio último próximo primero segundo nuevo viejo antiguo pasado siguiente
"""
_THINGS = """
cosa tema punto caso idea forma manera modo tipo ejemplo palabra pregunta respuesta problema situación asunto cuestión
cuestion tontera papel hoja libro foto video cámara micrófono pantalla chat correo mensaje teléfono celular computador
archivo documento carpeta drive lista sistema página zoom grabación internet reunión sesión encuentro actividad trabajo
pega tarea proyecto plan programa proceso resultado experiencia información dato cuenta historia verdad razón hecho
realidad vida mundo agua comida café plata bus auto camino vuelta salida entrada espacio nivel base tabla cuadro
formato material recurso ley ministerio municipio oficina santiago comuna región país
"""
_DOING = """
hacer decir ver ir venir dar poder querer saber deber haber tener estar ser parecer creer pensar pasar poner salir
llegar llevar traer quedar dejar tomar hablar contar llamar preguntar contestar responder escuchar oír mirar leer
escribir anotar mandar enviar sacar meter entrar volver seguir empezar comenzar partir terminar acabar cerrar abrir
encontrar buscar conocer entender acordar recordar olvidar sentir gustar importar faltar sobrar tocar andar vivir
trabajar estudiar enseñar usar ocupar servir ayudar necesitar esperar pedir comprar pagar ganar perder caer subir bajar
cambiar mostrar presentar juntar sentar parar mover correr jugar comer dormir morir nacer tratar intentar lograr
alcanzar costar bastar funcionar resultar ocurrir suceder existir echar tirar agarrar guardar cortar armar sumar
disculpar perdonar agradecer saludar conectar escuchá explicar comentar notar fijar revisar
"""
_HOW = """
bueno malo grande chico pequeño mejor peor mayor menor bonito lindo feo fácil difícil rápido lento largo corto alto
bajo lleno vacío solo junto juntos igual distinto diferente mismo cierto claro seguro importante necesario posible
normal raro simple general entero único propio real total libre listo contento triste feliz super súper harto
"""

EVERYDAY: frozenset[str] = frozenset(" ".join((_PEOPLE_AND_PLACES, _TIME_AND_AMOUNT, _THINGS, _DOING, _HOW)).split())
"""Lemmas of everyday words."""


def is_specific(lemma: str) -> bool:
    """Say whether a lemma can tell one matter from another: a word of some length, not an everyday one, no number."""
    return len(lemma) > 2 and lemma not in EVERYDAY and not any(char.isdigit() for char in lemma)
