"""Made-up cells of an experiment, as `mmim experiment` leaves them: cells(folder) writes one folder with cell.json for
each, and cases(folder) a cases.json beside them. Values follow from a fixed seed."""

import base64
import json
import math
import pathlib
import random
import struct

METRICS = {
    "MAE": 0.75,
    "Corr": 0.77,
    "Acc-7": 0.42,
    "Acc-5": 0.48,
    "Acc-2 (has0)": 0.815,
    "Acc-2 (non0)": 0.835,
    "F1 (has0)": 0.814,
    "F1 (non0)": 0.834,
}
HOSTILE = "<script>alert('a & b')</script> | \"row\""
DRAWS = 400
SHARES = [i / 10 for i in range(11)]


def lower_is_better(name):
    return name == "MAE"


def measured(worse, draw):
    """Every metric of a system that is `worse` than the best by so much, moved by chance."""
    luck = draw.gauss(0, 0.008)
    return {
        name: value + (worse + luck if lower_is_better(name) else -(worse + luck) * 0.6) + draw.gauss(0, 0.002)
        for name, value in METRICS.items()
    }


def draws_of(metrics, own):
    shared = random.Random(5)
    steps = {}
    for name, value in metrics.items():
        values = [value + shared.gauss(0, 0.02) + own.gauss(0, 0.004) for _ in range(DRAWS)]
        low, high = min(values), max(values)
        places = [round((value - low) / (high - low) * 65534) for value in values]
        packed = base64.b64encode(struct.pack(f"<{DRAWS}H", *places)).decode()
        steps[name] = {"low": low, "high": high, "steps": packed}
    return {"count": DRAWS, "seed": 1111, "videos": 31, "videos_sha256": "5" * 64, "metrics": steps}


def robustness(metrics, draw):
    curves = []
    for modality, loss in [("text", 0.6), ("visual", 0.05), ("acoustic", 0.08)]:
        for missing in ("stream", "rows"):
            falls = {
                name: [
                    value + (1 if lower_is_better(name) else -0.5) * loss * share**1.3 + draw.gauss(0, 0.003)
                    for share in SHARES
                ]
                for name, value in metrics.items()
            }
            curves.append(
                {
                    "modality": modality,
                    "missing": missing,
                    "draws": 10,
                    "metrics": {
                        name: {
                            "mean": values,
                            "sd": [0.004] * len(SHARES),
                            "undefined": [0] * len(SHARES),
                            "area": (sum(values) - (values[0] + values[-1]) / 2) / 10,
                            "area_sd": 0.002,
                        }
                        for name, values in falls.items()
                    },
                }
            )
    return {"split": "test", "utterances": 686, "seed": 1111, "shares": SHARES, "rows": "removed", "curves": curves}


def conformal(worse, draw):
    share = 0.9 + draw.gauss(0, 0.012) - worse / 4
    return {
        "alpha": 0.1,
        "calibration": {"utterances": 229, "rank": 207},
        "radius": 1.6 + worse,
        "range": [-3, 3],
        "utterances": 686,
        "covered": round(686 * share),
        "coverage": {"value": share, "low": share - 0.03, "high": share + 0.025},
        "expected": {"value": 0.9, "low": 0.857, "high": 0.937},
        "width": 2.9 + worse,
        "approximate": "calibration utterances come from ten videos and chose the epoch",
    }


def slices(metrics, draw):
    def one(name, count, more):
        return {
            "slice": name,
            "count": count,
            "MAE": metrics["MAE"] + more + draw.gauss(0, 0.02),
            "error": draw.gauss(-0.05, 0.05),
            "Acc-2 (non0)": metrics["Acc-2 (non0)"] - more / 4,
        }

    parts = {
        "length": [
            ("2 to 5 words", 180, 0.08),
            ("6 to 10 words", 172, 0),
            ("11 to 16 words", 168, -0.03),
            ("17 to 49 words", 166, 0.05),
        ],
        "strength": [("0 to 0.5", 120, -0.2), ("0.5 to 1.5", 250, 0), ("1.5 to 2.5", 216, 0.1), ("2.5 to 3", 100, 0.4)],
        "sign": [("negative", 379, 0.06), ("zero", 30, -0.3), ("positive", 277, -0.04)],
        "disagreement": [("low", 229, -0.05), ("middle", 229, 0), ("high", 228, 0.07)],
    }
    return {
        "slices": {kind: [one(*part) for part in list_] for kind, list_ in parts.items()},
        "calibration": [
            {"count": 68, "prediction": x / 2, "truth": x / 2 * 1.15 + draw.gauss(0, 0.08)} for x in range(-5, 5)
        ],
    }


def classes(draw):
    """Seven classes of 98 utterances each, half of them read as what they are."""
    read = [[49 if j == k else 49 // 6 + draw.randrange(2) for j in range(7)] for k in range(7)]
    one = lambda k: {"count": sum(row[k] for row in read), "prediction": k - 3, "truth": 0.8 * (k - 3), "right": 0.5}
    return {"names": [str(k - 3) for k in range(7)], "confusion": read, "reliability": [one(k) for k in range(7)]}


def curve(metrics, epochs, best, draw):
    valid = [
        metrics["MAE"] + 0.03 + 0.5 * math.exp(-epoch / 3) + abs(epoch - best) * 0.004 + draw.gauss(0, 0.008)
        for epoch in range(1, epochs + 1)
    ]
    return [
        {
            "epoch": i + 1,
            "step": 82 * (i + 1),
            "valid_loss": value,
            "test_loss": value - 0.02,
            "valid": {"MAE": value},
            "test": {"MAE": value - 0.02 + draw.gauss(0, 0.01)},
            "train": {
                "likelihood/lld": 3 - 2 * math.exp(-i / 4),
                "main/task": value * math.exp(-i / 12),
                "main/contrastive": 9 - 2 * math.exp(-i),
            },
        }
        for i, value in enumerate(valid)
    ]


def steps(epochs, draw):
    at = list(range(20, 82 * epochs, 20))
    term = lambda high, fall: [
        high * math.exp(-fall * i / len(at)) + draw.gauss(0, high * 0.02) for i in range(len(at))
    ]
    return [
        {"stage": "likelihood", "every": 20, "step": at, "terms": {"lld": term(5, 1)}},
        {
            "stage": "main",
            "every": 20,
            "step": at,
            "terms": {"task": term(1.2, 1.4), "contrastive": term(9.5, 0.2), "entropy": [None] + term(2, 0.3)[1:]},
        },
    ]


def cell(row, seed, worse, finished=True, data="mosi", protocol="valid", epochs=12, note="", synthetic=False):
    draw = random.Random(f"{row} {seed} {data}")
    metrics, best = measured(worse, draw), 7 + draw.randrange(4)
    fields = {
        "format": "mmim cell 1",
        "experiment": "made-up",
        "row": row,
        "name": f"row{abs(hash_of(row)) % 1000}-{data}-{seed}",
        "note": note,
        "finished": finished,
        "reason": "" if finished else "epoch 1, batch 41: term `entropy` is NaN (4 rows cannot span 4 features)",
        "system": "mmim (mmim-paper)",
        "seed": seed,
        "data": data,
        "data_fingerprint": "e7346a4c8307" + "0" * 52,
        "synthetic": synthetic,
        "split": "test",
        "utterances": 686,
        "videos": 31,
        "encoder": "all-MiniLM-L6-v2",
        "encoder_sha256": "53aa51172d14" + "0" * 52,
        "protocol": protocol,
        "watermark": "",
        "version": "0.1.0",
        "program_sha256": "9c0ffee" + "0" * 57,
        "machine": "2 cores, AVX-512, cpu",
        "configuration_sha256": "77" * 32,
        "configuration": {"model": "mmim", "seed": seed},
        "parameters": 22713216,
        "seconds": 300 + 20 * draw.random(),
        "epochs": epochs,
        "best_epoch": best,
        "published_epoch": 0,
    }
    flattered = {name: value - 0.012 if lower_is_better(name) else value + 0.007 for name, value in metrics.items()}
    if not finished:
        return fields | {
            "epochs": 0,
            "valid_mae": None,
            "metrics": {},
            "published": {},
            "curve": [],
            "steps": [],
            "draws": None,
            "conformal": None,
            "slices": None,
            "robustness": None,
        }
    return fields | {
        "published_epoch": best - 1,
        "valid_mae": metrics["MAE"] + 0.03,
        "metrics": metrics,
        "published": flattered,
        "curve": curve(metrics, epochs, best, draw),
        "steps": steps(epochs, draw),
        "draws": draws_of(metrics, draw),
        "conformal": conformal(worse, draw),
        "slices": slices(metrics, draw),
        "robustness": robustness(metrics, draw),
        "classes": classes(draw),
    }


def hash_of(text):
    return sum(ord(letter) * (i + 1) for i, letter in enumerate(text))


ROWS = {
    "MMIM": 0,
    "TFN": 0.06,
    "LMF": 0.055,
    "MFM": 0.07,
    "ICCN": 0.05,
    "MulT": 0.03,
    "MISA": 0.02,
    "MAG-BERT": 0.015,
    "Self-MM": 0.004,
    "text only": -0.004,
    HOSTILE: 0.01,
}


def write(folder, one):
    place = pathlib.Path(folder) / one["name"]
    place.mkdir(parents=True, exist_ok=True)
    (place / "cell.json").write_text(json.dumps(one))


def cells(folder, rows=ROWS, seeds=(1111, 1112, 1113, 1114, 1115)):
    for row, worse in rows.items():
        for seed in seeds:
            write(folder, cell(row, seed, worse, note="made-up note" if row == HOSTILE else ""))
    for seed in seeds[:3]:
        write(folder, cell("w/o history", seed, 0, finished=False, note="the published form, without the guard"))


def cases(folder, count=80):
    draw = random.Random(3)
    words = "I really did not like this film it was so good the actors <b>were</b> funny & sad".split()
    list_ = [
        {
            "id": f"video{i % 31}_{i}",
            "video": f"video{i % 31}",
            "text": " ".join(draw.choices(words, k=draw.randrange(3, 22))),
            "truth": round(draw.uniform(-3, 3) * 5) / 5,
            "prediction": draw.uniform(-2.5, 2.5),
            "tags": [draw.choice(["disagreement", "best", "worst"])] + (["wrong sign"] if i % 4 == 0 else []),
            "scores": {
                m: {"cosine": (c := draw.uniform(0.2, 0.98)), "exp": math.exp(c)}
                for m in ("text", "visual", "acoustic")
            },
        }
        for i in range(count)
    ]
    (pathlib.Path(folder) / "cases.json").write_text(json.dumps(list_))


if __name__ == "__main__":
    import sys

    cells(sys.argv[1])
    cases(sys.argv[1])
