"""The record, and how it orders what a node has of its own and what its kids have."""

from __future__ import annotations

from boardpack.render.pdf.structure import Node, Record, content, first_turns, living, nodes


def test_nodes_are_walked_in_reading_order() -> None:
    root = Node("Document")
    one = root.add("Sect")
    inner = one.add("P")
    two = root.add("Sect")
    assert list(nodes(root)) == [root, one, inner, two]


def test_kids_keep_their_order_however_they_were_painted() -> None:
    root, record = Node("Document"), Record()
    one, two = root.add("P"), root.add("P")
    record.mark(two, 0)
    record.mark(one, 0)
    assert content(root, record, first_turns(record)) == [one, two]


def test_a_kid_among_a_nodes_own_words_stands_where_it_was_painted() -> None:
    root, record = Node("P"), Record()
    link, span = root.add("Link"), root.add("Span")
    unpainted = root.add("Span")
    inner = link.add("Span")
    for node in (root, inner, root, span, inner, root):
        record.mark(node, 0)
    record.link(link, 0, (0, 0, 1, 1), "#a", "A")
    order = content(root, record, first_turns(record))
    own = record.items[root]
    assert order == [unpainted, own[0], link, own[1], span, own[2]]


def test_what_was_not_painted_is_dead_but_for_cells() -> None:
    root, record = Node("Document"), Record()
    cell = root.add("Table").add("TBody").add("TR").add("TD")
    root.add("Sect").add("P")
    assert {node.tag for node in living(root, record)} == {"Document", "Table", "TBody", "TR", "TD"}
    assert cell in living(root, record)


def test_pages_count_their_sequences() -> None:
    record, node = Record(), Node("P")
    assert [record.mark(node, 0), record.mark(node, 0), record.mark(node, 1)] == [0, 1, 0]
    assert record.mcids == {0: 2, 1: 1}
