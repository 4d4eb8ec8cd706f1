"""Whether a first name is a man's or a woman's, as far as its ending or a short list tells."""

from qualkit.reading.privacy.gazetteers import SURE, names
from qualkit.reading.spelling import word_set

WOMEN_LIKE_MEN = word_set(
    "rocio consuelo amparo rosario socorro loreto charo milagro sagrario transito pilar sol belen carmen"
)
"""Women's names that are masculine nouns, or end as men's names do."""

_MEN = word_set(
    """
    manuel jose juan luis blas miguel angel gabriel rafael daniel samuel joaquin martin agustin benjamin sebastian
    cristobal tomas matias nicolas andres simon ruben ivan hernan german julian fabian adrian victor hector oscar cesar
    felipe vicente jaime jorge enrique felix lucas elias isaias david jonathan salvador valentin abdon baltazar gaspar
    melchor javier aaron abel alan alex axel bastian brayan bryan byron cristian damian dylan edgar edwin efrain erwin
    exequiel ezequiel gaston gael ian isaac israel ismael joel jean john jonatan josue kevin leonel maicol maikel
    maximilian misael moises nahuel nelson omar raul rene ramon roman saul thomas ulises victor walter wilson yair
    """
)
_NOT_WOMEN = word_set("luka luca nikola garcia borja joshua santa garra elias isaias jeremias matias tobias zacarias")


def is_masculine(name: str) -> bool:
    """Say whether ``name`` (``bare``) is certainly a man's."""
    return name in _MEN or (name in names("first_names") and name.endswith("o") and name not in WOMEN_LIKE_MEN)


def is_feminine(name: str) -> bool:
    """Say whether ``name`` (``bare``) is certainly a woman's, and no other word."""
    return names("first_names").get(name) == SURE and name.endswith("a") and name not in _NOT_WOMEN
