#!/usr/bin/env python3
"""Writes a file of MOSEI's size and of MMSA's unaligned_50.pkl layout, filled with random numbers and invented words.

    .cache/venv/bin/python bench/make_mosei_size.py /tmp/mosei_size.pkl
    .cache/venv/bin/python bench/make_mosei_size.py small.pkl --utterances 2000

22,856 utterances split as MOSEI is (16,326 / 1,871 / 4,659), visual 35 and acoustic 74 wide, both padded to 500 frames
of float32: 5.0 GB. Arrays are written a few utterances at a time, so the script itself needs little memory; only the
padding of a length says what is real, as in the published file.
"""
import argparse
import pickle
import struct

import numpy as np

SPLITS = {"train": 16326, "valid": 1871, "test": 4659}
FRAMES = 500
WIDTHS = {"vision": 35, "audio": 74}
AT_ONCE = 256


def small(value):
    """A pickle's opcodes for `value`, to stand inside another pickle."""
    return pickle.dumps(value, protocol=2)[2:-1]


def array_opcodes(shape):
    """What numpy writes before the bytes of a float32 array, and after them."""
    size = int(np.prod(shape)) * 4
    dtype = b"cnumpy\ndtype\n" + small("f4") + b"\x89\x88\x87R(K\x03" + small("<") + b"NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\x00tb"
    before = b"cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\nK\x00\x85C\x01b\x87R(K\x01" + small(shape)
    return before + dtype + b"\x89\x8e" + struct.pack("<Q", size), b"tb"


def write_rows(file, random, lengths, width):
    before, after = array_opcodes((len(lengths), FRAMES, width))
    file.write(before)
    for start in range(0, len(lengths), AT_ONCE):
        part = lengths[start : start + AT_ONCE]
        rows = np.zeros((len(part), FRAMES, width), np.float32)
        for utterance, length in zip(rows, part):
            utterance[:length] = random.standard_normal((length, width), np.float32)
        file.write(rows.tobytes())
    file.write(after)


def invented_words(random, count=6000):
    syllables = [c + v for c in "bdfgklmnprstvz" for v in "aeiou"]
    return ["".join(random.choice(syllables, random.integers(1, 5))) for _ in range(count)]


def write_split(file, random, words, name, count):
    lengths = np.clip(random.gamma(2, 75, count), 1, FRAMES).astype(int)
    popular = np.minimum(random.zipf(1.3, (count, 60)) - 1, len(words) - 1)
    sizes = np.clip(random.gamma(2.5, 8, count), 1, 60).astype(int)
    texts = [" ".join(words[k] for k in row[:size]) for row, size in zip(popular, sizes)]
    labels = np.round(np.clip(random.normal(0.2, 1.1, count), -3, 3) * 3) / 3
    file.write(small(name) + b"}(")
    file.write(small("raw_text") + small(texts))
    file.write(small("id") + small([f"{name}{i // 5:06d}$_${i % 5}" for i in range(count)]))
    for key, width in WIDTHS.items():
        file.write(small(key))
        write_rows(file, random, lengths, width)
        file.write(small(key + "_lengths") + small(lengths.tolist()))
    file.write(small("regression_labels") + small(labels.tolist()) + b"u")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file")
    parser.add_argument("--utterances", type=int, default=sum(SPLITS.values()))
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    random = np.random.default_rng(given.seed)
    words = invented_words(random)
    with open(given.file, "wb") as file:
        file.write(b"\x80\x04}(")
        for name, count in SPLITS.items():
            write_split(file, random, words, name, max(1, round(count * given.utterances / sum(SPLITS.values()))))
        file.write(b"u.")


if __name__ == "__main__":
    main()
