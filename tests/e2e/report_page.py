"""`mmim report` of an experiment's folder; its page in a headless Chromium: no complaint on the console, no request to a
network, every row there, tables that sort, bars, curves, a filter for utterances, on a phone and on a desk, light and dark.
"""

import json
import os
import subprocess
import sys

sys.path.insert(0, os.path.join(os.environ["MMIM_SOURCE_DIR"], "tests/support"))
import browser
import fake_cells

FILES = ("report.html", "report.md", "tables.json", "table.tex", "table.csv")


def report(*words, code=0):
    done = subprocess.run([os.environ["MMIM"], "report", *words], capture_output=True, text=True)
    assert done.returncode == code, f"exit code {done.returncode} of {words}: {done.stderr[-600:]}"
    return done.stdout + done.stderr


def refusals():
    fake_cells.write("broken", fake_cells.cell("MMIM", 1, 0) | {"metrics": {"MAE": "low"}})
    said = report("broken", code=3)
    assert "cell.json" in said and "`metrics`" in said and said.count("\n") == 1, said
    for data in ("mosi", "mosei"):
        fake_cells.write("mixed", fake_cells.cell("MMIM", 1, 0, data=data))
    assert "do not belong in one table (data sets mosei, mosi)" in report("mixed")
    assert "did you mean `MMIM`?" in report("mixed", "--baseline", "MMIN", code=2)
    os.mkdir("empty")
    report("empty", code=2)


def rows_of(page, table):
    return page.value(
        f"[...document.querySelectorAll('#{table} tbody tr')].map((row) => [...row.children].map((cell) => cell.innerText))"
    )


def click(page, selector):
    page.value(f"document.querySelector({json.dumps(selector)}).click()")


def check_tables(page, rows):
    text = page.value("document.body.innerText")
    for row in rows:
        assert row in text, f"{row} is not on the page"
    shown = rows_of(page, "means-1")
    assert len(shown) == len(rows), f"{len(shown)} rows of {len(rows)}"
    assert sum("failed" in line[2] for line in shown) == 1, shown
    click(page, "#means-1 thead th:nth-child(4) button")
    values = [float(line[3][:6]) for line in rows_of(page, "means-1") if len(line) > 3]
    assert values == sorted(values), f"not sorted by MAE: {values}"
    click(page, "#means-1 thead th:nth-child(4) button")
    assert [float(line[3][:6]) for line in rows_of(page, "means-1") if len(line) > 3] == values[::-1]
    assert "†" in text and "Holm" in text and "Welch" in text
    assert page.value("document.querySelectorAll('#runs-1 details:first-of-type tbody tr').length") == 5 * (
        len(rows) - 1
    )
    published = rows_of(page, "published-1")
    assert len(published) == len(rows) - 1 and all(line[4] == "+0.0120" for line in published), published


def check_classes(page):
    lines = rows_of(page, "classes-1")
    assert len(lines) == 14, f"seven lines of confusion and seven of reliability: {lines}"
    assert lines[0][0] == "-3" and lines[0][1] == "49.0" and len(lines[0]) == 8, lines[0]
    assert lines[8][2] == "−2.00" and lines[8][4] == "50.0", lines[8]


def check_stars(page):
    """Stars are of the two-level test; the bootstrap of these weights stands below it without one."""
    legend = page.value("document.querySelector('#means-1').innerText")
    assert "two-level test over other seeds and other test videos" in legend and "80 % power" in legend, legend
    folded = page.value("document.querySelector('#bars-1 details').innerText")
    assert folded.startswith("Would these weights differ on other videos?"), folded
    assert page.value("document.querySelectorAll('#intervals-1 ellipse').length") > 0, "no run has its coverage"


def check_drawings(page, rows):
    bars = page.value("document.querySelectorAll('#bars-1 rect.bar').length")
    assert bars == len(rows) - 2, f"{bars} bars: all but the baseline and the row that failed"
    assert page.value("document.querySelectorAll('#bars-1 .whisker').length") == 3 * bars, "every bar has an error bar"
    page.value(
        "[...document.querySelectorAll('#bars-1 button')].find((button) => button.textContent === 'mean').click()"
    )
    page.wait(f"document.querySelectorAll('#bars-1 rect.bar').length === {len(rows) - 1}")
    for part in ("curves-1", "steps-1", "robustness-1", "slices-1"):
        assert page.value(
            f"[...document.querySelectorAll('#{part} path')].every((line) => line.getAttribute('d').startsWith('M'))"
        ), part
    assert page.value("document.querySelectorAll('#curves-1 path').length") == len(rows) - 1
    click(page, "#curves-1 .legend button")
    page.wait(f"document.querySelectorAll('#curves-1 path').length === {len(rows) - 2}")  # a name switches its line off
    assert page.value("document.querySelectorAll('#robustness-1 .panel').length") == 6
    assert page.value("document.querySelectorAll('#intervals-1 circle').length") == len(rows) - 1
    assert "best epoch" in page.value("document.querySelector('#steps-1').textContent")


def check_cases(page, count):
    shown = lambda: page.value("document.querySelector('#cases-list [role=status]').innerText")
    assert shown() == f"{count} of {count} utterances", shown()
    assert page.value("document.querySelectorAll('.case').length") == 30
    page.value(
        "((box) => { box.value = 'video3_'; box.dispatchEvent(new Event('input')); })(document.querySelector('#case-filter'))"
    )
    some = int(shown().split()[0])
    assert 0 < some < count and page.value("document.querySelectorAll('.case').length") == some, shown()
    page.value(
        "((box) => { box.value = ''; box.dispatchEvent(new Event('input')); })(document.querySelector('#case-filter'))"
    )
    page.value(
        "[...document.querySelectorAll('#cases-list .segments button')].find((button) => button.textContent === 'wrong sign').click()"
    )
    assert shown() == f"{count // 4} of {count} utterances", shown()
    assert "Do not publish" in page.value("document.querySelector('#private').innerText")
    assert page.value("document.querySelectorAll('.case b').length") == 0, "a tag in a text became an element"


def press_everything(page):
    page.value("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    page.value("document.querySelectorAll('button').forEach((button) => button.click())")
    page.value(
        "document.querySelectorAll('select').forEach((box) => [...box.options].forEach((option) => { box.value = option.value; box.dispatchEvent(new Event('change')); }))"
    )
    page.value(
        "document.querySelectorAll('.chart svg').forEach((image) => image.dispatchEvent(new PointerEvent('pointermove', { clientX: 100, clientY: 20 })))"
    )


def lab(colour):
    """A colour "#rrggbb" in CIELAB, whose distances are as people see them."""
    light = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    light = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in light]
    matrix = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    x, y, z = (sum(a * b for a, b in zip(row, light)) / white for row, white in zip(matrix, (0.9505, 1, 1.089)))
    x, y, z = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in (x, y, z))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def check_colours(page):
    style = "getComputedStyle(document.documentElement)"
    colours = {
        name: page.value(f"{style}.getPropertyValue('--{name}').trim()") for name in ["worse"] + [f"c{i}" for i in range(8)]
    }
    apart = lambda a, b: sum((x - y) ** 2 for x, y in zip(lab(colours[a]), lab(colours[b]))) ** 0.5
    series = list(colours)[1:]
    for name in series:
        assert apart(name, "worse") > 40, f"{name} looks as what means worse: {colours}"
        assert all(apart(name, other) > 15 for other in series if other != name), f"{name} looks as another: {colours}"


def check_edges(page):
    """A wide table has shadows where it goes on; they stay while what covers them scrolls."""
    wide = "document.querySelector('#means-1 .scroll')"
    assert page.value(f"{wide}.scrollWidth > {wide}.clientWidth + 20"), "the table fits, there is nothing to show"
    kinds = page.value(f"getComputedStyle({wide}).backgroundAttachment").split(", ")
    assert kinds[:4] == ["local", "local", "scroll", "scroll"], kinds


def check(width, dark, rows, count):
    page = browser.Page("made-up/report.html", width, dark=dark)
    page.wait("document.querySelectorAll('#curves-1 path').length > 0")
    ground = page.value("getComputedStyle(document.body).backgroundColor")
    assert (int(ground[4:].split(",")[0]) < 60) == dark, ground
    check_colours(page)
    if width < 600:
        check_edges(page)
    check_tables(page, rows)
    check_stars(page)
    check_classes(page)
    check_drawings(page, rows)
    check_cases(page, count)
    press_everything(page)
    page.value("new Promise((done) => setTimeout(done, 200))")
    assert page.value("document.documentElement.scrollWidth") <= width, "the page is wider than the screen"
    page.size(width + 100, 900)
    page.value("new Promise((done) => setTimeout(done, 200))")
    assert not page.complaints, page.complaints
    page.close()


refusals()
fake_cells.cells("made-up")
fake_cells.cases("made-up")
said = report("made-up")
assert all(f"made-up/{name}\n" in said and os.path.getsize(f"made-up/{name}") > 0 for name in FILES), said
assert "do not publish" in said, said
public = report("made-up", "--no-cases", "--output-dir", "public")
assert "do not publish" not in public and "video3_" not in open("public/report.html", encoding="utf-8").read()
names = [row["name"] for row in json.load(open("made-up/tables.json", encoding="utf-8"))["sections"][0]["rows"]]
assert set(names) == {*fake_cells.ROWS, "w/o history"}, names

if browser.program() is None:
    print(f"skipped: none of {', '.join(browser.PROGRAMS)} is installed")
    sys.exit(77)
for width, dark in ((1280, False), (500, False), (390, True)):
    check(width, dark, names, 80)
print(f"{len(names)} rows are on the page")
