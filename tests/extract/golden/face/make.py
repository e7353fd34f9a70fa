"""Writes what MediaPipe publishes of its test photograph, and its model of a face, as the tables beside this file.

usage: make.py FOLDER    with face_landmarker_v2_with_blendshapes.task, face_blendshapes_in_landmarks.prototxt,
                         face_blendshapes_out.prototxt and face_geometry_expected_out.pbtxt of mediapipe/tasks/testdata/vision
"""

import pathlib
import re
import struct
import sys
import zipfile

HERE = pathlib.Path(__file__).parent


def write(name, header, rows):
    lines = [",".join(str(cell) for cell in row) for row in [header, *rows]]
    (HERE / name).write_text("\n".join(lines) + "\n")


def numbers(text, key):
    return re.findall(rf"\b{key}: ([-+.\deE]+)", text)


def fields(message):
    """(number, value) of each field of a message of Protocol Buffers."""
    at = 0

    def integer():
        nonlocal at
        value = shift = 0
        while True:
            byte = message[at]
            at += 1
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return value

    while at < len(message):
        key = integer()
        if key & 7 == 0:
            yield key >> 3, integer()
        elif key & 7 == 5:
            yield key >> 3, struct.unpack_from("<f", message, at)[0]
            at += 4
        else:
            size = integer()
            yield key >> 3, message[at : at + size]
            at += size


def model(metadata):
    mesh, weights = [], {}
    for number, value in fields(metadata):
        if number == 1:
            mesh = [real for field, real in fields(value) if field == 3]
        elif number == 2:
            basis = dict(fields(value))
            weights[basis[1]] = basis[2]
    return [[f"{v:.9g}" for v in (*mesh[5 * i : 5 * i + 3], weights.get(i, 0))] for i in range(len(mesh) // 5)]


def main(folder):
    points = (folder / "face_blendshapes_in_landmarks.prototxt").read_text()
    write("portrait_points.csv", ["x", "y", "z"], zip(*(numbers(points, axis) for axis in "xyz"), strict=True))
    shapes = (folder / "face_blendshapes_out.prototxt").read_text()
    write("portrait_blendshapes.csv", ["score"], [[score] for score in numbers(shapes, "score")])
    pose = numbers((folder / "face_geometry_expected_out.pbtxt").read_text(), "packed_data")
    write("portrait_pose.csv", list("xyzt"), [pose[row::4] for row in range(4)])  # published column by column
    archive = zipfile.ZipFile(folder / "face_landmarker_v2_with_blendshapes.task")
    metadata = archive.read("geometry_pipeline_metadata_landmarks.binarypb")
    write("model.csv", ["x", "y", "z", "weight"], model(metadata))


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
