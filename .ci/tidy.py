"""clang-tidy over batches of sources: reading LibTorch takes it a minute, however many sources follow.

usage: tidy.py JOBS SOURCE...    in the root folder; build/tidy/compile_commands.json says how each source is compiled
A source that does not compile behind others, because both use one name in anonymous namespaces, is read once more.
"""

import concurrent.futures
import json
import pathlib
import re
import shlex
import subprocess
import sys
import time

ROOT = pathlib.Path.cwd()
FOLDER = ROOT / "build/tidy"
MOST = 28  # sources of a batch, for which clang-tidy takes up to 2 GB
GCC_ONLY = "src/kernels/cpu/"  # vectors of GCC, which clang does not compile
FINDING = re.compile(r"(/[^:]+):\d+:\d+: (?:error|warning): .*\[([^\]]*)\]$")


def flags_of_sources():
    flags = {}
    for entry in json.loads((FOLDER / "compile_commands.json").read_text()):
        words = shlex.split(entry["command"])
        words = [word for word in words[1 : words.index("-o")] if word != "-fopenmp"]  # whose header clang lacks
        flags.setdefault(entry["file"], tuple(words))  # those of kernels/cpu: for the first instruction set
    return flags


def shared(sources, count):
    """`count` parts of nearly one size, in order."""
    return [sources[i * len(sources) // count : (i + 1) * len(sources) // count] for i in range(count)]


def batches_of(sources, flags):
    alike = {}
    for source in sources:
        alike.setdefault(flags[source], []).append(source)
    return [batch for group in alike.values() for batch in shared(group, -(-len(group) // MOST))]


def findings_of(said):
    """(file, check, all lines) of every finding."""
    findings = []
    for line in said.splitlines():
        if match := FINDING.match(line):
            findings.append((match[1], match[2], [line]))
        elif findings:
            findings[-1][2].append(line)
    return [(file, check, "\n".join(lines)) for file, check, lines in findings]


def lint(number, batch, flags):
    """What clang-tidy says of a batch, and the batches of those sources that it has to read once more."""
    file = FOLDER / f"batches/{number}.cpp"
    reason = "NOLINT(bugprone-suspicious-include): a batch of sources"
    file.write_text("".join(f'#include "{source}"  // {reason}\n' for source in batch))
    options = [*flags[batch[0]], "-Wreserved-identifier", "-ferror-limit=0"]
    command = ["clang-tidy-16", "--quiet", str(file), "--", *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    findings = findings_of(done.stdout)
    if done.returncode < 0 or (done.returncode > 0 and not findings):  # it crashes on some batches
        said = f"clang-tidy-16 ended with {done.returncode} for {file}: {done.stdout}{done.stderr}"
        return ([said], []) if len(batch) == 1 else ([], shared(batch, 2))
    broken = {file for file, check, _ in findings if check.startswith("clang-diagnostic-error")}
    if not broken or len(batch) == 1:
        return [said for _, _, said in findings], []
    again = [source for source in batch if source in broken]
    if len(again) in (0, len(batch)):  # which of them it is remains open
        return [], [[source] for source in batch]
    return [said for file, _, said in findings if file not in broken], [again]


def main():
    jobs, sources = int(sys.argv[1]), [str(ROOT / source) for source in sys.argv[2:] if not source.startswith(GCC_ONLY)]
    flags, begun = flags_of_sources(), time.monotonic()
    waiting, running, started, said = batches_of(sources, flags), {}, 0, set()
    (FOLDER / "batches").mkdir(exist_ok=True)
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        while waiting or running:
            for batch in waiting:
                running[pool.submit(lint, started, batch, flags)] = batch
                started += 1
            done, _ = concurrent.futures.wait(running, return_when=concurrent.futures.FIRST_COMPLETED)
            waiting = []
            for future in done:
                batch = running.pop(future)
                findings, again = future.result()
                waiting += again
                for finding in findings:  # of a header also in other batches
                    if finding not in said:
                        print(finding)
                    said.add(finding)
                once_more = sum(map(len, again))
                print(f"  {time.monotonic() - begun:.0f} s: {len(batch)} sources, {once_more} once more", flush=True)
    return 1 if said else 0


if __name__ == "__main__":
    sys.exit(main())
