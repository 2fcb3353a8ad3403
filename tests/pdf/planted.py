"""Defects planted in the sample, of the kinds that validators catch and of the kinds that they miss.

To add one, write an edit of an opened file and put it into DEFECTS: the suite then shows that it is caught.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator

import pikepdf
from pikepdf import Array, ContentStreamInstruction, Dictionary, Name, Object, Operator, Pdf, Stream, String

Edit = Callable[[Pdf], None]


def planted(data: bytes, edit: Edit) -> bytes:
    """Return the file with a defect in it."""
    out = io.BytesIO()
    with Pdf.open(io.BytesIO(data)) as pdf:
        edit(pdf)
        pdf.save(out, deterministic_id=True, force_version="1.7", fix_metadata_version=False)
    return out.getvalue()


# ------------------------------------------------------------------------------------------ finding


def walk(entry: Object) -> Iterator[Object]:
    """An element and all elements in it, in reading order."""
    yield entry
    for kid in kids(entry):
        if isinstance(kid, Dictionary) and "/S" in kid:
            yield from walk(kid)


def kids(entry: Object) -> list[Object]:
    if "/K" not in entry:
        return []
    return list(entry.K) if isinstance(entry.K, Array) else [entry.K]


def find(pdf: Pdf, tag: str, nth: int = 0) -> Object:
    """The nth element of a tag."""
    return [entry for entry in walk(pdf.Root.StructTreeRoot.K) if str(entry.S) == f"/{tag}"][nth]


def swap(entry: Object, one: int, other: int) -> None:
    """Put two kids of an element in each other's place."""
    entry.K[one], entry.K[other] = entry.K[other], entry.K[one]


def annotation(pdf: Pdf) -> Object:
    return next(page.obj.Annots[0] for page in pdf.pages if "/Annots" in page.obj)


def font(pdf: Pdf) -> Object:
    return next(
        thing
        for thing in pdf.objects
        if isinstance(thing, Dictionary) and not isinstance(thing, Stream) and thing.get("/Type") == Name.Font
    )


Instructions = list[ContentStreamInstruction]


def rewrite(pdf: Pdf, page: int, edit: Callable[[Instructions], Instructions]) -> None:
    """Edit a page's operators."""
    instructions = [
        ContentStreamInstruction(list(each.operands), each.operator)
        for each in pikepdf.parse_content_stream(pdf.pages[page])
    ]
    pdf.pages[page].Contents = pdf.make_stream(pikepdf.unparse_content_stream(edit(instructions)))


def where(instructions: Instructions, operator: str, nth: int = 0) -> int:
    return [at for at, each in enumerate(instructions) if str(each.operator) == operator][nth]


def without(operator: str, nth: int = 0) -> Callable[[Instructions], Instructions]:
    """Leave out the nth of an operator."""

    def edit(instructions: Instructions) -> Instructions:
        del instructions[where(instructions, operator, nth)]
        return instructions

    return edit


# ----------------------------------------------------------------------------------------- the tree


def heading_becomes_paragraph(pdf: Pdf) -> None:
    find(pdf, "H2", 1).S = Name.P
    rewrite(pdf, 2, lambda each: retag(each, "/H2", "/P"))


def retag(instructions: Instructions, old: str, new: str) -> Instructions:
    return [
        ContentStreamInstruction([Name(new), each.operands[1]], each.operator)
        if str(each.operator) == "BDC" and each.operands[0] == Name(old)
        else each
        for each in instructions
    ]


def paragraph_becomes_heading(pdf: Pdf) -> None:
    find(pdf, "P").S = Name.H3


def heading_level_skipped(pdf: Pdf) -> None:
    find(pdf, "H2", 1).S = Name.H4


def cells_swapped(pdf: Pdf) -> None:
    swap(find(pdf, "TR", 2), 1, 2)


def rows_swapped(pdf: Pdf) -> None:
    swap(find(pdf, "TBody"), 0, 1)


def paragraphs_swapped(pdf: Pdf) -> None:
    swap(find(pdf, "Sect", 2), 1, 2)


def sections_swapped(pdf: Pdf) -> None:
    swap(find(pdf, "Document"), 2, 3)


def columns_read_before_rows(pdf: Pdf) -> None:
    one, other = find(pdf, "TR", 2), find(pdf, "TR", 5)
    cell, other_cell = one.K[1], other.K[1]
    one.K[1], other.K[1] = other_cell, cell
    cell.P, other_cell.P = other, one


def words_within_paragraph_reordered(pdf: Pdf) -> None:
    swap(find(pdf, "P"), 0, 2)


def figure_without_alt(pdf: Pdf) -> None:
    del find(pdf, "Figure").Alt


def alternatives_swapped(pdf: Pdf) -> None:
    one, other = find(pdf, "Figure"), find(pdf, "Figure", 1)
    one.Alt, other.Alt = str(other.Alt), str(one.Alt)


def figure_without_extent(pdf: Pdf) -> None:
    del find(pdf, "Figure", 1).A


def figure_elsewhere(pdf: Pdf) -> None:
    find(pdf, "Figure", 1).A.BBox = Array([900, 100, 1200, 270])


def caption_read_as_paragraph(pdf: Pdf) -> None:
    find(pdf, "Caption").S = Name.P


def header_without_scope(pdf: Pdf) -> None:
    del find(pdf, "TH").A


def header_of_the_wrong_direction(pdf: Pdf) -> None:
    find(pdf, "TH", 4).A.Scope = Name.Column


def header_cell_becomes_data(pdf: Pdf) -> None:
    cell = find(pdf, "TH", 4)
    cell.S = Name.TD
    del cell.A


def span_forgotten(pdf: Pdf) -> None:
    del find(pdf, "TH", 3).A.ColSpan


def empty_cell_dropped(pdf: Pdf) -> None:
    row = find(pdf, "TR", 2)
    row.K = Array(kids(row)[:2])


def row_dropped(pdf: Pdf) -> None:
    body = find(pdf, "TBody")
    body.K = Array(kids(body)[:-1])


def table_head_dissolved(pdf: Pdf) -> None:
    table = find(pdf, "Table")
    table.K[1] = find(pdf, "THead").K
    table.K[1].P = table


def item_without_body(pdf: Pdf) -> None:
    find(pdf, "LBody").S = Name.P


def list_without_numbering(pdf: Pdf) -> None:
    del find(pdf, "L").A


def note_without_identifier(pdf: Pdf) -> None:
    del find(pdf, "Note").ID


def invented_tag(pdf: Pdf) -> None:
    find(pdf, "P", 1).S = Name.Kapitel


def role_mapped_tag(pdf: Pdf) -> None:
    invented_tag(pdf)
    pdf.Root.StructTreeRoot.RoleMap = Dictionary(Kapitel=Name.P)


def expansion_lost(pdf: Pdf) -> None:
    del find(pdf, "Span").E


def other_words_spoken(pdf: Pdf) -> None:
    find(pdf, "Span").ActualText = String("Green")


def passage_in_no_language(pdf: Pdf) -> None:
    find(pdf, "P", 1).Lang = String("welsh")


def passage_in_the_wrong_language(pdf: Pdf) -> None:
    del find(pdf, "P", 1).Lang


def parent_forgotten(pdf: Pdf) -> None:
    find(pdf, "P").P = find(pdf, "Document")


def parent_tree_swapped(pdf: Pdf) -> None:
    parents = pdf.Root.StructTreeRoot.ParentTree.Nums[5]
    parents[0], parents[1] = parents[1], parents[0]


def parent_tree_cut(pdf: Pdf) -> None:
    nums = pdf.Root.StructTreeRoot.ParentTree.Nums
    nums[5] = Array(list(nums[5])[:-1])


def words_claimed_twice(pdf: Pdf) -> None:
    find(pdf, "P", 1).K = find(pdf, "H2", 1).K


# -------------------------------------------------------------------------------------------- pages


def words_outside_the_structure(pdf: Pdf) -> None:
    def edit(instructions: Instructions) -> Instructions:
        at = where(instructions, "BDC", 0)
        end = where(instructions, "EMC", 0)
        return [each for number, each in enumerate(instructions) if number not in {at, end}]

    rewrite(pdf, 2, edit)


def rule_outside_the_structure(pdf: Pdf) -> None:
    stroke = [
        ContentStreamInstruction([0, 0], Operator("m")),
        ContentStreamInstruction([9, 9], Operator("l")),
        ContentStreamInstruction([], Operator("S")),
    ]
    rewrite(pdf, 2, lambda each: [*each, *stroke])


def mark_never_closed(pdf: Pdf) -> None:
    rewrite(pdf, 2, without("EMC", 1))


def mark_crosses_text(pdf: Pdf) -> None:
    def edit(instructions: Instructions) -> Instructions:
        at = where(instructions, "ET", 0)
        instructions[at], instructions[at + 1] = instructions[at + 1], instructions[at]
        return instructions

    rewrite(pdf, 2, edit)


def number_used_twice(pdf: Pdf) -> None:
    def edit(instructions: Instructions) -> Instructions:
        each = instructions[where(instructions, "BDC", 1)]
        again = Dictionary(MCID=0)
        instructions[where(instructions, "BDC", 1)] = ContentStreamInstruction(
            [each.operands[0], again], each.operator
        )
        return instructions

    rewrite(pdf, 2, edit)


def footer_read_as_content(pdf: Pdf) -> None:
    def edit(instructions: Instructions) -> Instructions:
        at = [
            number
            for number, each in enumerate(instructions)
            if str(each.operator) == "BDC" and each.operands[0] == Name.Artifact
        ][-2]
        instructions[at] = ContentStreamInstruction([Name.P, Dictionary(MCID=99)], Operator("BDC"))
        return instructions

    rewrite(pdf, 2, edit)


def content_read_as_artifact(pdf: Pdf) -> None:
    def edit(instructions: Instructions) -> Instructions:
        at = where(instructions, "BDC", 0)
        instructions[at] = ContentStreamInstruction([Name.Artifact], Operator("BMC"))
        return instructions

    rewrite(pdf, 2, edit)


def space_at_line_end_lost(pdf: Pdf) -> None:
    def edit(instructions: Instructions) -> Instructions:
        for number, each in enumerate(instructions):
            if str(each.operator) == "Tj" and bytes(each.operands[0]).endswith(b" "):
                text = bytes(each.operands[0]).rstrip(b" ")
                instructions[number] = ContentStreamInstruction([String(text)], each.operator)
        return instructions

    rewrite(pdf, 2, edit)


def tabs_in_no_order(pdf: Pdf) -> None:
    del pdf.pages[2].obj.Tabs


def page_out_of_order(pdf: Pdf) -> None:
    page = pdf.pages[2]
    del pdf.pages[2]
    pdf.pages.append(page)


# -------------------------------------------------------------------------------------------- links


def link_without_description(pdf: Pdf) -> None:
    del annotation(pdf).Contents


def link_without_words(pdf: Pdf) -> None:
    link = find(pdf, "Link")
    link.K = kids(link)[-1]


def link_without_area(pdf: Pdf) -> None:
    link = find(pdf, "Link", 2)
    link.K = Array(kids(link)[:-2])


def link_outside_the_structure(pdf: Pdf) -> None:
    del annotation(pdf).StructParent


def link_leads_elsewhere(pdf: Pdf) -> None:
    annotation(pdf).Dest = String("workforce")


def link_leads_nowhere(pdf: Pdf) -> None:
    annotation(pdf).Dest = String("nowhere")


def link_hidden_from_print(pdf: Pdf) -> None:
    annotation(pdf).F = 0


# --------------------------------------------------------------------------------------------- file


def no_language(pdf: Pdf) -> None:
    del pdf.Root.Lang


def not_marked_as_tagged(pdf: Pdf) -> None:
    del pdf.Root.MarkInfo


def title_not_shown(pdf: Pdf) -> None:
    del pdf.Root.ViewerPreferences


def title_differs(pdf: Pdf) -> None:
    pdf.trailer.Info.Title = String("Untitled")


def no_accessibility_claim(pdf: Pdf) -> None:
    metadata = pdf.Root.Metadata.read_bytes().replace(b"<pdfuaid:part>1</pdfuaid:part>", b"")
    pdf.Root.Metadata = pdf.make_stream(metadata, Type=Name.Metadata, Subtype=Name.XML)


def no_colour_space(pdf: Pdf) -> None:
    del pdf.Root.OutputIntents


def font_not_embedded(pdf: Pdf) -> None:
    del font(pdf).FontDescriptor.FontFile2


def font_without_unicode(pdf: Pdf) -> None:
    del font(pdf).ToUnicode


def font_with_wrong_letters(pdf: Pdf) -> None:
    cmap = font(pdf).ToUnicode
    cmap.write(cmap.read_bytes().replace(b"<0065>", b"<0061>"))


def outline_out_of_order(pdf: Pdf) -> None:
    top = pdf.Root.Outlines.First
    top.First.Title, top.Last.Title = str(top.Last.Title), str(top.First.Title)


def outline_leads_nowhere(pdf: Pdf) -> None:
    pdf.Root.Outlines.First.Dest = String("nowhere")


def pages_without_labels(pdf: Pdf) -> None:
    del pdf.Root.PageLabels


def script_on_opening(pdf: Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def attachment_without_relationship(pdf: Pdf) -> None:
    del pdf.Root.AF[0].AFRelationship


def attachment_not_associated(pdf: Pdf) -> None:
    del pdf.Root.AF


DEFECTS: dict[str, Edit] = {
    edit.__name__: edit
    for edit in (
        heading_becomes_paragraph,
        paragraph_becomes_heading,
        heading_level_skipped,
        cells_swapped,
        rows_swapped,
        paragraphs_swapped,
        sections_swapped,
        columns_read_before_rows,
        words_within_paragraph_reordered,
        figure_without_alt,
        alternatives_swapped,
        figure_without_extent,
        figure_elsewhere,
        caption_read_as_paragraph,
        header_without_scope,
        header_of_the_wrong_direction,
        header_cell_becomes_data,
        span_forgotten,
        empty_cell_dropped,
        row_dropped,
        table_head_dissolved,
        item_without_body,
        list_without_numbering,
        note_without_identifier,
        invented_tag,
        role_mapped_tag,
        expansion_lost,
        other_words_spoken,
        passage_in_no_language,
        passage_in_the_wrong_language,
        parent_forgotten,
        parent_tree_swapped,
        parent_tree_cut,
        words_claimed_twice,
        words_outside_the_structure,
        rule_outside_the_structure,
        mark_never_closed,
        mark_crosses_text,
        number_used_twice,
        footer_read_as_content,
        content_read_as_artifact,
        space_at_line_end_lost,
        tabs_in_no_order,
        page_out_of_order,
        link_without_description,
        link_without_words,
        link_without_area,
        link_outside_the_structure,
        link_leads_elsewhere,
        link_leads_nowhere,
        link_hidden_from_print,
        no_language,
        not_marked_as_tagged,
        title_not_shown,
        title_differs,
        no_accessibility_claim,
        no_colour_space,
        font_not_embedded,
        font_without_unicode,
        font_with_wrong_letters,
        outline_out_of_order,
        outline_leads_nowhere,
        pages_without_labels,
        script_on_opening,
        attachment_without_relationship,
        attachment_not_associated,
    )
}
KNOWN_TO_VERAPDF = (
    "heading_level_skipped", "figure_without_alt", "span_forgotten", "empty_cell_dropped",
    "item_without_body", "note_without_identifier", "invented_tag", "parent_tree_cut",
    "words_outside_the_structure", "rule_outside_the_structure", "mark_never_closed",
    "footer_read_as_content", "tabs_in_no_order", "link_without_description", "link_outside_the_structure",
    "link_hidden_from_print", "no_language", "not_marked_as_tagged", "title_not_shown",
    "no_accessibility_claim", "no_colour_space", "font_not_embedded", "font_without_unicode",
    "script_on_opening", "attachment_without_relationship", "attachment_not_associated",
)  # fmt: skip
"""Those that veraPDF finds as well."""
