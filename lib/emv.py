"""The tag-length-value text inside payment QR codes (EMVCo), with its checksum."""

import binascii

MAX_LENGTH = 99


def field(tag: str, value: str) -> str:
    """One field: two digits of tag, two digits of length, the value. ValueError when it is too long."""
    if len(value) > MAX_LENGTH:
        raise ValueError(f"a field holds at most {MAX_LENGTH} characters")
    return f"{tag}{len(value):02d}{value}"


def fields(text: str) -> dict[str, str]:
    """The values of `text` by tag, in their order. ValueError for what is cut off, doubled or no field."""
    found: dict[str, str] = {}
    place = 0
    while place < len(text):
        head = text[place : place + 4]
        if len(head) < 4 or not (head.isascii() and head.isdigit()):
            raise ValueError("no field starts here")
        tag, length = head[:2], int(head[2:])
        value = text[place + 4 : place + 4 + length]
        if len(value) < length:
            raise ValueError("a field is cut off")
        if tag in found:
            raise ValueError("a field comes twice")
        found[tag] = value
        place += 4 + length
    return found


def checksum(body: str) -> str:
    """CRC-16/CCITT-FALSE of `body` as four upper-case hexadecimal digits. ValueError for non-ASCII text."""
    return f"{binascii.crc_hqx(body.encode('ascii'), 0xFFFF):04X}"
