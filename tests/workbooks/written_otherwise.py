"""Numbers, ids and flags in spellings that one reader takes for another thing than programs do."""

from __future__ import annotations

STYLES, BOOK = "xl/styles.xml", "xl/workbook.xml"
SUMMARY = "Summary"
AMOUNT = "<v>5700</v>"
INK = '<color rgb="001B2A41"/><sz val="20"/>'
FORMATS = "</numFmts>"

READ_IN_TWO_WAYS = {
    "days counted twice": (BOOK, "<workbookPr/>", '<workbookPr/><workbookPr date1904="1"/>'),
    "a number format in two spellings": (
        STYLES,
        '(<numFmt numFmtId=")(\\d+"[^>]*>)',
        r"\g<1>\2\g<1>0\2",
    ),
    "a number format of no number": (
        STYLES,
        FORMATS,
        f'<numFmt numFmtId="1_8" formatCode="0"/>{FORMATS}',
    ),
    "a format that programs have by themselves": (
        STYLES,
        FORMATS,
        f'<numFmt numFmtId="4" formatCode="&quot;9&quot;0"/>{FORMATS}',
    ),
}
"""What a comparison refuses: part, and what is another one in it."""

NAMED = {
    "a number with a line between its digits": (SUMMARY, AMOUNT, "<v>5_700</v>", "5_700"),
    "lines between all digits": (SUMMARY, AMOUNT, "<v>57_0_0.0_0</v>", "57_0_0.0_0"),
    "digits of Arabic": (SUMMARY, AMOUNT, "<v>٥٧٠٠</v>", "٥٧٠٠"),
    "digits of full width": (SUMMARY, AMOUNT, "<v>５７００</v>", "５７００"),
    "a wide blank before a number": (SUMMARY, AMOUNT, "<v>&#x2003;5700</v>", "2003"),
    "a blank before a number": (SUMMARY, AMOUNT, "<v> 5700</v>", "' 5700'"),
    "a style in another spelling": (SUMMARY, '<c r="B2" s="', '<c r="B2" s="0', "Summary!B2"),
    "a set of signs in another spelling": (STYLES, INK, f'{INK}<charset val="02"/>', "of signs"),
    "a direction in another spelling": (
        STYLES,
        r'(<cellXfs.*?<alignment )(?=horizontal="right")',
        r'\1readingOrder="02" ',
        "right to left",
    ),
    "another first page, switched on": (
        SUMMARY,
        "<headerFooter>(.*?)<firstHeader/>",
        r'<headerFooter differentFirst="on">\1<firstHeader>&amp;LForged</firstHeader>',
        "header of first pages",
    ),
    "a rule that ends the others, switched on": (
        SUMMARY,
        '<cfRule type="cellIs"',
        '<cfRule type="cellIs" stopIfTrue="on"',
        "now ends those behind it",
    ),
}
"""What a comparison names: part, what is another one in it, and words of the finding."""

HONEST = {
    "a number as another program writes it": (SUMMARY, AMOUNT, "<v>5.7E+3</v>"),
}
"""What is no difference."""
