"""src/README.md names every source file, and no file that does not exist. An entry is `- `floor/name` — what`; it stands
for all files of that name, whatever their suffix."""

import re

SUFFIXES = (".h", ".cpp", ".cu", ".cuh")


def violations(root):
    source = root / "src"
    map_file = source / "README.md"
    if not map_file.exists():
        return ["src/README.md does not exist"]
    entries = re.findall(r"^- `([^`]+)` — \S", map_file.read_text(), re.M)
    files = {p.relative_to(source).with_suffix("").as_posix() for p in source.rglob("*") if p.suffix in SUFFIXES}
    found = [f"src/README.md has no line for `{name}`" for name in sorted(files - set(entries))]
    found += [f"src/README.md names `{name}`, which does not exist" for name in sorted(set(entries) - files)]
    found += [f"src/README.md has two lines for `{name}`" for name in sorted(set(entries)) if entries.count(name) > 1]
    return found


GOOD = {
    "src/README.md": "# Map\n\n- `core/a` — letters\n- `core/cpu/b` — more letters\n",
    "src/core/a.h": "",
    "src/core/a.cpp": "",
    "src/core/cpu/b.cpp": "",
}
BAD = [
    ({"src/core/new.cpp": ""}, "no line for `core/new`"),
    ({"src/README.md": GOOD["src/README.md"] + "- `core/old` — gone\n"}, "names `core/old`, which does not exist"),
    ({"src/README.md": "- `core/a` — letters\n- `core/cpu/b` —\n"}, "no line for `core/cpu/b`"),
    ({"src/README.md": GOOD["src/README.md"] + "- `core/a` — again\n"}, "two lines for `core/a`"),
]
