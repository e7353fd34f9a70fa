"""The event file of a run, read by TensorBoard's own reader, holds the numbers of metrics.jsonl."""

import glob
import json
import math
import os
import subprocess
import sys

try:
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
except ImportError:
    print("skipped: the Python package tensorboard is not installed (tests/requirements.txt)")
    sys.exit(77)

subprocess.run(
    [os.environ["MMIM"], "train", "--quiet", "--threads", "2", "--device", "cpu", "--output-dir", "run"]
    + ["--train.epochs", "2", "--data.synthetic.utterances", "100", "--data.synthetic.longest", "6"]
    + ["--text.random.width", "16", "--text.random.layers", "1", "--text.random.heads", "2", "--text.random.inner", "16"],
    check=True,
)
expected = {}
for line in open("run/metrics.jsonl", encoding="utf-8"):
    record = json.loads(line)
    if record["kind"] == "batch":
        values = dict(record["terms"], gradient_norm=record["gradient_norm"])
        named = {f"{record['stage']}/{name}": value for name, value in values.items()}
    elif record["kind"] == "epoch":
        named = {f"epoch/{name}": value for name, value in record["train"].items()}
        named.update({f"valid/{name}": value for name, value in record["valid"].items() if value is not None})
    else:
        continue
    for name, value in named.items():
        expected.setdefault(name, []).append((record["step"], value))

files = glob.glob("run/events.out.tfevents.*")
assert len(files) == 1, files
events = EventAccumulator(files[0], size_guidance={"scalars": 0})
events.Reload()
assert events.file_version == 2.0, events.file_version
assert set(events.Tags()["scalars"]) == set(expected), set(events.Tags()["scalars"]) ^ set(expected)
assert [event.tensor_proto.string_val for event in events.Tensors("mark")] == [[b"SYNTHETIC data, no recordings of people"]]
for name, points in expected.items():
    read = [(point.step, point.value) for point in events.Scalars(name)]
    assert [step for step, _ in read] == [step for step, _ in points], name
    for (_, got), (step, value) in zip(read, points):
        assert math.isclose(got, value, rel_tol=1e-6, abs_tol=1e-30), (name, step, got, value)
print(f"{sum(map(len, expected.values()))} points under {len(expected)} names are as in metrics.jsonl")
