"""The numbers, marks and colours of the page are those of tables.json beside it."""

import json
import os
import subprocess
import sys

sys.path.insert(0, os.path.join(os.environ["MMIM_SOURCE_DIR"], "tests/support"))
import browser
import fake_cells

if browser.program() is None:
    print(f"skipped: none of {', '.join(browser.PROGRAMS)} is installed")
    sys.exit(77)
near = {f"near {i}": 0.013 + i / 1000 for i in range(5)}  # some of which are significant before Holm alone
for row, worse in ({"MMIM": 0, "TFN": 0.06, "better": -0.03} | near).items():
    for seed in (1, 2, 3, 4, 5):
        fake_cells.write("made-up", fake_cells.cell(row, seed, worse))
subprocess.run([os.environ["MMIM"], "report", "made-up"], check=True, capture_output=True)
page = browser.Page("made-up/report.html", 1280)
page.wait("document.querySelectorAll('#curves-1 path').length > 0")
page.value("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
tables = json.load(open("made-up/tables.json", encoding="utf-8"))
rows = {row["name"]: row for row in tables["sections"][0]["rows"]}
lower = {metric["name"]: metric["lower_is_better"] for metric in tables["metrics"]}
share = {metric["name"]: metric["share"] for metric in tables["metrics"]}
TESTS = (("paired", "†"), ("welch", "‡"), ("two_level", "*"))

tests = [row["against"]["MAE"][test] for row in rows.values() if row["against"] for test, _ in TESTS]
assert any(test["p"] < 0.05 <= test["holm"] for test in tests), "Holm changes nothing"


def shown(metric, value, sign=False):
    text = f"{100 * value:.2f}" if share[metric] else f"{value:.4f}"
    return (("+" if sign and not text.startswith("-") else "") + text).replace("-", "−")


def lines(part, what="one.innerText"):
    return page.value(
        f"[...document.querySelectorAll('{part} tbody tr')].map((row) => [...row.children].map((one) => {what}))"
    )


def name_of(cell):
    return cell.split("\n")[0].replace(" baseline", "").strip()


for cells, best in zip(lines("#means-1"), lines("#means-1", "[...one.querySelectorAll('.best')].map((b) => b.innerText)")):
    row = rows[name_of(cells[0])]
    for place, metric in ((3, "MAE"), (4, "Corr"), (5, "Acc-7")):
        mean, spread = cells[place].split("\n")
        of = row["metrics"][metric]
        against = (row["against"] or {}).get(metric, {})
        marks = "".join(mark for test, mark in TESTS if against and against[test].get("holm", 1) < 0.05)
        assert mean == shown(metric, of["mean"]) + marks, (row["name"], metric, mean, marks)
        assert spread == f"± {shown(metric, of['sd'])}", (row["name"], metric, spread)
        means = [one["metrics"][metric]["mean"] for one in rows.values()]
        wanted = [shown(metric, of["mean"])] if of["mean"] == (min if lower[metric] else max)(means) else []
        assert best[place] == wanted, (row["name"], metric, best[place])
for row, good in page.value(
    "[...document.querySelectorAll('#means-1 tbody tr')].flatMap((row) => [...row.children[3].querySelectorAll('.marks')]"
    ".map((mark) => [row.children[0].innerText, mark.classList.contains('good')]))"
):
    assert good == rows[name_of(row)]["against"]["MAE"]["better"], f"the colour of the marks of {row}"
for cells in lines("#bars-1 > div:not(.controls) > .scroll"):
    mae = rows[name_of(cells[0])]["against"]["MAE"]
    assert cells[1] == shown("MAE", mae["difference"], True), cells
    assert cells[3] == shown("MAE", mae["two_level"]["at_most"], True), cells
    assert cells[5] == shown("MAE", mae["two_level"]["detectable"]), cells
fills = page.value("[...document.querySelectorAll('#bars-1 rect.bar')].map((one) => one.getAttribute('fill'))")
compared = [row["against"]["MAE"]["better"] for row in rows.values() if row["against"]]
assert fills == [f"var(--{'better' if better else 'worse'})" for better in compared], fills
first = rows["MMIM"]["classes"]["mean"]["confusion"][0]
style = page.value("document.querySelector('#classes-1 .shade').getAttribute('style')")
assert style == f"--share: {round(100 * first[0] / sum(first))}%", style
runs = [cells for cells in lines("#runs-1 details:first-of-type") if name_of(cells[0]) == "TFN"]
assert [(cells[1], cells[3]) for cells in runs] == [
    (str(cell["seed"]), str(cell["best_epoch"])) for cell in rows["TFN"]["provenance"]
], runs
assert not page.complaints, page.complaints
page.close()
print("the page says what tables.json says")
