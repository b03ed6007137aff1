"""A workbook file with what openpyxl's own saving drops or changes, made part by part.

Three sheets: Deals (shared texts and formulas, an array formula, notes, links, a table,
validations, data bars and sparklines of Excel 2010, a chart and a picture, print settings),
Totals (formulas over Deals, a group of columns, rows with a format) and a hidden Lists.
"""

# ruff: noqa: E501 -- markup as programs write it

from __future__ import annotations

import struct
import zipfile
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
_X14AC = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac"
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_XM = "http://schemas.microsoft.com/office/excel/2006/main"

TEXTS = (
    "Deal",
    "Partner",
    "Amount",
    "Half",
    "D-1",
    "D-2",
    "D-3",
    "Northwind",
    "Contoso",
    "Notes & more",
)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


PICTURE = (
    b"\x89PNG\r\n\x1a\n"
    + _chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
    + _chunk(b"IDAT", zlib.compress(b"\0\x12\x34\x56"))
    + _chunk(b"IEND", b"")
)


def _relations(*found: tuple[str, str, str]) -> str:
    inside = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"{extra}/>'
        for number, (kind, target, extra) in enumerate(found, 1)
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{inside}</Relationships>'


def _deal(row: int, texts: tuple[int, int], amount: str, half: str, formula: str) -> str:
    return (
        f'<row r="{row}" spans="1:4" x14ac:dyDescent="0.25"><c r="A{row}" t="s"><v>{texts[0]}</v></c>'
        f'<c r="B{row}" s="2" t="s"><v>{texts[1]}</v></c><c r="C{row}" s="1"><v>{amount}</v></c>'
        f'<c r="D{row}" s="1">{formula}<v>{half}</v></c></row>'
    )


_DEALS = f"""{_HEAD}<worksheet xmlns="{_MAIN}" xmlns:r="{_REL}" xmlns:mc="{_MC}" \
mc:Ignorable="x14ac" xmlns:x14ac="{_X14AC}"><sheetPr><tabColor rgb="FF00B050"/></sheetPr>\
<dimension ref="A1:F9"/><sheetViews><sheetView tabSelected="1" workbookViewId="0">\
<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>\
<selection pane="bottomLeft" activeCell="B3" sqref="B3"/></sheetView></sheetViews>\
<sheetFormatPr defaultRowHeight="15" x14ac:dyDescent="0.25"/>\
<cols><col min="1" max="1" width="12.7109375" customWidth="1"/>\
<col min="2" max="4" width="15.5" style="1" customWidth="1"/></cols><sheetData>\
<row r="1" spans="1:4" ht="21" customHeight="1" x14ac:dyDescent="0.25"><c r="A1" s="3" t="s"><v>0</v></c>\
<c r="B1" s="3" t="s"><v>1</v></c><c r="C1" s="3" t="s"><v>2</v></c><c r="D1" s="3" t="s"><v>3</v></c></row>\
{_deal(2, (4, 7), "100.5", "50.25", '<f t="shared" ref="D2:D4" si="0">C2/2</f>')}\
{_deal(3, (5, 8), "200", "100", '<f t="shared" si="0"/>')}\
{_deal(4, (6, 7), "50", "25", '<f t="shared" si="0"/>')}\
<row r="6" spans="1:6" x14ac:dyDescent="0.25"><c r="A6" t="s"><v>9</v></c>\
<c r="E6"><f t="array" ref="E6:E7">C2:C3*2</f><v>201</v></c><c r="F6" t="b"><v>1</v></c></row>\
<row r="7" spans="1:6" x14ac:dyDescent="0.25"><c r="E7"><v>400</v></c><c r="F7" t="e"><v>#N/A</v></c></row>\
<row r="9" spans="1:1" x14ac:dyDescent="0.25"><c r="A9" s="4"><v>46023</v></c></row></sheetData>\
<sheetProtection sheet="1" objects="1" scenarios="1" formatCells="0"/>\
<mergeCells count="1"><mergeCell ref="A11:C11"/></mergeCells>\
<conditionalFormatting sqref="C2:C4"><cfRule type="dataBar" priority="2"><dataBar><cfvo type="min"/>\
<cfvo type="max"/><color rgb="FF638EC6"/></dataBar><extLst>\
<ext xmlns:x14="{_X14}" uri="{{B025F937-C7B1-47D3-B67F-A62EFF666E3E}}">\
<x14:id>{{DA7ABA51-AAAA-BBBB-0001-000000000001}}</x14:id></ext></extLst></cfRule>\
<cfRule type="cellIs" dxfId="0" priority="1" operator="lessThan"><formula>0</formula></cfRule>\
</conditionalFormatting>\
<dataValidations count="1"><dataValidation type="list" allowBlank="1" showErrorMessage="1" sqref="B2:B9">\
<formula1>Lists!$A$1:$A$2</formula1></dataValidation></dataValidations>\
<hyperlinks><hyperlink ref="A2" r:id="rId1"/><hyperlink ref="A3" location="Totals!A1" display="D-2"/>\
</hyperlinks><printOptions horizontalCentered="1"/>\
<pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" footer="0.3"/>\
<pageSetup paperSize="9" orientation="landscape" r:id="rId2"/>\
<headerFooter><oddFooter>&amp;LLedger&amp;RPage &amp;P</oddFooter></headerFooter>\
<ignoredErrors><ignoredError sqref="A1:A9" numberStoredAsText="1"/></ignoredErrors>\
<drawing r:id="rId3"/><legacyDrawing r:id="rId4"/>\
<tableParts count="1"><tablePart r:id="rId6"/></tableParts>\
<extLst><ext xmlns:x14="{_X14}" uri="{{78C0D931-6437-407d-A8EE-F0AAD7539E65}}">\
<x14:conditionalFormattings><x14:conditionalFormatting xmlns:xm="{_XM}">\
<x14:cfRule type="dataBar" id="{{DA7ABA51-AAAA-BBBB-0001-000000000001}}"><x14:dataBar minLength="0" \
maxLength="100" gradient="0"><x14:cfvo type="autoMin"/><x14:cfvo type="autoMax"/>\
<x14:negativeFillColor rgb="FFFF0000"/><x14:axisColor rgb="FF000000"/></x14:dataBar></x14:cfRule>\
<xm:sqref>C2:C4</xm:sqref></x14:conditionalFormatting></x14:conditionalFormattings></ext>\
<ext xmlns:x14="{_X14}" uri="{{05C60535-1F16-4fd2-B633-F4F36F0B64E0}}"><x14:sparklineGroups \
xmlns:xm="{_XM}"><x14:sparklineGroup displayEmptyCellsAs="gap"><x14:colorSeries rgb="FF376092"/>\
<x14:sparklines><x14:sparkline><xm:f>Deals!C2:C4</xm:f><xm:sqref>E2</xm:sqref></x14:sparkline>\
</x14:sparklines></x14:sparklineGroup></x14:sparklineGroups></ext></extLst></worksheet>"""

_TOTALS = f"""{_HEAD}<worksheet xmlns="{_MAIN}" xmlns:r="{_REL}"><dimension ref="A1:B3"/>\
<sheetViews><sheetView showGridLines="0" workbookViewId="0"/></sheetViews>\
<sheetFormatPr defaultRowHeight="15"/><cols><col min="3" max="7" width="20" style="1" customWidth="1"/></cols>\
<sheetData><row r="1"><c r="A1" t="s"><v>2</v></c><c r="B1" s="1"><f>SUM(Deals!C2:C4)</f><v>350.5</v></c></row>\
<row r="2" s="2" customFormat="1"><c r="A2" s="2" t="s"><v>3</v></c><c r="B2" s="1"><f>Total/2</f><v>175.25</v></c></row>\
<row r="3"><c r="B3"><f>2*3</f><v>6</v></c></row></sheetData>\
<pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" footer="0.3"/></worksheet>"""

_LISTS = f"""{_HEAD}<worksheet xmlns="{_MAIN}"><dimension ref="A1:A2"/><sheetData>\
<row r="1"><c r="A1" t="s"><v>7</v></c></row><row r="2"><c r="A2" t="s"><v>8</v></c></row></sheetData></worksheet>"""

_WORKBOOK = f"""{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_REL}"><fileVersion appName="xl" lastEdited="7"/>\
<workbookPr defaultThemeVersion="166925"/><bookViews><workbookView xWindow="0" yWindow="0" \
windowWidth="20000" windowHeight="9000" activeTab="0"/></bookViews><sheets>\
<sheet name="Deals" sheetId="1" r:id="rId1"/><sheet name="Totals" sheetId="4" r:id="rId2"/>\
<sheet name="Lists" sheetId="3" state="hidden" r:id="rId3"/></sheets><definedNames>\
<definedName name="_xlnm.Print_Area" localSheetId="0">Deals!$A$1:$D$9</definedName>\
<definedName name="_xlnm.Print_Titles" localSheetId="0">Deals!$1:$1</definedName>\
<definedName name="Partners" localSheetId="2">Lists!$A$1:$A$2</definedName>\
<definedName name="Total">Totals!$B$1</definedName></definedNames><calcPr calcId="191029"/>\
<extLst><ext xmlns:x15="http://schemas.microsoft.com/office/spreadsheetml/2010/11/main" \
uri="{{140A7094-0E35-4892-8432-C4D2E57EDEB5}}"><x15:workbookPr chartTrackingRefBase="1"/></ext></extLst></workbook>"""

_STYLES = f"""{_HEAD}<styleSheet xmlns="{_MAIN}" xmlns:mc="{_MC}" mc:Ignorable="x14ac" xmlns:x14ac="{_X14AC}">\
<numFmts count="2"><numFmt numFmtId="170" formatCode="#,##0.00;[Red]-#,##0.00"/>\
<numFmt numFmtId="181" formatCode="yyyy\\-mm\\-dd"/></numFmts>\
<fonts count="3" x14ac:knownFonts="1"><font><sz val="11"/><color theme="1"/><name val="Calibri"/>\
<family val="2"/><scheme val="minor"/></font><font><b/><sz val="11"/><color theme="0"/>\
<name val="Calibri"/><family val="2"/><scheme val="minor"/></font><font><sz val="11"/>\
<color theme="1"/><name val="Calibri"/><family val="2"/><scheme val="minor"/></font></fonts>\
<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>\
<fill><patternFill patternType="solid"><fgColor theme="4" tint="-0.249977111117893"/><bgColor indexed="64"/>\
</patternFill></fill></fills><borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>\
<border><left/><right/><top/><bottom style="thin"><color auto="1"/></bottom><diagonal/></border></borders>\
<cellStyleXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>\
<xf numFmtId="0" fontId="1" fillId="2" borderId="0" applyFont="0"/></cellStyleXfs>\
<cellXfs count="6"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>\
<xf numFmtId="170" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>\
<xf numFmtId="49" fontId="0" fillId="0" borderId="1" xfId="0" applyBorder="1" applyProtection="1">\
<alignment horizontal="left" indent="1"/><protection locked="0"/></xf>\
<xf numFmtId="0" fontId="1" fillId="2" borderId="0" xfId="1"/>\
<xf numFmtId="181" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>\
<xf numFmtId="0" fontId="2" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs>\
<cellStyles count="2"><cellStyle name="Heading 9" xfId="1"/><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>\
<dxfs count="1"><dxf><font><color rgb="FF9C0006"/></font></dxf></dxfs>\
<tableStyles count="0" defaultTableStyle="TableStyleMedium2" defaultPivotStyle="PivotStyleLight16"/>\
<extLst><ext xmlns:x14="{_X14}" uri="{{EB79DEF2-80B8-43e5-95BD-54CBDDF9020C}}">\
<x14:slicerStyles defaultSlicerStyle="SlicerStyleLight1"/></ext></extLst></styleSheet>"""

_STRINGS = (
    f'{_HEAD}<sst xmlns="{_MAIN}" count="13" uniqueCount="{len(TEXTS)}">'
    + "".join(f"<si><t>{text.replace('&', '&amp;')}</t></si>" for text in TEXTS[:-1])
    + '<si><r><rPr><b/></rPr><t>Notes</t></r><r><t xml:space="preserve"> &amp; more</t></r></si></sst>'
)

_TABLE = f"""{_HEAD}<table xmlns="{_MAIN}" id="7" name="Deals_1" displayName="Deals_1" ref="A1:D4" \
totalsRowShown="0" headerRowDxfId="0"><autoFilter ref="A1:D4"/><tableColumns count="4">\
<tableColumn id="1" name="Deal"/><tableColumn id="2" name="Partner"/><tableColumn id="5" name="Amount"/>\
<tableColumn id="4" name="Half"><calculatedColumnFormula>Deals_1[[#This Row],[Amount]]/2</calculatedColumnFormula>\
</tableColumn></tableColumns><tableStyleInfo name="TableStyleMedium2" showFirstColumn="0" showLastColumn="0" \
showRowStripes="1" showColumnStripes="0"/></table>"""

_COMMENTS = f"""{_HEAD}<comments xmlns="{_MAIN}"><authors><author>Ann</author></authors><commentList>\
<comment ref="C2" authorId="0"><text><r><rPr><b/><sz val="9"/></rPr><t>Ann:</t></r><r><rPr><sz val="9"/></rPr>\
<t xml:space="preserve"> agreed</t></r></text></comment></commentList></comments>"""

_VML = """<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" \
xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/>\
</o:shapelayout><v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">\
<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>\
<v:shape id="_x0000_s1025" type="#_x0000_t202" style='position:absolute;visibility:hidden' fillcolor="#ffffe1">\
<v:textbox><div style='text-align:left'></div></v:textbox><x:ClientData ObjectType="Note"><x:MoveWithCells/>\
<x:SizeWithCells/><x:Anchor>3, 15, 0, 10, 5, 31, 4, 9</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>1</x:Row>\
<x:Column>2</x:Column></x:ClientData></v:shape></xml>"""

_ANCHOR = """<xdr:from><xdr:col>{0}</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>12</xdr:row><xdr:rowOff>0</xdr:rowOff>\
</xdr:from><xdr:to><xdr:col>{1}</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>22</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:to>"""

_DRAWN = f"""{_HEAD}<xdr:wsDr xmlns:xdr="{_DRAWING}/spreadsheetDrawing" xmlns:a="{_DRAWING}/main" xmlns:r="{_REL}">\
<xdr:twoCellAnchor>{_ANCHOR.format(0, 4)}<xdr:graphicFrame macro=""><xdr:nvGraphicFramePr><xdr:cNvPr id="2" name="Chart 1"/>\
<xdr:cNvGraphicFramePr/></xdr:nvGraphicFramePr><xdr:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></xdr:xfrm>\
<a:graphic><a:graphicData uri="{_DRAWING}/chart"><c:chart xmlns:c="{_DRAWING}/chart" r:id="rId1"/></a:graphicData></a:graphic>\
</xdr:graphicFrame><xdr:clientData/></xdr:twoCellAnchor><xdr:twoCellAnchor>{_ANCHOR.format(5, 6)}<xdr:pic><xdr:nvPicPr>\
<xdr:cNvPr id="3" name="Logo"/><xdr:cNvPicPr/></xdr:nvPicPr><xdr:blipFill><a:blip r:embed="rId2"/><a:stretch><a:fillRect/>\
</a:stretch></xdr:blipFill><xdr:spPr><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr></xdr:pic><xdr:clientData/>\
</xdr:twoCellAnchor></xdr:wsDr>"""

_CHART = f"""{_HEAD}<c:chartSpace xmlns:c="{_DRAWING}/chart" xmlns:a="{_DRAWING}/main"><c:chart><c:autoTitleDeleted val="1"/>\
<c:plotArea><c:layout/><c:barChart><c:barDir val="col"/><c:grouping val="clustered"/><c:ser><c:idx val="0"/><c:order val="0"/>\
<c:val><c:numRef><c:f>Deals!$C$2:$C$4</c:f><c:numCache><c:formatCode>General</c:formatCode><c:ptCount val="3"/>\
<c:pt idx="0"><c:v>100.5</c:v></c:pt><c:pt idx="1"><c:v>200</c:v></c:pt><c:pt idx="2"><c:v>50</c:v></c:pt></c:numCache>\
</c:numRef></c:val></c:ser><c:axId val="1"/><c:axId val="2"/></c:barChart><c:catAx><c:axId val="1"/><c:scaling/>\
<c:delete val="0"/><c:axPos val="b"/><c:crossAx val="2"/></c:catAx><c:valAx><c:axId val="2"/><c:scaling/><c:delete val="0"/>\
<c:axPos val="l"/><c:crossAx val="1"/></c:valAx></c:plotArea></c:chart></c:chartSpace>"""

_CHAIN = f"""{_HEAD}<calcChain xmlns="{_MAIN}"><c r="D2" i="1"/><c r="D3" i="1"/><c r="D4" i="1"/><c r="E6" i="1" a="1"/>\
<c r="B1" i="4"/><c r="B2" i="4"/><c r="B3" i="4"/></calcChain>"""

_APP = f"""{_HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties" \
xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"><Application>Microsoft Excel</Application>\
<HeadingPairs><vt:vector size="4" baseType="variant"><vt:variant><vt:lpstr>Worksheets</vt:lpstr></vt:variant><vt:variant>\
<vt:i4>3</vt:i4></vt:variant><vt:variant><vt:lpstr>Named Ranges</vt:lpstr></vt:variant><vt:variant><vt:i4>1</vt:i4></vt:variant>\
</vt:vector></HeadingPairs><TitlesOfParts><vt:vector size="4" baseType="lpstr"><vt:lpstr>Deals</vt:lpstr><vt:lpstr>Totals</vt:lpstr>\
<vt:lpstr>Lists</vt:lpstr><vt:lpstr>Total</vt:lpstr></vt:vector></TitlesOfParts></Properties>"""

_CORE = f"""{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">\
<dc:creator>Ann</dc:creator></cp:coreProperties>"""

_TYPES = (
    f"""{_HEAD}<Types xmlns="{_PACKAGE}/content-types">\
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>\
<Default Extension="vml" ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/>\
<Default Extension="bin" ContentType="{_SHEET}.printerSettings"/>\
<Override PartName="/xl/workbook.xml" ContentType="{_SHEET}.sheet.main+xml"/>\
"""
    + "".join(
        f'<Override PartName="/{part}" ContentType="{kind}"/>'
        for part, kind in {
            "xl/worksheets/sheet1.xml": f"{_SHEET}.worksheet+xml",
            "xl/worksheets/sheet2.xml": f"{_SHEET}.worksheet+xml",
            "xl/worksheets/sheet3.xml": f"{_SHEET}.worksheet+xml",
            "xl/styles.xml": f"{_SHEET}.styles+xml",
            "xl/sharedStrings.xml": f"{_SHEET}.sharedStrings+xml",
            "xl/calcChain.xml": f"{_SHEET}.calcChain+xml",
            "xl/tables/table1.xml": f"{_SHEET}.table+xml",
            "xl/comments1.xml": f"{_SHEET}.comments+xml",
            "xl/drawings/drawing1.xml": "application/vnd.openxmlformats-officedocument.drawing+xml",
            "xl/charts/chart1.xml": "application/vnd.openxmlformats-officedocument.drawingml.chart+xml",
            "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
            "docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
        }.items()
    )
    + "</Types>"
)

PARTS: Mapping[str, str | bytes] = {
    "[Content_Types].xml": _TYPES,
    "_rels/.rels": _relations(
        (f"{_REL}/officeDocument", "xl/workbook.xml", ""),
        (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml", ""),
        (f"{_REL}/extended-properties", "docProps/app.xml", ""),
    ),
    "xl/workbook.xml": _WORKBOOK,
    "xl/_rels/workbook.xml.rels": _relations(
        (f"{_REL}/worksheet", "worksheets/sheet1.xml", ""),
        (f"{_REL}/worksheet", "worksheets/sheet2.xml", ""),
        (f"{_REL}/worksheet", "/xl/worksheets/sheet3.xml", ""),
        (f"{_REL}/styles", "styles.xml", ""),
        (f"{_REL}/sharedStrings", "sharedStrings.xml", ""),
        (f"{_REL}/calcChain", "calcChain.xml", ""),
        (f"{_REL}/customXml", "../customXml/item1.xml", ""),
    ),
    "xl/worksheets/sheet1.xml": _DEALS,
    "xl/worksheets/_rels/sheet1.xml.rels": _relations(
        (f"{_REL}/hyperlink", "https://example.com/d-1", ' TargetMode="External"'),
        (f"{_REL}/printerSettings", "../printerSettings/printerSettings1.bin", ""),
        (f"{_REL}/drawing", "../drawings/drawing1.xml", ""),
        (f"{_REL}/vmlDrawing", "../drawings/vmlDrawing1.vml", ""),
        (f"{_REL}/comments", "../comments1.xml", ""),
        (f"{_REL}/table", "../tables/table1.xml", ""),
    ),
    "xl/worksheets/sheet2.xml": _TOTALS,
    "xl/worksheets/sheet3.xml": _LISTS,
    "xl/styles.xml": _STYLES,
    "xl/sharedStrings.xml": _STRINGS,
    "xl/calcChain.xml": _CHAIN,
    "xl/tables/table1.xml": _TABLE,
    "xl/comments1.xml": _COMMENTS,
    "xl/drawings/vmlDrawing1.vml": _VML,
    "xl/drawings/drawing1.xml": _DRAWN,
    "xl/drawings/_rels/drawing1.xml.rels": _relations(
        (f"{_REL}/chart", "../charts/chart1.xml", ""), (f"{_REL}/image", "../media/image1.png", "")
    ),
    "xl/charts/chart1.xml": _CHART,
    "xl/media/image1.png": PICTURE,
    "xl/printerSettings/printerSettings1.bin": b"\x00\x01printer",
    "customXml/item1.xml": '<deal xmlns="urn:example"/>',
    "docProps/core.xml": _CORE,
    "docProps/app.xml": _APP,
}


def write_rich(target: Path, changed: Mapping[str, str | bytes] | None = None) -> Path:
    """Write the workbook, some of its parts ``changed``, as ``target``."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in {**PARTS, **(changed or {})}.items():
            stored = name.endswith(".png")
            package.writestr(name, part, zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED)
    return target
