"""No file grows beyond what is read in one sitting. There are no exceptions."""

LIMITS = {"src": 300, "tests": 400, "bench": 300}
SUFFIXES = (".h", ".cpp", ".cu", ".cuh", ".py", ".sh")


def violations(root):
    found = []
    for folder, limit in LIMITS.items():
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in SUFFIXES:
                lines = len(path.read_text().splitlines())
                if lines > limit:
                    found.append(f"{path.relative_to(root)}: {lines} lines, the limit is {limit}")
    return found


GOOD = {"src/core/a.cpp": "\n" * 300, "tests/core/a_test.cpp": "\n" * 400, "tests/parity/golden/case.json": "\n" * 900}
BAD = [
    ({"src/core/a.cpp": "\n" * 301}, "src/core/a.cpp: 301 lines"),
    ({"tests/core/a_test.cpp": "\n" * 401}, "tests/core/a_test.cpp: 401 lines"),
    ({"bench/a.cpp": "\n" * 301}, "bench/a.cpp: 301 lines"),
]
