from workbench.landscape.scope import Scope
from workbench.landscape.technology import (
    technology_fields,
    technology_subclasses,
    technology_subclasses_findings,
)
from workbench.tables import LeftOut


def rows(*symbols):
    return [{"filing_date": "2020-01-01", "ipc": listed} for listed in symbols]


def counted(corpus, **parameters):
    frame = technology_subclasses(Scope.of(corpus, **parameters)).frame
    return dict(zip(frame["ipc_subclass"], frame["filing_count"], strict=True))


def test_main_class_counts_alone(corpus_of):
    corpus = corpus_of(*rows(["H04L27/26", "G06F1/00"], ["H04L1/00", "H04L2/00"]))
    assert counted(corpus) == {"H04L": 2}


def test_subclass_counts_once_per_patent(corpus_of):
    corpus = corpus_of(*rows(["H04L27/26", "G06F1/00"], ["H04L1/00", "H04L2/00"]))
    assert counted(corpus, counting="whole") == {"H04L": 2, "G06F": 1}


def test_fractions_add_up_to_the_classified_units(corpus_of):
    corpus = corpus_of(*rows(["H04L27/26", "G06F1/00"], ["H04L1/00"]))
    assert counted(corpus, counting="fractional") == {"H04L": 1.5, "G06F": 0.5}


def test_marked_main_class_wins_over_the_first_named(corpus_of):
    corpus = corpus_of(*rows(["H04L27/26", "G06F1/00"]))
    classes = corpus.polars("classifications").collect()
    marked = classes.with_columns(is_main=classes["position"] == 1)
    assert counted(corpus.with_tables(classifications=marked)) == {"G06F": 1}


def test_unclassified_units_are_left_out(corpus_of):
    table = technology_subclasses(Scope.of(corpus_of(*rows(["H04L1/00"], []))))
    assert table.left_out == (LeftOut("no_class", 1),)
    assert table.frame["filing_share"].to_list() == [1.0]


def test_field_that_is_not_derived_is_named(corpus_of):
    table = technology_fields(Scope.of(corpus_of(*rows(["H04L1/00"]))))
    assert table.notes == ("missing_technology_field",)


def test_sentence_is_chosen_by_the_data(corpus_of):
    def key(*symbols, **parameters):
        scope = Scope.of(corpus_of(*rows(*([symbol] for symbol in symbols))), **parameters)
        return technology_subclasses_findings(technology_subclasses(scope))[0].key

    assert key("H04L1/00") == "mix_single"
    assert key("H04L1/00", "H04L1/00", "A61K1/00", top=1) == "mix_first"
    assert key("H04L1/00", "H04L1/00", "A61K1/00") == "mix_core"
    assert key("H04L1/00", "A61K1/00") == "mix_tied"
    assert key("H04L1/00", "A61K1/00", "G06F1/00") == "mix_many_tied"
    assert key("H04L1/00", "H04L1/00", "A61K1/00", "G06F1/00", "B60W1/00") == "mix_broad"
