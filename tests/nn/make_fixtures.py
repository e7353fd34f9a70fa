"""Writes tests/nn/fixtures: a BERT's pytorch_model.bin in the layout of torch.save, made without torch.

    python3 tests/nn/make_fixtures.py
"""
import collections
import io
import pathlib
import pickle
import struct
import sys
import types
import zipfile

OUT = pathlib.Path(__file__).parent / "fixtures"
VOCABULARY, WIDTH, INNER, POSITIONS, TYPES = 6, 4, 8, 5, 2

# What the pickle names: modules that are not there, under which pickle finds stand-ins of ours.
torch, utils = types.ModuleType("torch"), types.ModuleType("torch._utils")
sys.modules.update({"torch": torch, "torch._utils": utils})
for kind in ("FloatStorage", "LongStorage"):
    setattr(torch, kind, type(kind, (), {"__module__": "torch"}))


def _rebuild_tensor_v2(*_):
    pass


_rebuild_tensor_v2.__module__ = "torch._utils"
utils._rebuild_tensor_v2 = _rebuild_tensor_v2


class Storage:
    def __init__(self, kind, code, values):
        self.kind, self.count, self.data = kind, len(values), struct.pack(f"<{len(values)}{code}", *values)


class Tensor:
    def __init__(self, storage, shape):
        strides = [1]
        for size in reversed(shape[1:]):
            strides.insert(0, strides[0] * size)
        self.arguments = (storage, 0, tuple(shape), tuple(strides), False, collections.OrderedDict())

    def __reduce__(self):
        return _rebuild_tensor_v2, self.arguments


class Pickler(pickle.Pickler):
    def __init__(self, out):
        super().__init__(out, 2)
        self.storages = []

    def persistent_id(self, value):
        if not isinstance(value, Storage):
            return None
        self.storages.append(value)
        return "storage", getattr(torch, value.kind), str(len(self.storages) - 1), "cpu", value.count


def save(name, value):
    out = io.BytesIO()
    pickler = Pickler(out)
    pickler.dump(value)
    files = [("data.pkl", out.getvalue()), ("byteorder", b"little"), ("version", b"3\n")]
    files += [(f"data/{i}", storage.data) for i, storage in enumerate(pickler.storages)]
    with zipfile.ZipFile(OUT / name, "w", zipfile.ZIP_STORED) as archive:
        for entry, data in files:
            archive.writestr(zipfile.ZipInfo("archive/" + entry, (2020, 1, 1, 0, 0, 0)), data)


def floats(name, *shape):
    """Values that the test knows from the name alone."""
    count = 1
    for size in shape:
        count *= size
    return Tensor(Storage("FloatStorage", "f", [(7 * i + sum(name.encode())) % 101 / 100 - 0.5 for i in range(count)]), shape)


def bert():
    """As bert-base-uncased was published: prefix, gamma and beta, ids of positions, the head of its pre-training."""
    layer = "encoder.layer.0."
    shapes = {"embeddings.word_embeddings.weight": (VOCABULARY, WIDTH), "embeddings.position_embeddings.weight": (POSITIONS, WIDTH),
              "embeddings.token_type_embeddings.weight": (TYPES, WIDTH)}
    for part, out, into in (("attention.self.query", WIDTH, WIDTH), ("attention.self.key", WIDTH, WIDTH),
                            ("attention.self.value", WIDTH, WIDTH), ("attention.output.dense", WIDTH, WIDTH),
                            ("intermediate.dense", INNER, WIDTH), ("output.dense", WIDTH, INNER)):
        shapes[layer + part + ".weight"], shapes[layer + part + ".bias"] = (out, into), (out,)
    for norm in ("embeddings.", layer + "attention.output.", layer + "output."):
        shapes[norm + "LayerNorm.gamma"] = shapes[norm + "LayerNorm.beta"] = (WIDTH,)
    shapes.update({"pooler.dense.weight": (WIDTH, WIDTH), "pooler.dense.bias": (WIDTH,)})
    state = collections.OrderedDict(("bert." + name, floats("bert." + name, *shape)) for name, shape in shapes.items())
    state["bert.embeddings.position_ids"] = Tensor(Storage("LongStorage", "q", list(range(POSITIONS))), (1, POSITIONS))
    state["cls.predictions.bias"] = floats("cls.predictions.bias", VOCABULARY)
    state._metadata = collections.OrderedDict([("", {"version": 1})])
    return state


def main():
    OUT.mkdir(exist_ok=True)
    save("pytorch_model.bin", bert())
    save("checkpoint.bin", {"model": {"bert.pooler.dense.bias": floats("bert.pooler.dense.bias", WIDTH)}, "epoch": 3})
    save("numbered.bin", {0: floats("0", WIDTH)})


if __name__ == "__main__":
    main()
