#!/usr/bin/env python3
"""Writes golden/sims.json: made-up labels of CH-SIMS with predictions, and the metrics of them as MMSA computes them."""
import json
import pathlib

import numpy as np

try:
    from sklearn.metrics import f1_score
except ImportError:
    f1_score = None

CUTS = {"acc2": [-1.01, 0.0, 1.01], "acc3": [-1.01, -0.1, 0.1, 1.01], "acc5": [-1.01, -0.7, -0.1, 0.1, 0.7, 1.01]}


def classes(values, cuts):
    """MMSA's half-open classes of values in [-1, 1]."""
    of = values.copy()
    for i, (low, high) in enumerate(zip(cuts, cuts[1:])):
        of[np.logical_and(values > low, values <= high)] = i
    return of


def weighted_f1(truth, prediction):
    """scikit-learn's f1_score(truth, prediction, average="weighted")."""
    total = 0.0
    for one in np.union1d(truth, prediction):
        hits = np.sum((truth == one) & (prediction == one))
        wrong = np.sum((truth == one) ^ (prediction == one))
        total += np.mean(truth == one) * (2 * hits / (2 * hits + wrong) if hits else 0.0)
    if f1_score is not None:
        assert abs(total - f1_score(truth, prediction, average="weighted")) < 1e-12
    return float(total)


def metrics(prediction, truth):
    p, t = np.clip(prediction, -1.0, 1.0), np.clip(truth, -1.0, 1.0)
    of = {name: (classes(p, cuts), classes(t, cuts)) for name, cuts in CUTS.items()}
    values = {name: float(np.mean(np.round(a) == np.round(b))) for name, (a, b) in of.items()}
    values["mae"] = float(np.mean(np.abs(p.astype(np.float64) - t.astype(np.float64))))
    with np.errstate(invalid="ignore"):
        corr = float(np.corrcoef(p, t)[0][1])
    values["corr"] = "nan" if np.isnan(corr) else corr
    values["f1"] = weighted_f1(of["acc2"][1], of["acc2"][0])
    values["f1_swapped"] = weighted_f1(of["acc2"][0], of["acc2"][1])
    return values


def case(name, prediction, truth):
    p, t = np.array(prediction, dtype=np.float32), np.array(truth, dtype=np.float32)
    return {"name": name, "pred": p.tolist(), "label": t.tolist(), "expected": metrics(p, t)}


def main():
    draw = np.random.default_rng(15)
    labels = np.round(draw.integers(-5, 6, 96) / 5, 1)
    edges = np.array([-1, -0.7, -0.1, 0, 0.1, 0.7, 1], dtype=np.float32)
    around = np.concatenate([edges, np.nextafter(edges, np.float32(-2)), np.nextafter(edges, np.float32(2))])
    beyond = np.array([-9, -1.4, 1.4, 9], dtype=np.float32)
    every = np.concatenate([around, beyond])
    cases = [case("random", labels + draw.normal(0, 0.4, 96), labels),
             case("every edge against every edge", np.repeat(every, every.size), np.tile(every, every.size)),
             case("every edge against its class", around, np.repeat([-0.9, -0.4, 0.0], 7)),
             case("positive labels alone", [0.3, -0.2, 0.9, 0.0], [0.2, 0.4, 1.0, 0.6]),
             case("a constant prediction", [0.1, 0.1, 0.1, 0.1], [0.2, -0.4, 1.0, 0.0]),
             case("predictions beyond the range", [-3, 3, 2, -2], [-1, 1, 0.8, 0.2])]
    text = "{\"cases\": [\n" + ",\n".join(json.dumps(one) for one in cases) + "\n]}\n"
    (pathlib.Path(__file__).parent / "golden" / "sims.json").write_text(text)


if __name__ == "__main__":
    main()
