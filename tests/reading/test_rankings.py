from qualkit.reading.tabular.rankings import with_ranks
from qualkit.reading.tabular.tables import Table


def table(header, *rows):
    return Table("", tuple(header), tuple(rows), tuple(range(2, len(rows) + 2)))


def test_a_column_for_each_option_becomes_one_for_each_place():
    notes = []
    header = (
        "cargo",
        "¿Qué espera de la red? [Recursos]",
        "¿Qué espera de la red? [Pares]",
        "¿Qué espera de la red? [Ideas]",
    )
    ranked = with_ranks(table(header, ("UTP", "2", "1", "3"), ("Dir", "1°", "Segundo", ""), ("x", "", "", "")), notes)
    assert ranked.header == ("cargo", "expectativa_rank1", "expectativa_rank2", "expectativa_rank3")
    assert ranked.rows == (("UTP", "Pares", "Recursos", "Ideas"), ("Dir", "Recursos", "Pares", ""), ("x", "", "", ""))
    assert len(notes) == 1


def test_a_cell_with_all_options_in_order():
    ranked = with_ranks(table(("Orden de temas",), ("a;b;c;",), ("c;a;b;",), ("",)), [])
    assert ranked.header == ("orden_de_temas_rank1", "orden_de_temas_rank2", "orden_de_temas_rank3")
    assert ranked.rows == (("a", "b", "c"), ("c", "a", "b"), ("", "", ""))


def test_a_grid_of_levels_is_no_ranking():
    levels = table(("¿Cuánto? [uno]", "¿Cuánto? [dos]", "¿Cuánto? [tres]"), ("5", "4", "4"), ("2", "3", "1"))
    assert with_ranks(levels, []) is levels


def test_several_choices_in_a_cell_are_no_ranking():
    chosen = table(("redes",), ("a;b;c",), ("a;b",))
    assert with_ranks(chosen, []) is chosen
