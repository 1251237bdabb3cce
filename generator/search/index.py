"""全文索引：每一部分文件一组小文件，查一个词只取其中几个；同样的片段得出同样的字节。

A part is at most LIMIT documents: all of them, or those of a year, or of a year and a group of regions (by the first digits of their
codes), so that a new document touches one part only. In a part every document has four numbers, one for each kind of hit.
"""

from __future__ import annotations

import hashlib
import json
from array import array
from collections.abc import Iterable, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass

from generator.search.fragments import CODES, INDICATORS, PROJECT, WHOLE, Fragment
from generator.search.grams import bucket, grams, packed

LIMIT = 2000
"""Documents of one part."""
SIZE = 6_000
"""Bytes of one file, about, before compression."""
CLASSES = {PROJECT: 1, INDICATORS: 2, CODES: 3, WHOLE: 3}
"""What kind of hit a number stands for: 0 sentences, 3 titles and other names. The finer, the less often pairs of one phrase meet by chance."""
KINDS, TITLES = 4, 3
VERSION = "2"


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """A document as the index takes it: small, so that ten thousand fit."""

    path: str
    region: str
    year: int
    grams: tuple[str, ...]
    """For each kind of hit its grams, ascending, with blanks between."""


def entry(fragment: Fragment) -> IndexEntry:
    """The grams of every kind of hit; no gram reaches over the end of an item."""
    kinds: tuple[set[str], ...] = tuple(set() for _ in range(KINDS))
    for piece in fragment.pieces:
        kinds[TITLES].update(grams(piece.title))
        mine = kinds[CLASSES.get(piece.kind, 0)]
        for item in piece.items:
            mine |= grams(item)
    return IndexEntry(fragment.path, fragment.region, fragment.year, tuple(" ".join(sorted(one)) for one in kinds))


@dataclass(frozen=True, slots=True)
class Part:
    """Documents that are indexed together. `year` is 0 and `prefix` empty where all are meant."""

    year: int
    prefix: str
    entries: tuple[IndexEntry, ...]

    @property
    def digest(self) -> str:
        """Changes with anything that influences the part's files."""
        found = hashlib.sha256(f"{VERSION} {LIMIT} {SIZE}".encode())
        for one in self.entries:
            found.update("\n".join(("", one.path, *one.grams)).encode())
        return found.hexdigest()


@dataclass(frozen=True, slots=True)
class Indexed:
    """A part's files below its own folder, which is named by what they hold."""

    part: Part
    folder: str
    files: tuple[bytes, ...]
    """One per bucket."""


def parts(entries: Iterable[IndexEntry]) -> tuple[Part, ...]:
    """Newest years first."""
    order = sorted(entries, key=lambda one: (-one.year, one.region, one.path))
    if len(order) <= LIMIT:
        return (Part(0, "", tuple(order)),) if order else ()
    years = sorted({one.year for one in order}, reverse=True)
    return tuple(part for year in years for part in _split(year, "", [one for one in order if one.year == year]))


def _split(year: int, prefix: str, found: Sequence[IndexEntry]) -> Iterator[Part]:
    """By two more digits of the region's code, as long as there are too many."""
    if len(found) <= LIMIT or len(prefix) >= len(found[0].region):
        yield Part(year, prefix, tuple(found))
        return
    for start in sorted({one.region[: len(prefix) + 2] for one in found}):
        yield from _split(year, start, [one for one in found if one.region.startswith(start)])


def indexed(part: Part, cache: MutableMapping[str, bytes]) -> Indexed:
    """The part's files, from the cache where its entries are known."""
    key = f"search-{part.digest}"
    if key not in cache:
        cache[key] = json.dumps([data.decode() for data in _files(part)], ensure_ascii=False).encode()
    files = tuple(text.encode() for text in json.loads(cache[key]))
    name = hashlib.sha256(b"\n".join(files)).hexdigest()[:12]
    return Indexed(part, f"index/{name}/", files)


def _files(part: Part) -> list[bytes]:
    texts = {gram: packed(numbers) for gram, numbers in postings(part.entries).items()}
    count = max(1, -(-sum(len(text) + 8 for text in texts.values()) // SIZE))
    buckets: list[dict[str, str]] = [{} for _ in range(count)]
    for gram in sorted(texts):
        buckets[bucket(gram, count)][gram] = texts[gram]
    return [json.dumps(one, ensure_ascii=False, separators=(",", ":")).encode() for one in buckets]


def postings(entries: Iterable[IndexEntry]) -> Mapping[str, Sequence[int]]:
    """Gram → numbers of the hits, ascending: document × KINDS + kind of hit."""
    found: dict[str, array[int]] = {}
    for at, one in enumerate(entries):
        for kind, mine in enumerate(one.grams):
            number = at * KINDS + kind
            for gram in mine.split():
                if gram in found:
                    found[gram].append(number)
                else:
                    found[gram] = array("I", (number,))
    return found
