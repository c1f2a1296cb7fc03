"""Invented tables as the programs of this world save them."""

import io
import struct
import zipfile

import xlsxwriter

HEADS = ["ลำดับ", "บ้านเลขที่", "ชื่อ-สกุล", "เพศ", "พ.ศ.เกิด"]
PEOPLE = [
    ["1", "12/1", "นางสาวน้ำใส ตัวอย่าง", "หญิง", "2531"],
    ["2", "๑๒/๒", "นายเข้ม ตัวอย่าง", "ช", "๒๕๐๑"],
]


def xlsx(*sheets, **names_and_sheets) -> io.BytesIO:
    """A workbook whose sheets are given as lists of rows; a row may hold None."""
    named = names_and_sheets or {f"Sheet{place}": rows for place, rows in enumerate(sheets, start=1)}
    output = io.BytesIO()
    with xlsxwriter.Workbook(output, {"strings_to_numbers": False}) as book:
        day = book.add_format({"num_format": "d/m/yyyy"})
        for name, rows in named.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if hasattr(cell, "year"):
                        sheet.write_datetime(number, column, cell, day)
                    elif isinstance(cell, str):
                        sheet.write_string(number, column, cell)
                    elif cell is not None:
                        sheet.write(number, column, cell)
    output.seek(0)
    return output


def csv(text: str, encoding: str = "utf-8") -> io.BytesIO:
    """A text file."""
    return io.BytesIO(text.encode(encoding))


def zipped(parts: dict[str, bytes]) -> io.BytesIO:
    """A zip file of named parts."""
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    output.seek(0)
    return output


def changed(book: io.BytesIO, changes: dict[str, bytes]) -> io.BytesIO:
    """The workbook with some of its parts replaced."""
    return zipped(parts(book) | changes)


def ods(rows: list[list[str]]) -> io.BytesIO:
    """A LibreOffice sheet, with the two repeated empty rows that LibreOffice puts at the end."""
    lines = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
            for cell in row
        )
        + "</table:table-row>"
        for row in rows
    )
    namespace = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="{namespace}:office:1.0" '
        f'xmlns:table="{namespace}:table:1.0" xmlns:text="{namespace}:text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="แผ่น1">{lines}<table:table-row table:number-rows-repeated="1048500">'
        '<table:table-cell table:number-columns-repeated="1024"/></table:table-row></table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        f'<?xml version="1.0" encoding="UTF-8"?><manifest:manifest xmlns:manifest="{namespace}:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>'
    )
    written = {"mimetype": kind, "content.xml": content, "META-INF/manifest.xml": manifest}
    return zipped({name: part.encode() for name, part in written.items()})


def xls(rows: list[list[str]]) -> io.BytesIO:
    """An Excel 97 workbook, made by hand from [MS-XLS] records in an [MS-CFB] container."""

    def record(kind: int, content: bytes) -> bytes:
        return struct.pack("<HH", kind, len(content)) + content

    def text(cell: str) -> bytes:
        return struct.pack("<HB", len(cell), 1) + cell.encode("utf-16-le")

    def beginning(kind: int) -> bytes:
        return record(0x809, struct.pack("<HHHHII", 0x600, kind, 0x0DBB, 0x07CC, 0, 6))

    cells = b"".join(
        record(0x204, struct.pack("<HHH", row, column, 0) + text(cell))
        for row, line in enumerate(rows)
        for column, cell in enumerate(line)
    )
    name = b"\x06\x00Sheet1"
    workbook_globals = beginning(5)
    offset = len(workbook_globals) + 4 + 6 + len(name) + 4
    workbook_globals += record(0x85, struct.pack("<IBB", offset, 0, 0) + name) + record(0x0A, b"")
    return compound("Workbook", workbook_globals + beginning(16) + cells + record(0x0A, b""))


def compound(name: str, stream: bytes) -> io.BytesIO:
    """An [MS-CFB] container with one stream: header, one FAT sector, one directory sector, the stream."""
    stream = stream.ljust(max(4096, -(-len(stream) // 512) * 512), b"\0")
    sectors = len(stream) // 512
    fat = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, sectors + 2), 0xFFFFFFFE]
    assert len(fat) <= 128

    def entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
        written = (name + "\0").encode("utf-16-le")
        head = written.ljust(64, b"\0") + struct.pack("<HBB", len(written), kind, 1)
        return (
            head
            + struct.pack("<III", 0xFFFFFFFF, 0xFFFFFFFF, child)
            + bytes(36)
            + struct.pack("<IQ", start, size)
        )

    header = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(16)
        + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
        + bytes(6)
    )
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<I", 0) + b"\xff" * 4 * 108
    directory = entry("Root Entry", 5, 1, 0xFFFFFFFE, 0) + entry(name, 2, 0xFFFFFFFF, 2, len(stream))
    table = struct.pack(f"<{len(fat)}I", *fat).ljust(512, b"\xff")
    return io.BytesIO(header + table + directory.ljust(512, b"\0") + stream)


def parts(book: io.BytesIO) -> dict[str, bytes]:
    """What is in a workbook."""
    with zipfile.ZipFile(book) as archive:
        return {part.filename: archive.read(part) for part in archive.infolist()}
