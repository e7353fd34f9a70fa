"""The checks of the house. `check.py CHECK ROOT` prints one line per violation and fails if there is any;
`check.py CHECK --self-test` holds the check against made-up trees, to show that it can fail."""

import importlib
import pathlib
import sys
import tempfile

CHECKS = ("floors", "source_map", "lengths", "links", "words", "type_names")


def write_tree(root, files):
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def self_test(check):
    """`check.GOOD` is a tree without violations; each of `check.BAD` changes files of it and names a part of the one
    complaint."""
    failures = []
    for changes, expected in [({}, None), *check.BAD]:
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            write_tree(root, {**check.GOOD, **changes})
            found = check.violations(root)
        if expected is None and found:
            failures.append(f"the good tree was refused: {found}")
        elif expected is not None and (len(found) != 1 or expected not in found[0]):
            failures.append(f"expected one complaint with {expected!r}, got {found}")
    return failures


def main():
    if len(sys.argv) != 3 or sys.argv[1] not in CHECKS:
        sys.exit(f"usage: check.py {'|'.join(CHECKS)} ROOT|--self-test")
    check = importlib.import_module(sys.argv[1])
    if sys.argv[2] == "--self-test":
        found = self_test(check)
    else:
        found = check.violations(pathlib.Path(sys.argv[2]))
    print("\n".join(found) or f"{sys.argv[1]}: nothing to complain about")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
