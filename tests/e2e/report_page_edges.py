"""The page of reports that are not the usual ones: one epoch, one run, values that are not there, long names, nothing
but failures; on paper, and by the keys alone."""

import os
import subprocess
import sys

sys.path.insert(0, os.path.join(os.environ["MMIM_SOURCE_DIR"], "tests/support"))
import browser
import fake_cells

LONG = "a name of somebody who wanted to say everything: mmim.bound.entropy.gradient = batch, mmim.bound.memory = 3"
WITHOUT_SPACES = "averylongnamewithoutaspace" * 5
A4 = 703  # CSS pixels between the margins


def opened(folder, width, count, change=None, rows=("MMIM", "TFN", "LMF"), seeds=(1, 2, 3), **more):
    """The page of a report of made-up cells; `change` changes each cell as it is written. `count`: cards."""
    for place, row in enumerate(rows):
        for seed in seeds:
            one = fake_cells.cell(row, seed, 0.02 * place, **more)
            if change:
                change(one)
            fake_cells.write(folder, one)
    subprocess.run([os.environ["MMIM"], "report", folder], check=True, capture_output=True)
    page = browser.Page(f"{folder}/report.html", width)
    page.wait(f"document.querySelectorAll('section.card').length === {count}")
    page.value("new Promise((done) => setTimeout(done, 200))")
    return page


def each(page, selector, value):
    """`value`, JavaScript over `one`, of each element that the selector finds."""
    return page.value(f"[...document.querySelectorAll('{selector}')].map((one) => {value})")


def closed(page, width):
    text = page.value("document.body.innerText")
    for word in ("NaN", "null", "Infinity", "[object"):
        assert word not in text, f"{word} is on the page"
    assert page.value("document.documentElement.scrollWidth") <= width, "the page is wider than the screen"
    assert not page.complaints, page.complaints
    page.close()


def one_epoch():
    page = opened("one", 500, 10, epochs=1)
    assert page.value("document.querySelectorAll('#curves-1 circle.lone').length") == 3, "an epoch alone is a point"
    places = each(page, "#curves-1 circle.lone", "one.getAttribute('cx') / one.ownerSVGElement.viewBox.baseVal.width")
    assert all(0.4 < place < 0.65 for place in places), f"not in the middle: {places}"
    closed(page, 500)


def one_run():
    page = opened("single", 900, 9, rows=("MMIM",), seeds=(1,))
    text = page.value("document.body.innerText")
    assert "over seeds" not in page.value("document.querySelector('#means-1').innerText"), "one run has no deviation"
    assert page.value("document.querySelectorAll('#bars-1').length") == 0, "one bar compares nothing"
    assert page.value("document.querySelectorAll('#curves-1 .legend, #steps-1 select').length") == 0, "a choice of one"
    assert "Names switch lines" not in text, text
    closed(page, 900)


def without_values():
    def change(one):
        if one["row"] == "MMIM":
            return
        one["metrics"]["MAE"] = None if one["row"] == "TFN" else 1.0
        if one["row"] == "LMF":
            one["metrics"] = {name: value if name == "MAE" else None for name, value in one["metrics"].items()}
            one["steps"][1]["terms"]["entropy"] = [None] * len(one["steps"][1]["step"])
        one["valid_mae"] = None
        for point in one["curve"]:
            point["valid"], point["valid_loss"] = {}, None

    page = opened("missing", 900, 10, change)
    assert "none" not in page.value("document.querySelector('#bars-1 figcaption').innerText")
    assert "no value: a run has none" in page.value("document.querySelector('#bars-1 svg').textContent")
    each(page, "#steps-1 select", "{ one.value = 'LMF'; one.dispatchEvent(new Event('change')); }")
    said = page.value("document.querySelector('#steps-1').innerText")
    assert "Without a value in any of its updates: main: entropy." in said, said
    assert page.value("document.querySelectorAll('#steps-1 .panel').length") == 3, "an empty panel"
    closed(page, 900)


def long_names():
    page = opened("long", 500, 10, rows=("MMIM", LONG, WITHOUT_SPACES))
    heights = each(page, "#means-1 tbody tr", "one.offsetHeight")
    assert max(heights) < 80, f"rows are tall: {heights}"
    assert each(page, "#means-1 .name", "one.title").count(LONG) == 1
    closed(page, 500)


def failures_alone():
    page = opened("failed", 900, 2, lambda one: one.update(reason="no memory"), rows=("MMIM", "TFN"), finished=False)
    row = each(page, "#means-1 tbody tr:first-child > *", "one.colSpan")
    columns = page.value("document.querySelectorAll('#means-1 thead th').length")
    assert sum(row) == columns, f"the line of a row that failed ends early: {row} of {columns}"
    assert "The 0 runs" not in page.value("document.body.innerText")
    closed(page, 900)


def own_scale():
    names = ("MAE", "Corr")

    def change(one):
        one["metrics"] = {name: one["metrics"][name] for name in names}
        one |= {"label": "ratings", "label_range": [0, 10], "published": {}}
        one |= {"classes": None, "robustness": None, "slices": None}

    page = opened("scale", 900, 6, change)
    chips = each(page, ".chips li", "one.innerText")
    assert "labels ratings from 0 to 10" in chips, chips
    closed(page, 900)


def on_paper():
    page = opened("paper", A4, 10)
    page.call("Emulation.setEmulatedMedia", media="print")
    assert page.value("getComputedStyle(document.querySelector('nav')).display") == "none"
    wide = page.value("document.querySelector('#means-1 table').offsetWidth")
    assert wide <= A4, f"the table goes on beyond the paper: {wide}"
    shown = each(page, "#published-1 .segments button", "one.offsetWidth > 0 && one.innerText")
    assert [name for name in shown if name] == ["MAE"], f"which metric the table is of: {shown}"
    closed(page, A4)


def by_keys():
    page = opened("keys", 900, 10)
    chart = "document.querySelector('#curves-1 svg')"
    for _ in range(2):
        page.value(f"{chart}.dispatchEvent(new KeyboardEvent('keydown', {{key: 'ArrowRight', bubbles: true}}))")
    said = page.value("document.querySelector('#curves-1 .tip').innerText")
    assert page.value(f"{chart}.tabIndex") == 0 and said.startswith("epoch 2\n") and "MMIM" in said, said
    page.value(f"{chart}.dispatchEvent(new KeyboardEvent('keydown', {{key: 'Escape'}}))")
    assert page.value("document.querySelector('#curves-1 .tip').hidden")
    closed(page, 900)


if browser.program() is None:
    print(f"skipped: none of {', '.join(browser.PROGRAMS)} is installed")
    sys.exit(77)
for check in (one_epoch, one_run, without_values, long_names, failures_alone, own_scale, on_paper, by_keys):
    if len(sys.argv) < 2 or check.__name__ in sys.argv[1:]:
        check()
print("every unusual page is whole")
