"""Bytes to text, in the encodings that files come in from a Chinese Excel."""

from __future__ import annotations

import codecs

__all__ = ["BOM", "decoded", "length_of_boms"]

BOM = "\ufeff"
"""What some programs write at the beginning of a text; each that saves it again may add one."""


def decoded(data: bytes) -> str | None:
    """The text of a file: UTF-8, GB18030, UTF-16 with BOM; None for none of these.

    BOMs at its beginning are no part of it, however many there are.
    """
    is_utf16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    begin = length_of_boms(data)
    for encoding in ("utf-16",) if is_utf16 else ("utf-8", "gb18030"):
        try:
            text = data[begin:].decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text.lstrip(BOM)
    return None


def length_of_boms(data: bytes) -> int:
    """How many bytes at the beginning of a file are BOMs of UTF-8, which may stand before GB18030 too."""
    length = 0
    while data.startswith(codecs.BOM_UTF8, length):
        length += len(codecs.BOM_UTF8)
    return length
