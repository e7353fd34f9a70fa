"""Writes tests/formats/fixtures: small pickles, .npy and torch files as Python itself writes them.

    python3 tests/formats/make_fixtures.py            # numpy; with torch importable also the torch files
"""
import argparse
import collections
import datetime
import fractions
import io
import pathlib
import pickle
import tempfile
import zipfile

import numpy as np

OUT = pathlib.Path(__file__).parent / "fixtures"


def everything():
    numbers = np.arange(6).reshape(2, 3)
    shared = ["shared", "list"]
    return {
        "none": None, "true": True, "false": False, "int": 7, "negative": -300, "large": 1 << 40, "least": -(1 << 63),
        "float": 0.1, "text": "héllo €😀\n\\u", "bytes": b"\x00\xff'\"\n\\", "empty_bytes": b"",
        "tuple": (), "nested": [1, (2, [3.5, {"deep": "x"}])], "many": list(range(2500)),
        "shared_a": shared, "shared_b": shared, "ordered": collections.OrderedDict([("z", 1), ("a", 2)]),
        "default": collections.defaultdict(None, {"k": 1}), b"bytes key": 1, 5: "five",
        **{code: numbers.astype(code) for code in "f2 f4 f8 i1 i2 i4 i8 u1 u2 u4 u8".split()},
        "bool": numbers % 2 == 0, "big_endian": numbers.astype(">f4"), "fortran": np.asfortranarray(numbers.astype("f4")),
        "big_fortran": np.asfortranarray(numbers.astype(">i2")), "transposed": np.arange(24.).reshape(2, 3, 4).transpose(1, 0, 2),
        "scalar_array": np.array(2.5), "no_rows": np.zeros((0, 5), "f4"),
        "S": np.array([b"ab", b"c\x00d", b""]), "U": np.array(["äb", "c", "😀"]), "big_U": np.array(["äb", "c"]).astype(">U2"),
        "O": np.array(["x", None, [1, 2]], dtype=object), "fortran_O": np.asfortranarray(np.array([["a", "b"], ["c", "d"]], dtype=object)),
        "f4_scalar": np.float32(1.5), "i8_scalar": np.int64(-3), "b_scalar": np.bool_(True), "U_scalar": np.str_("word"),
        "u8_scalar": np.uint64(1 << 63), "big_scalar": np.frombuffer(np.array(1.25, ">f8").tobytes(), ">f8")[0],
    }


class Python2(pickle._Pickler):
    """Writes str as Python 2 wrote its str: STRING, BINSTRING and SHORT_BINSTRING."""
    dispatch = dict(pickle._Pickler.dispatch)

    def save_bytes(self, value):
        if self.proto == 0:
            self.write(b"S" + repr(value)[1:].encode() + b"\n")
        elif len(value) < 256:
            self.write(b"U" + bytes([len(value)]) + value)
        else:
            self.write(b"T" + len(value).to_bytes(4, "little") + value)
        self.memoize(value)
    dispatch[bytes] = save_bytes


def python2(value, protocol):
    out = io.BytesIO()
    Python2(out, protocol).dump(value)
    return out.getvalue().replace(b"numpy._core", b"numpy.core")


class OwnDict(dict):
    pass


class OwnList(list):
    pass


class OwnArray(np.ndarray):
    pass


class OwnObject:
    def __init__(self):
        self.anything = {"set": {1}, "self": self}


def objects(folder):
    """What people leave beside data, and subclasses of what is data."""
    numbers = np.arange(6, dtype="f4").reshape(2, 3)
    mapped = np.memmap(folder / "mapped", dtype="f4", mode="w+", shape=(2, 3))
    mapped[:] = numbers
    grouped = collections.defaultdict(list)
    grouped["ids"].append("a")
    return {
        "defaultdict": grouped, "lambda_free": collections.defaultdict(OwnObject, {"k": 1}),
        "counter": collections.Counter("aab"), "deque": collections.deque([1, 2], maxlen=5),
        "own_dict": OwnDict(a=1), "own_list": OwnList([1, 2]), "size": range(3),
        "memmap": mapped, "own_array": numbers.view(OwnArray), "matrix": np.matrix([[1., 2.]]),
        "unmasked": np.ma.masked_array(numbers, numbers < 0), "masked": np.ma.masked_array(numbers, numbers > 3),
        "bytearray": bytearray(b"ab\xff"),
        "set": {"a"}, "frozenset": frozenset([1]), "complex": 1 + 2j, "large": 1 << 100,
        "namespace": argparse.Namespace(lr=1e-3), "path": pathlib.PurePosixPath("/data"), "object": OwnObject(),
        "date": datetime.datetime(2022, 1, 1, tzinfo=datetime.timezone.utc), "type": int, "function": len,
        "fraction": fractions.Fraction(1, 3), "random": np.random.RandomState(0), "generator": np.random.default_rng(0),
        "dates": np.array(["2022-01-01"], "M8[D]"), "complexes": np.ones(2, "c8"),
        "records": np.zeros(2, [("a", "f4"), ("b", "i4")]), "dtype": np.dtype("f4"), "date_scalar": np.datetime64("2022-01-01"),
        "half": "good \ud83d film", "U_half": np.array(["a", "\ud83d"]), "after": "read",
    }


def tensors():
    import torch
    base = torch.arange(6, dtype=torch.float32).reshape(2, 3)
    return {"plain": base, "turned": base.t(), "half": base.half(), "long": base.long(), "bool": base > 2,
            "parameter": torch.nn.Parameter(base), "size": base.size(), "type": base.dtype, "device": base.device,
            "in_list": [base[0], base[1]], "none": torch.zeros(0, 4)}


def torch_by_hand(path):
    """A state dict in the layout of torch.save, made without torch."""
    class Storage:
        pass

    class Pickler(pickle._Pickler):
        def persistent_id(self, value):
            return value.id if isinstance(value, Storage) else None

        def save_global(self, value, name=None):
            self.write(b"c" + value.module.encode() + b"\n" + value.name.encode() + b"\n")

        dispatch = dict(pickle._Pickler.dispatch)

    class Name:
        def __init__(self, module, name):
            self.module, self.name = module, name

        def __call__(self):
            pass
    Pickler.dispatch[Name] = Pickler.save_global

    class Tensor:
        def __init__(self, *arguments):
            self.arguments = arguments

        def __reduce__(self):
            return (Name("torch._utils", "_rebuild_tensor_v2"), self.arguments)

    storage = Storage()
    storage.id = ("storage", Name("torch", "FloatStorage"), "0", "cpu", 6)
    view = lambda offset, size, stride: Tensor(storage, offset, size, stride, False, {})
    out = io.BytesIO()
    Pickler(out, 2).dump({"plain": view(0, (2, 3), (3, 1)), "turned": view(0, (3, 2), (1, 3)), "row": view(3, (3,), (1,))})
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name, data in (("data.pkl", out.getvalue()), ("byteorder", b"little"),
                           ("data/0", np.arange(6, dtype="<f4").tobytes()), ("version", b"3\n")):
            archive.writestr(zipfile.ZipInfo("by_hand/" + name, (2020, 1, 1, 0, 0, 0)), data)


def torch_by_torch():
    import torch
    torch.manual_seed(0)
    base = torch.arange(12, dtype=torch.float32).reshape(3, 4)
    tensors = collections.OrderedDict(
        plain=base, turned=base.t(), column=base[:, 1], tied=base, half=base.half(), brain=base.bfloat16(),
        double=base.double(), long=base.long(), int=base.int(), short=base.short(), char=base.char(), byte=base.byte(),
        bool=base > 5, scalar=torch.tensor(2.5), empty=torch.zeros(0, 4), spread=torch.tensor([7.]).expand(3, 2),
        parameter=torch.nn.Parameter(base[0].clone()))
    torch.save(tensors, OUT / "tensors.bin")
    torch.save(torch.nn.Linear(2, 3).state_dict(), OUT / "linear.bin")
    torch.save({"a": base}, OUT / "old.bin", _use_new_zipfile_serialization=False)
    (OUT / "tensors.pkl").write_bytes(pickle.dumps(tensors(), 4))
    torch.save(tensors(), OUT / "old_tensors.bin", _use_new_zipfile_serialization=False)


def main():
    OUT.mkdir(exist_ok=True)
    for protocol in range(6):
        (OUT / f"protocol{protocol}.pkl").write_bytes(pickle.dumps(everything(), protocol))
    with tempfile.TemporaryDirectory() as folder:
        for protocol in (0, 2, 4, 5):
            (OUT / f"objects{protocol}.pkl").write_bytes(pickle.dumps(objects(pathlib.Path(folder)), protocol))
    np.savez(OUT / "splits.npz", train={"id": ["a"]}, valid={"id": []})
    np.savez_compressed(OUT / "one_split.npz", id=np.array(["a"]), vision=np.zeros((1, 2, 3)))
    np.save(OUT / "tree.npy", {"train": {"id": ["a"]}})
    two = {b"train": {b"facet": np.arange(6.).reshape(2, 3), b"text": b"it's \x00 \xff", b"unicode": "ü", b"long": b"x" * 300}}
    for protocol in (0, 2):
        (OUT / f"python2_protocol{protocol}.pkl").write_bytes(python2(two, protocol))
    for name, array in (("f4", np.arange(6, dtype="f4").reshape(2, 3)), ("big", np.arange(6, dtype=">i2").reshape(2, 3)),
                        ("fortran", np.asfortranarray(np.arange(6.).reshape(2, 3))), ("bool", np.array([True, False])),
                        ("scalar", np.array(2.5))):
        np.save(OUT / f"{name}.npy", array)
    for version in (2, 3):
        with open(OUT / f"version{version}.npy", "wb") as file:
            np.lib.format.write_array(file, np.arange(3), (version, 0))
    np.save(OUT / "text.npy", np.array(["a"]))
    torch_by_hand(OUT / "by_hand.bin")
    try:
        torch_by_torch()
    except ImportError:
        print("torch is not installed: its own files are left as they are")


if __name__ == "__main__":
    main()
