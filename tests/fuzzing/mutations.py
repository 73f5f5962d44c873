"""Mutations: what storage, other programs and attackers do to the bytes of a file."""

from __future__ import annotations

import base64
import bz2
import codecs
import gzip
import lzma
from collections.abc import Callable
from random import Random

Mutation = Callable[[bytes, Random], bytes]
MAGIC = (
    b"PK\x03\x04",
    b"%PDF-1.7",
    b"{\\rtf1",
    b"<?xml version='1.0'?>",
    b"PAR1",
    b"\xd0\xcf\x11\xe0",
    codecs.BOM_UTF8,
    codecs.BOM_UTF16_LE,
    codecs.BOM_UTF32_BE,
    b"**** ",
    b"\x1f\x8b",
    b"[{",
)
# What is put into a file: control characters, what is no character, markup of every format, and
# signs in numbers that only a slow pattern notices.
SHORT = (
    *("\x00", "\x1b[31m", "\x07\x08", "\r", "\x85", "\u2028", "\ufffe", "\u202e", "\ufeff", "🚀"),
    *("<![CDATA[", "<!--", "-->", "]]>", "&#xD800;", "&#0;", "&lt;script&gt;", "</article>"),
    *("<article>", "<!DOCTYPE x [<!ENTITY a 'b'>]>", "<DOCFULL>", "<script type=ld+json>", "{\\*"),
    *("\\u-10179?\\u-8704?", "\\bin99999 ", "}", '"', "'", ",", ";", "\t", "\n\n", "=1+1", "@cmd"),
    *("2019-02-30", "0000-00-00", "9999-12-31", "١٢", "²", "NaN", "-1e999", "null", '"\\ud83d"'),
    *("**** *date_2019-13-45\n", " ****\n", "HD\t", "PD 3 mai 2019", "(AFP) ", "$x^{2$", "« "),
)
MANY = (
    *(".", "…", "!?", " ", "\t", "\n", "\r\n", "A", "é", "1", "0 ", "-", "_", "(", "[", "{", "\\"),
    *("<", "<b>", "</b>", "<!--a-->", "<span ", "<script ", "<a href=x>x</a>", "<li>", "<tr><td>"),
    *("« ", "“", '"', "'", "a\u0301", "{\\b ", '{"a":', "[", "a,", "\n,,,", "\nHD\t", "(AFP) "),
    *(
        "**** *a_b\nOui.\n",
        "&amp;",
        "\ud7ff",
        "🚀",
        "mot ",
        "Kim ",
        "l'",
        "M. ",
        "2019 ",
        "le 3 mai ",
    ),
)


def flip(data: bytes, random: Random) -> bytes:
    changed = bytearray(data)
    for _ in range(random.randint(1, 20) if data else 0):
        changed[random.randrange(len(data))] = random.randrange(256)
    return bytes(changed)


def _slice(data: bytes, random: Random) -> tuple[int, int]:
    first = random.randrange(len(data) + 1)
    return first, min(len(data), first + random.choice([1, 5, 40, 500, 5000]))


def delete(data: bytes, random: Random) -> bytes:
    first, last = _slice(data, random)
    return data[:first] + data[last:]


def repeat(data: bytes, random: Random) -> bytes:
    first, last = _slice(data, random)
    times = random.choice([2, 2, 10, 300])
    return (
        data[:first]
        + data[first:last] * min(times, 1 + 2_000_000 // (last - first + 1))
        + data[last:]
    )


def truncate(data: bytes, random: Random) -> bytes:
    return data[: random.randrange(len(data) + 1)]


def behead(data: bytes, random: Random) -> bytes:
    return data[random.randrange(len(data) + 1) :]


def insert_bytes(data: bytes, random: Random) -> bytes:
    return _put(data, random, random.randbytes(random.choice([1, 2, 8, 300])))


def insert_token(data: bytes, random: Random) -> bytes:
    return _put(data, random, _encoded(random.choice(SHORT), random))


def insert_many(data: bytes, random: Random) -> bytes:
    """Put one sign in so often that an unbounded pattern, or an unbounded depth, is noticed."""
    token = random.choice(MANY)
    end = random.choice(["", "", "x", "<span>", "12", "\n", " DOCUMENT", "déclare-t-il"])
    times = random.choice([36, 500, 3000, 20_000])
    return _put(data, random, _encoded(token * min(times, 400_000 // len(token)) + end, random))


def _put(data: bytes, random: Random, token: bytes) -> bytes:
    at = random.randrange(len(data) + 1)
    if b"</p>" in data and random.random() < 0.5:
        at = data.index(b"</p>")
    return data[:at] + token + data[at:]


def _encoded(token: str, random: Random) -> bytes:
    return token.encode(random.choice(["utf-8", "utf-8", "utf-8", "cp1252", "utf-16"]), "replace")


def replace_byte(data: bytes, random: Random) -> bytes:
    """Replace every occurrence of one byte of the file."""
    if not data:
        return data
    old, new = (
        bytes([random.choice(data)]),
        random.choice([b"", b"\x00", b"\n", b'"', b"<", b"\xff"]),
    )
    return data.replace(old, new)


def swap(data: bytes, random: Random) -> bytes:
    first, last = sorted(random.randrange(len(data) + 1) for _ in range(2))
    return data[last:] + data[first:last] + data[:first]


def encode_again(data: bytes, random: Random) -> bytes:
    """Save the text in another encoding, or twice."""
    text = data.decode("utf-8", "replace")
    encodings = ["utf-16", "utf-32", "utf-7", "cp1252", "cp850", "utf-8-sig", "mac-roman", "cp500"]
    encoded = text.encode(random.choice(encodings), "replace")
    return encoded if random.random() < 0.7 else encoded.decode("latin-1").encode()


def wrap(data: bytes, random: Random) -> bytes:
    """Pack the file as a mail program or a server does."""
    return random.choice([gzip.compress, base64.b64encode, base64.encodebytes, repr_bytes])(data)


def repr_bytes(data: bytes) -> bytes:
    return repr(data).encode()


def pretend(data: bytes, random: Random) -> bytes:
    """Begin as a file of another format does."""
    return random.choice(MAGIC) + data[random.choice([0, 0, 4]) :]


def change_lines(data: bytes, random: Random) -> bytes:
    end = random.choice([b"\r\n", b"\r", b"\n\n", b"\x0b", b"\x00", b""])
    return data.replace(b"\n", end)


def shuffle_lines(data: bytes, random: Random) -> bytes:
    lines = data.split(b"\n")
    random.shuffle(lines)
    return b"\n".join(lines)


def flip_bits(data: bytes, random: Random) -> bytes:
    """Flip single bits, as a bad disk does."""
    changed = bytearray(data)
    for _ in range(random.randint(1, 4) if data else 0):
        changed[random.randrange(len(data))] ^= 1 << random.randrange(8)
    return bytes(changed)


def cut_packed(data: bytes, random: Random) -> bytes:
    """Pack the file, and cut it where a download broke off."""
    packed = random.choice([gzip.compress, bz2.compress, lzma.compress])(data)
    return packed[: random.randrange(len(packed) + 1)]


def widen(data: bytes, random: Random) -> bytes:
    """Put a NUL after each byte, or before, as UTF-16 without its mark has."""
    pair = random.choice([b"%c\x00", b"\x00%c"])
    return b"".join(pair % byte for byte in data[:100_000])


def one_line(data: bytes, random: Random) -> bytes:
    """Make one line of megabytes of the file."""
    line = data.replace(b"\r", b"").replace(b"\n", random.choice([b"", b" "])) or b"a "
    return line * (random.choice([10_000, 1_000_000]) // len(line) + 1)


def put_before(data: bytes, random: Random) -> bytes:
    """Put marks, blank lines or another file's beginning before the file."""
    heads = [codecs.BOM_UTF8 * 2, codecs.BOM_UTF16_BE, b"\n" * 5000, b" " * 70_000, b"\x00"]
    heads += [b"<!--x-->", b"#", b"HTTP/1.1 200 OK\r\n\r\n", b"WARC/1.0\r\n", b"From: a\n\n"]
    return random.choice(heads) + data


def empty(data: bytes, random: Random) -> bytes:
    some = [b"", b"\n", b" " * 100, b"\x00" * 1000, b"\xff", b"a", b"\n" * 10_000]
    return random.choice([*some, b"Le texte. " * 150_000, b"a" * 7_900_000, b"\x1f\x8b\x08"])


BYTES: tuple[Mutation, ...] = (
    *(flip, flip, delete, repeat, truncate, behead, insert_bytes, insert_token, insert_token),
    *(insert_many, insert_many, replace_byte, swap, encode_again, wrap, pretend, change_lines),
    *(shuffle_lines, empty, flip_bits, cut_packed, widen, one_line, put_before),
)


def mutate(data: bytes, random: Random, own: tuple[Mutation, ...] = ()) -> bytes:
    """Return the file after one to three mutations; `own` are those of its format."""
    for _ in range(random.choice([1, 1, 2, 3])):
        data = random.choice(own if own and random.random() < 0.4 else BYTES)(data, random)
    return data[:8_000_000]
