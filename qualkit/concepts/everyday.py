"""How common general words are in everyday Spanish: the ground against which a term stands out.

Tiers per million words, typed from general knowledge of Spanish (no corpus was copied); a word that is not listed
counts as ``UNLISTED``. They only order terms, no figure of a report rests on them.
"""

from types import MappingProxyType

UNLISTED = 12.0

_TIERS: dict[float, str] = {
    1500.0: "año día tiempo vez cosa parte forma persona hombre mujer vida casa mundo momento gente",
    700.0: """
        trabajo lugar caso país punto problema mano hora semana mes gobierno niño hijo amigo familia padre madre agua
        grupo manera modo idea tipo tema número proceso nombre resto medio final ejemplo pregunta palabra
        """,
    350.0: """
        historia situación noche mañana tarde ciudad calle señor cuerpo libro fin lado ojo cara puerta camino verdad
        razón cambio efecto fondo relación nivel derecho ley sociedad empresa estado servicio sistema resultado
        información desarrollo interés falta ayuda posibilidad opinión experiencia centro equipo programa plan
        """,
    150.0: """
        escuela estudio libertad salud acción actividad atención acuerdo acto apoyo base búsqueda clase comida conjunto
        costo cuenta decisión dificultad dinero directo encuentro espacio esfuerzo fuerza gracia grado hecho imagen
        importancia jefe joven juego lengua línea lista material mensaje mesa minuto necesidad objetivo obra oportunidad
        orden papel paso pena persona piso población precio propuesta proyecto pueblo puesto realidad recurso reunión
        respuesta sala salida segundo sentido suerte teléfono tierra título toma valor vista viaje voz zona nuevo
        bueno malo grande pequeño importante distinto diferente mayor menor general último único posible necesario
        """,
}

EVERYDAY = MappingProxyType({word: rate for rate, words in _TIERS.items() for word in words.split()})
"""Occurrences per million words by lemma."""
