"""The plain write of the same bytes: all pages from memory into an empty folder.

python -m tests.bench.write_floor SOURCE TARGET
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path


def main() -> None:
    """Print the seconds of wall and of CPU that writing alone took."""
    source, target = Path(sys.argv[1]), Path(sys.argv[2])
    pages = {path.relative_to(source): path.read_bytes() for path in source.rglob("index.html")}
    start, spent = time.perf_counter(), time.process_time()
    for path, data in pages.items():
        place = target / path
        place.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.write(handle, data)
        os.close(handle)
    print(time.perf_counter() - start, time.process_time() - spent, sum(map(len, pages.values())), file=sys.stderr)


if __name__ == "__main__":
    main()
