"""An import reads its file piece by piece: what it holds does not grow with the file."""

import os
import subprocess
import sys

MMIM, SOURCE = os.environ["MMIM"], os.environ["MMIM_SOURCE_DIR"]


def peak_of_import(utterances):
    """(bytes of the file, most bytes that its import held)"""
    file = f"{utterances}.pkl"
    subprocess.run([sys.executable, f"{SOURCE}/bench/make_mosei_size.py", file, "--utterances", str(utterances)], check=True)
    process = subprocess.Popen([MMIM, "import", file, f"out{utterances}"], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    assert status == 0, status
    size = os.path.getsize(file)
    os.remove(file)
    return size, usage.ru_maxrss * 1024


small, base = peak_of_import(20)
large, peak = peak_of_import(700)
print(f"a file of {large >> 20} MiB: {(peak - base) >> 20} MiB more than for {small >> 20} MiB")
assert peak - base < 0.15 * large, (peak, base, large)
