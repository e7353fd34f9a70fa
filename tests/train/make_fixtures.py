"""Writes tests/train/fixtures: published checkpoints in small, as torch.save itself writes them (needs torch).

    python3 tests/train/make_fixtures.py
"""
import collections
import json
import pathlib
import sys
import types

import torch

OUT = pathlib.Path(__file__).parent / "fixtures"
VISUAL, ACOUSTIC, WIDTH, INNER, POSITIONS, FUSED = 4, 3, 8, 16, 50, 12
WORDS = "[PAD] [UNK] [CLS] [SEP] [MASK] a good bad film very ##ly it".split()


def linear(name, into, out):
    return {f"{name}.weight": (out, into), f"{name}.bias": (out,)}


def lstm(name, into, hidden):
    return {f"{name}.{what}_l0{way}": shape for way in ("", "_reverse") for what, shape in (
        ("weight_ih", (4 * hidden, into)), ("weight_hh", (4 * hidden, hidden)), ("bias_ih", (4 * hidden,)),
        ("bias_hh", (4 * hidden,)))}


def norm(name):
    return {f"{name}.weight": (WIDTH,), f"{name}.bias": (WIDTH,)}


def bert(prefix):
    shapes = {f"embeddings.{what}_embeddings.weight": (rows, WIDTH) for what, rows in (
        ("word", len(WORDS)), ("position", POSITIONS), ("token_type", 2))} | norm("embeddings.LayerNorm")
    layer = "encoder.layer.0."
    for part in ("query", "key", "value"):
        shapes |= linear(f"{layer}attention.self.{part}", WIDTH, WIDTH)
    shapes |= linear(layer + "attention.output.dense", WIDTH, WIDTH) | norm(layer + "attention.output.LayerNorm")
    shapes |= linear(layer + "intermediate.dense", WIDTH, INNER) | linear(layer + "output.dense", INNER, WIDTH)
    shapes |= norm(layer + "output.LayerNorm") | linear("pooler.dense", WIDTH, WIDTH)
    return {prefix + name: shape for name, shape in shapes.items()}


def mmim():
    """MMIM as the port of MMSA registers it, with LSTMs of both directions."""
    shapes = bert("bertmodel.model.")
    for stream, into in (("visual", VISUAL), ("acoustic", ACOUSTIC)):
        shapes |= lstm(f"{stream}_enc.rnn", into, 5) | linear(f"{stream}_enc.linear_1", 10, 4)
    for pair, x in (("tv", WIDTH), ("ta", WIDTH)):
        for part in ("mlp_mu", "mlp_logvar"):
            shapes |= linear(f"mi_{pair}.{part}.0", x, 4) | linear(f"mi_{pair}.{part}.2", 4, 4)
        shapes |= linear(f"mi_{pair}.entropy_prj.0", 4, 1)
    for letter, out in (("t", WIDTH), ("v", 4), ("a", 4)):
        shapes |= linear(f"cpc_z{letter}.net", FUSED, out)
    return shapes | linear("fusion_prj.linear_1", WIDTH + 8, FUSED) | linear("fusion_prj.linear_2", FUSED, FUSED) | linear(
        "fusion_prj.linear_3", FUSED, 1)


def main():
    torch.manual_seed(0)
    (OUT / "text").mkdir(parents=True, exist_ok=True)
    (OUT / "text" / "vocab.txt").write_text("".join(word + "\n" for word in WORDS))
    (OUT / "text" / "config.json").write_text(json.dumps({
        "model_type": "bert", "vocab_size": len(WORDS), "hidden_size": WIDTH, "num_hidden_layers": 1,
        "num_attention_heads": 2, "intermediate_size": INNER, "max_position_embeddings": POSITIONS}) + "\n")
    state = collections.OrderedDict(("Model." + name, 0.3 * torch.randn(shape)) for name, shape in mmim().items())
    torch.save(state, OUT / "mmim_mmsa.pth")

    # A whole module, pickled with the name of its class, as torch.save(model) does.
    sys.modules["model"] = module = types.ModuleType("model")
    module.MMIM = type("MMIM", (torch.nn.Linear,), {"__module__": "model"})
    torch.save(module.MMIM(2, 1), OUT / "whole.pt")


if __name__ == "__main__":
    main()
