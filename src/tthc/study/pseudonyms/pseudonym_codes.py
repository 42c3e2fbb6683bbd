"""Codes in place of dossiers and officers: keyed, stable between runs, the same in every table."""

from __future__ import annotations

import base64
import hashlib
import hmac

# Without letters that are read as one another, on paper or over the telephone.
_LETTERS = bytes.maketrans(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", b"ABCDEFGHJKMNPQRSTUVWXYZ0123456789"[:32])


class Codes:
    """Codes under one office's key; equal texts get equal codes, and none can be turned back without the key."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def officer(self, name: str) -> str:
        """`CB-` and eight letters."""
        return f"CB-{self._digest('officer', name)[:8]}"

    def dossier(self, dossier_id: str) -> str:
        """`HS-` and twelve letters, in two groups so that people can read them out."""
        letters = self._digest("dossier", dossier_id)
        return f"HS-{letters[:6]}-{letters[6:12]}"

    def source(self, name: str) -> str:
        """A few letters that tell one input from another in a folder's name."""
        return f"nguon-{self._digest('source', name)[:6].lower()}"

    def _digest(self, kind: str, text: str) -> str:
        mac = hmac.new(self._key, f"{kind}:{text}".encode("utf-8", "surrogatepass"), hashlib.sha256).digest()
        return base64.b32encode(mac).translate(_LETTERS).decode().rstrip("=")
