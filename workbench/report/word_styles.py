"""The house template of Word, made in code: A4, official Chinese fonts, real styles and heading numbers.

Measures follow the habits of GB/T 9704-2012: margins 37 mm above and 28 mm left, a type area of
156 × 225 mm, a title of 22 pt, headings of 16 pt, body lines fixed at 28 pt, page numbers of 14 pt.
"""

from dataclasses import dataclass
from typing import Any, Final

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from workbench.labels import Language, words
from workbench.report.images import TEXT_HEIGHT_MM, TEXT_WIDTH_MM

LATIN: Final = "Times New Roman"
BODY: Final = "仿宋_GB2312"
TITLE: Final = "方正小标宋简体"
BLACK: Final = "黑体"
SCRIPT: Final = "楷体_GB2312"
PLAIN: Final = "宋体"
_FALLBACKS: Final = {BODY: "仿宋", TITLE: "华文中宋", BLACK: "SimHei", SCRIPT: "楷体", PLAIN: "SimSun"}

_TOP_MM: Final = 37
_LEFT_MM: Final = 28
_PAGE_MM: Final = (210, 297)
BODY_PT: Final = 14
_BODY_LINE_PT: Final = 28
_TWIPS_PER_PT: Final = 20


@dataclass(frozen=True)
class Look:
    """How a paragraph style looks; sizes and spaces in points, ``line`` None for single spacing."""

    east_asia: str
    size: float
    bold: bool = False
    line: float | None = None
    before: float = 0
    after: float = 0
    align: WD_ALIGN_PARAGRAPH | None = None
    indent_characters: int = 0
    keeps_with_next: bool = False
    colour: str = "000000"


def apply_house_style(document: Document, language: Language) -> None:
    """Give a new document the page, the styles, the numbering and the fonts of the house."""
    _set_page(document)
    _set_defaults(document)
    indent = 2 if language == "zh" else 0
    number_id = _add_heading_numbers(document, language)
    _set_headings(document, number_id, indent)
    _set_body_styles(document, indent)
    _add_house_styles(document, language)
    _add_grid_style(document, words("report.style_grid", language))
    _set_font_table(document)


def _set_page(document: Document) -> None:
    """Set paper, margins and mirrored footers."""
    section = document.sections[0]
    width, height = _PAGE_MM
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.top_margin, section.left_margin = Mm(_TOP_MM), Mm(_LEFT_MM)
    section.right_margin = Mm(width - _LEFT_MM - TEXT_WIDTH_MM)
    section.bottom_margin = Mm(height - _TOP_MM - TEXT_HEIGHT_MM)
    section.header_distance, section.footer_distance = Mm(22), Mm(24)
    section.different_first_page_header_footer = True
    document.settings.odd_and_even_pages_header_footer = True


def _set_defaults(document: Document) -> None:
    """Set the fonts and languages that every style starts from."""
    styles = document.styles.element
    defaults = styles.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for child in list(defaults):
        defaults.remove(child)
    defaults.append(_fonts_element(BODY))
    defaults.append(parse_xml(f'<w:lang {nsdecls("w")} w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'))
    _dress(document.styles["Normal"], Look(BODY, BODY_PT))


def _fonts_element(east_asia: str) -> Any:
    """Return the fonts of a style: Latin and digits in Times New Roman, Chinese as named."""
    return parse_xml(
        f'<w:rFonts {nsdecls("w")} w:ascii="{LATIN}" w:hAnsi="{LATIN}" w:cs="{LATIN}" '
        f'w:eastAsia="{east_asia}"/>'
    )


def _dress(style: Any, look: Look) -> Any:
    """Give a paragraph style its look, without leftovers of the default template."""
    properties = style.element.get_or_add_rPr()
    for child in list(properties):
        properties.remove(child)
    properties.append(_fonts_element(look.east_asia))
    style.font.size, style.font.bold, style.font.italic = Pt(look.size), look.bold, False
    style.font.color.rgb = RGBColor.from_string(look.colour)
    borders = style.element.get_or_add_pPr().find(qn("w:pBdr"))
    if borders is not None:
        borders.getparent().remove(borders)
    shape = style.paragraph_format
    shape.space_before, shape.space_after = Pt(look.before), Pt(look.after)
    shape.alignment, shape.keep_with_next = look.align, look.keeps_with_next
    shape.widow_control = True
    shape.line_spacing_rule = WD_LINE_SPACING.SINGLE if look.line is None else WD_LINE_SPACING.EXACTLY
    if look.line is not None:
        shape.line_spacing = Pt(look.line)
        shape.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    _indent_first_line(style, look)
    return style


def _indent_first_line(style: Any, look: Look) -> None:
    """Indent the first line by whole characters, as Chinese Word counts them."""
    properties = style.element.get_or_add_pPr()
    for found in properties.findall(qn("w:ind")):
        properties.remove(found)
    indent = properties.get_or_add_ind()
    indent.set(qn("w:left"), "0")
    indent.set(qn("w:firstLineChars"), str(100 * look.indent_characters))
    indent.set(qn("w:firstLine"), str(round(look.indent_characters * look.size * _TWIPS_PER_PT)))


def _add_heading_numbers(document: Document, language: Language) -> int:
    """Add the multilevel numbering of headings (一、 （一） 1. or 1 1.1 1.1.1) and return its number."""
    numbering = document.part.numbering_part.element
    abstract_id = 1 + max(
        (int(item.get(qn("w:abstractNumId"))) for item in numbering.findall(qn("w:abstractNum"))), default=0
    )
    levels = "".join(_level(position, *level) for position, level in enumerate(_LEVELS[language]))
    abstract = parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{abstract_id}">'
        f'<w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
    )
    first = numbering.find(qn("w:num"))
    if first is None:
        numbering.append(abstract)
    else:
        first.addprevious(abstract)
    number: int = numbering.add_num(abstract_id).numId
    return number


_LEVELS: Final = {
    "zh": (
        ("chineseCountingThousand", "%1、", "nothing"),
        ("chineseCountingThousand", "（%2）", "nothing"),
        ("decimal", "%3.", "nothing"),
    ),
    "en": (("decimal", "%1", "space"), ("decimal", "%1.%2", "space"), ("decimal", "%1.%2.%3", "space")),
}


def _level(position: int, number_format: str, text: str, suffix: str) -> str:
    """Return one level of the numbering, tied to its heading style."""
    return (
        f'<w:lvl w:ilvl="{position}"><w:start w:val="1"/><w:numFmt w:val="{number_format}"/>'
        f'<w:pStyle w:val="Heading{position + 1}"/><w:suff w:val="{suffix}"/><w:lvlText w:val="{text}"/>'
        f'<w:lvlJc w:val="left"/></w:lvl>'
    )


def _set_headings(document: Document, number_id: int, indent: int) -> None:
    """Set the three levels of headings and tie them to the numbering."""
    looks = (
        Look(BLACK, 16, line=30, before=14, after=6, indent_characters=indent, keeps_with_next=True),
        Look(SCRIPT, 16, line=30, before=8, after=4, indent_characters=indent, keeps_with_next=True),
        Look(BODY, 16, bold=True, line=30, indent_characters=indent, keeps_with_next=True),
    )
    for position, look in enumerate(looks):
        style = _dress(document.styles[f"Heading {position + 1}"], look)
        style.next_paragraph_style = document.styles["Body Text"]
        _number(style, number_id, position)


def _number(style: Any, number_id: int, level: int) -> None:
    """Tie a style to a level of a numbering; number 0 takes numbers away."""
    properties = style.element.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = level
    properties.get_or_add_numId().val = number_id


def _set_body_styles(document: Document, indent: int) -> None:
    """Set title, body, captions, contents, header and footer."""
    styles = document.styles
    centre, both = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY
    _dress(styles["Title"], Look(TITLE, 22, line=36, before=150, after=40, align=centre))
    _dress(styles["Body Text"], Look(BODY, BODY_PT, line=_BODY_LINE_PT, align=both, indent_characters=indent))
    _dress(styles["Caption"], Look(BLACK, 10.5, before=8, after=4, align=centre, keeps_with_next=True))
    _dress(styles["Header"], Look(BLACK, 10.5, align=centre, colour="9C2A1D"))
    _dress(styles["Footer"], Look(PLAIN, 14))
    for level, look in ((1, Look(BLACK, 12, line=18, before=2)), (2, Look(BODY, 12, line=18))):
        style = _dress(styles.add_style(f"toc {level}", WD_STYLE_TYPE.PARAGRAPH), look)
        style.base_style = styles["Normal"]
        style.paragraph_format.left_indent = Pt(24 * (level - 1))
        tabs = '<w:tabs {}><w:tab w:val="right" w:leader="dot" w:pos="8844"/></w:tabs>'
        style.element.get_or_add_pPr().insert(0, parse_xml(tabs.format(nsdecls("w"))))


def _add_house_styles(document: Document, language: Language) -> None:
    """Add what Word has no style for: values, notes, cells, pictures, cover lines, unnumbered headings."""
    centre = WD_ALIGN_PARAGRAPH.CENTER
    looks = {
        "note": Look(PLAIN, 9, after=1, colour="404040"),
        "cell": Look(PLAIN, 10.5, before=1.5, after=1.5),
        "small_cell": Look(PLAIN, 8, before=1, after=1),
        "picture": Look(BODY, BODY_PT, before=8, align=centre, keeps_with_next=True),
        "subject": Look(SCRIPT, 16, line=32, align=centre),
        "given": Look(PLAIN, 10.5, line=18),
        "contents": Look(BLACK, 18, before=12, after=14, align=centre),
    }
    for key, look in looks.items():
        _dress(document.styles.add_style(words(f"report.style_{key}", language), WD_STYLE_TYPE.PARAGRAPH), look)
    front = document.styles.add_style(words("report.style_front", language), WD_STYLE_TYPE.PARAGRAPH)
    front.base_style = document.styles["Heading 1"]
    front.next_paragraph_style = document.styles["Body Text"]
    _indent_first_line(front, Look(BLACK, 16, indent_characters=2 if language == "zh" else 0))
    _number(front, 0, 0)
    document.styles.add_style(words("report.style_number", language), WD_STYLE_TYPE.CHARACTER)


def _add_grid_style(document: Document, name: str) -> None:
    """Add the table style: a full grid with a shaded heading row."""
    style = document.styles.add_style(name, WD_STYLE_TYPE.TABLE)
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="404040"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    style.element.append(
        parse_xml(
            f"<w:tblPr {nsdecls('w')}><w:tblBorders>{sides}</w:tblBorders><w:tblCellMar>"
            '<w:left w:w="70" w:type="dxa"/><w:right w:w="70" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        )
    )
    style.element.append(
        parse_xml(
            f'<w:tblStylePr {nsdecls("w")} w:type="firstRow"><w:rPr><w:b/></w:rPr><w:tcPr>'
            '<w:shd w:val="clear" w:color="auto" w:fill="E6EBF1"/></w:tcPr></w:tblStylePr>'
        )
    )


def _set_font_table(document: Document) -> None:
    """Name a fallback for every Chinese font, for machines that lack the official ones."""
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{fallback}"/><w:charset w:val="86"/>'
        '<w:family w:val="auto"/><w:pitch w:val="default"/></w:font>'
        for name, fallback in _FALLBACKS.items()
    )
    latin = f'<w:font w:name="{LATIN}"><w:charset w:val="00"/><w:family w:val="roman"/></w:font>'
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    table = f"{head}<w:fonts {nsdecls('w')}>{latin}{fonts}</w:fonts>"
    for part in document.part.package.iter_parts():
        if str(part.partname) == "/word/fontTable.xml":
            part._blob = table.encode("utf-8")
