import pytest

from qualkit.audit.interpretation import interpretation


@pytest.mark.parametrize(
    ("found", "added", "missed", "n", "kappa", "ac1", "says"),
    [
        pytest.param(0, 0, 0, 0, None, None, "No labelled unit", id="no unit"),
        pytest.param(0, 0, 0, 50, None, 1.0, "Nobody gave this code in 50", id="nobody"),
        pytest.param(0, 4, 0, 50, 0.0, 0.9, "the machine gave it to 4", id="machine alone"),
        pytest.param(0, 0, 4, 50, 0.0, 0.9, "4 of 50 units and the machine to none", id="people alone"),
        pytest.param(50, 0, 0, 50, None, 1.0, "every one of 50", id="everywhere"),
        pytest.param(2, 3, 4, 100, 0.33, 0.92, "rare (6 of 100 units): AC1 is high (0.92, agreement 93 %)", id="rare"),
        pytest.param(93, 3, 2, 100, 0.26, 0.94, "nearly everywhere (95 of 100 units)", id="nearly everywhere"),
        pytest.param(3, 1, 1, 12, 0.62, 0.7, "Only 4 of 12", id="few"),
        pytest.param(20, 1, 1, 50, 0.91, 0.92, "conclusions can rest", id="reliable"),
        pytest.param(20, 4, 4, 50, 0.67, 0.7, "tentative", id="tentative"),
        pytest.param(20, 9, 5, 50, 0.44, 0.46, "every one needs a person's review", id="weak"),
        pytest.param(20, 20, 5, 50, 0.2, 0.3, "hardly agree", id="none"),
    ],
)
def test_the_sentence_says_what_the_figures_say(found, added, missed, n, kappa, ac1, says):
    made = interpretation(found=found, added=added, missed=missed, n_units=n, kappa=kappa, ac1=ac1)
    assert says in made
    assert made.endswith(".")
    assert "%(" not in made


def test_a_rare_code_with_a_high_kappa_is_no_paradox():
    made = interpretation(found=10, added=1, missed=1, n_units=300, kappa=0.9, ac1=0.99)
    assert "conclusions can rest" in made
