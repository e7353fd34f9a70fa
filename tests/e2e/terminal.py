"""On a terminal a run draws a bar, wipes it away, and ends as it does elsewhere."""

import os
import pty
import re
import select
import subprocess

TINY = (
    "--threads 2 --device cpu --data.synthetic.utterances 160 --data.synthetic.longest 6 --text.random.width 16"
    " --text.random.layers 1 --text.random.heads 2 --text.random.inner 16 --mmim.visual.hidden 8"
    " --mmim.acoustic.hidden 8 --mmim.fusion_width 16"
).split()


def on_terminal(command, columns=120):
    """Exit code and all that is written to a terminal of so many columns which is the command's own."""
    master, terminal = pty.openpty()
    subprocess.run(["stty", "rows", "40", "columns", str(columns)], stdin=terminal, check=True)
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=terminal, stderr=terminal, start_new_session=True)
    os.close(terminal)
    written = b""
    while select.select([master], [], [], 600)[0]:
        try:
            piece = os.read(master, 1 << 16)
        except OSError:  # Linux's way to say that nobody has the terminal open any more
            break
        if not piece:
            break
        written += piece
    os.close(master)
    return process.wait(timeout=60), written.decode("utf-8")


def screen(written):
    """The lines that stand in the end: a carriage return goes back to the start, ESC [ K wipes the rest."""
    lines = []
    for line in written.split("\r\n"):
        shown = ""
        for part in re.split(r"(\r|\x1b\[K)", line):
            if part == "\r":
                column = 0
            elif part == "\x1b[K":
                shown = shown[:column]
            else:
                column = column if shown else 0
                shown = shown[:column] + part + shown[column + len(part) :]
                column += len(part)
        lines.append(shown)
    return lines


assert screen("a bar 1\ra bar 2\x1b[K\r\x1b[Kdone\r\n\r\nend") == ["done", "", "end"]
assert screen("long bar\rshort\r\n") == ["shortbar", ""], "what is half wiped must be seen"

program = os.environ["MMIM"]
code, written = on_terminal([program, "train", *TINY, "--fast-dev-run", "--output-dir", "run"])
assert code == 0, f"exit code {code}: {written[-600:]}"
assert os.path.exists("run/report.json")
drawn = [piece for piece in re.split(r"[\r\n]+", written) if "━" in piece or "╌" in piece]
assert drawn, f"no bar was drawn: {written[-600:]}"
for bar in drawn:
    assert len(bar.removesuffix("\x1b[K")) < 120, f"a bar that wraps: {bar!r}"
    assert re.match(r"epoch 1/1  (likelihood|main) +[━╌]+ +\d+/\d+  .+ left  [\d,]+ utt/s", bar), f"not a whole bar: {bar!r}"
stood = screen(written)
assert not any("━" in line or "╌" in line or "\x1b" in line for line in stood), f"left on the screen: {stood}"
assert any(re.search(r"\bMAE\b", line) for line in stood), f"no table: {stood}"
assert written.endswith("\r\n"), f"the shell's prompt would not start a line: {written[-100:]!r}"

code, written = on_terminal([program, "train", *TINY, "--fast-dev-run", "--quiet", "--output-dir", "quiet"])
assert code == 0 and not written, f"exit code {code}, --quiet wrote {written!r}"


def fits(command, columns, *words):
    """What a command prints on a terminal has no line that the terminal must break, and says all of `words`."""
    code, written = on_terminal([program, *command], columns)
    assert code == 0, f"exit code {code} of {command}: {written[-600:]}"
    lines = written.split("\r\n")
    assert max(map(len, lines)) <= columns, f"{command} on {columns} columns: {max(lines, key=len)!r}"
    for word in words:
        assert word in written, f"{word} is not in what {command} prints on {columns} columns: {written}"


words = ("import", "synthetic", "data", "--utterances", "160", "--longest", "6")
subprocess.run([program, *words], check=True, capture_output=True)
for columns in (60, 80, 200):
    fits(["report", "run"], columns, "valid MAE", "F1 has0 / non0", "--output-dir DIR")
    fits(["compare", "run", "quiet"], columns, "A - B", "80 % sees", "Welch", "differ most")
    fits(["inspect", "data"], columns, "SYNTHETIC", "utterances of")
piped = subprocess.run([program, "report", "run"], check=True, capture_output=True, text=True).stdout
assert piped.startswith("# Results\n") and "| system | runs |" in piped, piped[:300]

code, written = on_terminal([program, "train", *TINY, "--train.epohcs", "3"])
assert code == 2 and written.count("\n") == 1 and "did you mean `train.epochs`?" in written, (code, written)
print(f"{len(drawn)} bars were drawn and wiped away")
