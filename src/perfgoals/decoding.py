"""Bytes to text, in the encodings that files come in from a Chinese Excel."""

from __future__ import annotations

__all__ = ["decoded"]


def decoded(data: bytes) -> str | None:
    """The text of a file: UTF-8 with or without BOM, GB18030, UTF-16 with BOM; None for none of these."""
    is_utf16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if is_utf16 else ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    return None
