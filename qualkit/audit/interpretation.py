"""What the figures of an audited code say, in one plain sentence.

κ falls when a code is rare (or nearly everywhere) even where coders hardly ever differ: the paradox of Feinstein and
Cicchetti (1990). The sentence says so instead of calling such a code unreliable. The bars of .8 (conclusions) and .667
(tentative conclusions) are Krippendorff's (2004), Content Analysis, ch. 11.
"""

from qualkit.i18n import _

RELIABLE = 0.8
TENTATIVE = 0.667
WEAK = 0.4
RARE = 0.1
PARADOX_GAP = 0.2
FEW = 10


def interpretation(*, found: int, added: int, missed: int, n_units: int, kappa: float | None, ac1: float | None) -> str:
    """Return the sentence for a code that people gave ``found + missed`` times, the machine ``found + added`` times."""
    figures = {
        "found": found,
        "added": added,
        "missed": missed,
        "human": found + missed,
        "machine": found + added,
        "n": n_units,
        "percent": round(100 * (n_units - added - missed) / n_units) if n_units else 0,
    }
    if kappa is None or ac1 is None or not figures["human"] or not figures["machine"]:
        return _without_positives(figures["human"], figures["machine"], n_units) % figures
    scored = {**figures, "kappa": f"{kappa:.2f}", "ac1": f"{ac1:.2f}"}
    return (_paradox(found + missed, n_units, kappa, ac1) or _few(found + missed) or _by_bars(kappa)) % scored


def _without_positives(human: int, machine: int, n_units: int) -> str:
    if not n_units:
        return _("No labelled unit is left for this code: nothing can be said of it.")
    if not human and not machine:
        return _("Nobody gave this code in %(n)d units: nothing can be said of it.")
    if not human:
        return _("People never gave this code in %(n)d units and the machine gave it to %(machine)d: look at these.")
    if not machine:
        return _("People gave this code to %(human)d of %(n)d units and the machine to none: it does not see it.")
    return _("People and machine gave this code to every one of %(n)d units: nothing tells them apart.")


def _paradox(human: int, n_units: int, kappa: float, ac1: float) -> str | None:
    if kappa >= TENTATIVE or ac1 - kappa < PARADOX_GAP:
        return None
    if human <= RARE * n_units:
        return _(
            "The code is rare (%(human)d of %(n)d units): AC1 is high (%(ac1)s, agreement %(percent)d %%) because most"
            " units lack it, and rarity weighs on κ (%(kappa)s); go by the cases: %(found)d found, %(missed)d missed,"
            " %(added)d added."
        )
    if human >= (1 - RARE) * n_units:
        return _(
            "The code is nearly everywhere (%(human)d of %(n)d units): AC1 is high (%(ac1)s, agreement %(percent)d %%)"
            " because most units carry it, and that weighs on κ (%(kappa)s); go by the cases: %(missed)d missed,"
            " %(added)d added."
        )
    return None


def _few(human: int) -> str | None:
    if human >= FEW:
        return None
    return _(
        "Only %(human)d of %(n)d units carry this code: %(found)d found, %(missed)d missed, %(added)d added"
        " (κ %(kappa)s), too few to generalise."
    )


def _by_bars(kappa: float) -> str:
    if kappa >= RELIABLE:
        return _("κ %(kappa)s in %(n)d units: the machine codes this as people do; conclusions can rest on it.")
    if kappa >= TENTATIVE:
        return _("κ %(kappa)s in %(n)d units: enough for tentative conclusions, with people reviewing.")
    if kappa >= WEAK:
        return _("κ %(kappa)s in %(n)d units: useful to find passages; every one needs a person's review.")
    return _("κ %(kappa)s in %(n)d units: people and machine hardly agree; code it by hand before reporting it.")
