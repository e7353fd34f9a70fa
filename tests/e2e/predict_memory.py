"""`mmim predict` holds a few lines at a time, however many there are."""

import json
import os
import subprocess

program = os.environ["MMIM"]
subprocess.run(
    [program, "train", "--quiet", "--fast-dev-run", "--threads", "1", "--device", "cpu", "--output-dir", "run"]
    + ["--data.synthetic.utterances", "60", "--data.synthetic.longest", "6", "--text.random.width", "16"]
    + ["--text.random.layers", "1", "--text.random.heads", "2", "--text.random.inner", "16"],
    check=True,
)


def peak(lines):
    """Most resident bytes of the program while it answers that many lines of its standard input."""
    with open("answers.jsonl", "wb") as answers:
        process = subprocess.Popen(
            [program, "predict", "run", "--threads", "1", "--device", "cpu"],
            stdin=subprocess.PIPE,
            stdout=answers,
            stderr=subprocess.DEVNULL,
        )
        tail = "_" * 300  # of an id that is answered with: a program that keeps its lines shows
        for i in range(lines):
            process.stdin.write(b'{"id": "%d%s", "text": "good %s"}\n' % (i, tail.encode(), b"film " * (i % 4)))
        process.stdin.close()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, process.returncode
    count = 0
    for count, line in enumerate(open("answers.jsonl", "rb"), 1):
        pass
    assert count == lines, f"{count} answers to {lines} lines"
    assert json.loads(line)["id"] == f"{lines - 1}{tail}", line
    return usage.ru_maxrss * 1024


few, many = peak(5_000), peak(100_000)
assert many - few < 40 << 20, f"{few >> 20} MB for 5,000 lines, {many >> 20} MB for 100,000"
print(f"{few >> 20} MB for 5,000 lines, {many >> 20} MB for 100,000")
