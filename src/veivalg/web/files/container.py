"""Unpacks the parts of a packed file (ZIP), with our own count of what comes out.

What a file says of itself is not believed: sizes are counted while unpacking. Whoever reads the parts afterwards gets
them in a container that we have packed, so that two readers cannot disagree about what is in it.
"""

import io
import struct
import zipfile
import zlib

from veivalg.web.files.limits import Limits
from veivalg.web.files.refusals import Refusal, SheetRefused

_LOCAL_HEADER = struct.Struct("<4s5H3L2H")
_IS_ENCRYPTED, _HAS_MASKED_HEADERS = 0x1, 0x2000
_STEP = 65_536
OLE, ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04"
#: How files begin that are no text.
OTHER_FILES = (ZIP, OLE, b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b\x08", b"%PDF", b"\x89PNG", b"\x7fELF")
_PROGRAMS = (b"MZ", b"\x7fELF")
_DOCUMENTS = (ZIP, OLE, b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b\x08", b"%PDF")


def unpacked(content: bytes, *, limits: Limits) -> dict[str, bytes]:
    """The parts of a packed file, by name.

    Raises:
        SheetRefused: ``damaged``, ``password``, ``zip_bomb``, ``unsafe_names`` or ``nested``.
    """
    entries = _listed(content)
    if len(entries) > limits.entries:
        raise SheetRefused(Refusal.ZIP_BOMB, what=str(len(entries)))
    _check_names(entries)
    declared = sum(entry.file_size for entry in entries)
    if declared > limits.unpacked_bytes:
        raise SheetRefused(Refusal.ZIP_BOMB, what=f"{declared // 1_000_000} MB")
    spans = sorted((_span(content, entry), entry.filename) for entry in entries)
    for ((_, end), _), ((begin, _), name) in zip(spans, spans[1:], strict=False):
        # Parts that share bytes are how a small file can unpack to an enormous one.
        if begin < end:
            raise SheetRefused(Refusal.ZIP_BOMB, what=name)
    parts: dict[str, bytes] = {}
    room = limits.unpacked_bytes
    for entry in entries:
        part = _part(content, entry, room=room, limits=limits)
        if part.startswith((*_DOCUMENTS, *_PROGRAMS)):
            raise SheetRefused(Refusal.NESTED, what=entry.filename)
        room -= len(part)
        if not entry.is_dir():
            parts[entry.filename] = part
    return parts


def packed(parts: dict[str, bytes]) -> bytes:
    """The parts in a new container, stored as they are."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name), part)
    return buffer.getvalue()


def _listed(content: bytes) -> list[zipfile.ZipInfo]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OverflowError, EOFError, OSError, struct.error):
        raise SheetRefused(Refusal.DAMAGED, what="zip") from None


def _check_names(entries: list[zipfile.ZipInfo]) -> None:
    seen = set()
    for entry in entries:
        # ``filename`` has been cut at a zero byte; ``orig_filename`` has not.
        name = entry.orig_filename
        steps = name.rstrip("/").split("/")
        if not name.isprintable() or "\\" in name or ":" in name or ".." in steps or "" in steps or len(name) > 255:
            raise SheetRefused(Refusal.UNSAFE_NAMES, what=ascii(name)[1:60])
        if name.lower() in seen:
            raise SheetRefused(Refusal.UNSAFE_NAMES, what=name)
        seen.add(name.lower())


def _span(content: bytes, entry: zipfile.ZipInfo) -> tuple[int, int]:
    """Where the packed bytes of a part begin and end, its own header not counted."""
    head = content[entry.header_offset : entry.header_offset + _LOCAL_HEADER.size]
    if len(head) < _LOCAL_HEADER.size or not head.startswith(ZIP):
        raise SheetRefused(Refusal.DAMAGED, what=entry.filename)
    *_, name_length, extra_length = _LOCAL_HEADER.unpack(head)
    begin = entry.header_offset + _LOCAL_HEADER.size + name_length + extra_length
    end = begin + entry.compress_size
    if end > len(content):
        raise SheetRefused(Refusal.DAMAGED, what=entry.filename)
    return begin, end


def _part(content: bytes, entry: zipfile.ZipInfo, *, room: int, limits: Limits) -> bytes:
    name = entry.filename
    if entry.flag_bits & (_IS_ENCRYPTED | _HAS_MASKED_HEADERS):
        raise SheetRefused(Refusal.PASSWORD)
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise SheetRefused(Refusal.DAMAGED, what=name)
    begin, end = _span(content, entry)
    raw = content[begin:end]
    if entry.compress_type == zipfile.ZIP_DEFLATED:
        # One byte more than a lawful part has: what goes on after that has lied about its size.
        raw = _inflated(raw, most=min(room, entry.file_size) + 1, name=name)
    if len(raw) > room or len(raw) > entry.file_size:
        raise SheetRefused(Refusal.ZIP_BOMB, what=name)
    if len(raw) > limits.ratio_from_bytes and len(raw) > limits.ratio * max(1, entry.compress_size):
        raise SheetRefused(Refusal.ZIP_BOMB, what=name)
    if len(raw) != entry.file_size or zlib.crc32(raw) != entry.CRC:
        raise SheetRefused(Refusal.DAMAGED, what=name)
    return raw


def _inflated(raw: bytes, *, most: int, name: str) -> bytes:
    engine = zlib.decompressobj(-zlib.MAX_WBITS)
    pieces, count = [], 0
    try:
        while not engine.eof and count < most:
            piece = engine.decompress(raw, min(_STEP, most - count))
            raw = engine.unconsumed_tail
            if not piece and not raw:
                break
            pieces.append(piece)
            count += len(piece)
    except zlib.error:
        raise SheetRefused(Refusal.DAMAGED, what=name) from None
    if not engine.eof and count < most:
        raise SheetRefused(Refusal.DAMAGED, what=name)
    return b"".join(pieces)
