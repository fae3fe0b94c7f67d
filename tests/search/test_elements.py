"""A table of search elements becomes a query; a spoilt one is refused with its row."""

from pathlib import Path

import openpyxl
import pytest

from workbench.errors import Faults, WorkbenchError
from workbench.query.tree import And, ClassRef, Field, Not, Or
from workbench.search.block_tables import local_text
from workbench.search.elements import Element, ElementTable, block_of, read_elements, write_elements

TABLE = ElementTable(
    (
        Element("对象", zh=("机器人", "巡检*"), en=("robot", "inspection device")),
        Element("底盘", zh=("底盘",), ipc=("B62D57/00", "B60B19/00=")),
        Element("水下", zh=("水下",), is_excluded=True),
    )
)


def test_words_of_a_row_are_alternatives_and_rows_must_all_be_met():
    tree = TABLE.tree()
    assert isinstance(tree, And)
    assert [type(part) for part in tree.parts] == [Field, Or, Not]


def test_a_class_takes_in_what_lies_below_unless_it_ends_in_an_equals_sign():
    block = block_of(TABLE.elements[1])
    assert [(leaf.symbol, leaf.mode) for leaf in block.parts if isinstance(leaf, ClassRef)] == [
        ("B62D57/00", "descendants"),
        ("B60B19/00", "exact"),
    ]


def test_a_table_survives_its_workbook(tmp_path):
    path = write_elements(tmp_path / "elements.xlsx", TABLE, language="zh")
    assert read_elements(path) == TABLE
    assert local_text(read_elements(path).tree()) == local_text(TABLE.tree())


def test_the_bundled_table_can_be_read():
    found = read_elements(Path(__file__).parents[2] / "datasets" / "search" / "elements.csv")
    assert [element.is_excluded for element in found.elements] == [False, False, True]


def test_an_element_names_what_it_lacks():
    assert TABLE.elements[2].gaps() == ("en", "ipc")


def test_rows_without_words_and_unknown_roles_are_told_together(tmp_path):
    path = write_elements(tmp_path / "elements.xlsx", TABLE, language="zh")
    book = openpyxl.load_workbook(path)
    page = book.worksheets[-1]
    page.append(["空", "需要"])
    page.append(["坏", "也许", "词"])
    book.save(path)
    with pytest.raises(WorkbenchError) as refused:
        read_elements(path)
    told = refused.value.faults if isinstance(refused.value, Faults) else (refused.value,)
    assert {fault.key for fault in told} <= {"bad_cell", "empty_element"}
    assert {fault.fields["row"] for fault in told} <= {5, 6}


def test_a_table_that_wants_nothing_is_refused(tmp_path):
    only = ElementTable((Element("水下", zh=("水下",), is_excluded=True),))
    with pytest.raises(WorkbenchError) as refused:
        only.tree()
    assert refused.value.key == "no_wanted_element"
