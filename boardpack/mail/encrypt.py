"""An encrypted copy of a paper: AES with 256-bit keys (ISO 32000-2, 7.6, revision 6).

qpdf makes it, through pikepdf: it keeps the paper's compressed structure, where pypdf's writer makes
the copy three times as large. The archive keeps the open original (PDF/A forbids encryption).
"""

from __future__ import annotations

import io

import pikepdf

LEAST = 12
"""Fewest characters of a password."""


def encrypt_pdf(data: bytes, password: str) -> bytes:
    """Return a copy that only opens with the password; words, pictures and metadata are all encrypted.

    ValueError for a password that is too short.
    """
    if len(password) < LEAST:
        raise ValueError(f"a password of fewer than {LEAST} characters")
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(user=password, owner=password, R=6, aes=True))
    return out.getvalue()
