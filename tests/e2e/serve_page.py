"""The page of `mmim serve` in a headless Chromium: scores, words, models, files, history, keys, complaints, focus,
axe's rules, on a phone and on a desk, light and dark, and a policy that lets no other script run."""

import http.client
import importlib.resources
import json
import os
import sys

sys.path.insert(0, os.path.join(os.environ["MMIM_SOURCE_DIR"], "tests/support"))
import browser
from serving import Server, train

TAB = {"key": "Tab", "code": "Tab", "windowsVirtualKeyCode": 9}


def signed(value):
    text = f"{abs(value):.2f}"
    return text if float(text) == 0 else ("−" if value < 0 else "+") + text


def shown(page, selector):
    return page.value(f"document.querySelector({json.dumps(selector)}).innerText")


def click(page, selector):
    page.value(f"document.querySelector({json.dumps(selector)}).click()")


def type_text(page, text):
    """As a person types: through the keyboard of the browser, over what stands there."""
    page.value("document.getElementById('text').focus(); document.getElementById('text').select()")
    page.call("Input.insertText", text=text)


def ask(page, text=None):
    before = page.value("document.querySelectorAll('#asked button').length")
    if text is not None:
        type_text(page, text)
    click(page, "#ask")
    page.wait(f"document.querySelectorAll('#asked button').length === {before + 1}")
    page.wait("!document.getElementById('ask').hasAttribute('aria-disabled')")


def complaint(page, words):
    page.wait("document.getElementById('alert').textContent !== ''")
    said = shown(page, "#alert")
    assert words in said, f"{words!r} is not in {said!r}"
    failed = [line for line in page.complaints if not line.startswith("Failed to load resource")]
    assert not failed, failed
    page.complaints.clear()


def check_axe(page):
    page.value((importlib.resources.files("axe_core_python") / "axe.min.js").read_text("utf-8"))
    found = page.value(
        "axe.run().then((said) => said.violations.map((one) => [one.id, one.nodes.map((node) => node.html)]))"
    )
    assert found == [], found


def check_answer(page, wanted, text):
    answer = wanted["answer"]
    assert shown(page, ".big") == signed(answer["score"]), (shown(page, ".big"), answer["score"])
    assert page.value("document.activeElement.id") == "answer-title", "the focus goes to the heading of the answer"
    if "interval" in answer:
        assert " to ".join(map(signed, answer["interval"])) in shown(page, "#within"), shown(page, "#within")
        assert page.value("document.querySelectorAll('#answer rect.interval').length") == 1
    for card in page.value("[...document.querySelectorAll('#answer .card')].map((card) => card.innerText)"):
        assert answer["mark"] in card, f"no mark beside the scores of {card}"
    assert answer["mark"] in shown(page, "#asked button"), shown(page, "#asked")
    for key in answer.keys() - {"id", "score", "interval", "scores", "remarks", "mark"}:
        assert f"{key.replace('_', ' ')}: {answer[key]}".replace(": -", ": −") in shown(page, ".chips"), key
    for remark in answer.get("remarks", []):
        assert remark in shown(page, "#answer"), remark
    for name, value in wanted["without"].items():
        label = page.value("document.querySelector('#without svg').getAttribute('aria-label')")
        assert f"without {name}: {signed(value['score'])} ({signed(-value['effect'])})" in label, label
    assert page.value("document.querySelectorAll('#without rect').length") == 1 + len(wanted["without"])
    label = page.value("document.querySelector('#contrast svg').getAttribute('aria-label')")
    for name, value in answer["scores"].items():
        assert f"{name}: {'–' if value is None else signed(value)}" in label, label
    check_words(page, wanted["words"], text)


def check_words(page, words, text):
    spans = page.value(
        """[...document.querySelectorAll('.said .word')].map(
            (word) => [word.textContent, word.className, getComputedStyle(word).textDecorationStyle])"""
    )
    if words:
        assert page.value("document.querySelector('.said').textContent") == text
    assert [span[0] for span in spans] == [word["word"] for word in words], spans
    for (_, kind, line), word in zip(spans, words):
        effect = word["effect"]
        if effect is None:
            assert kind == "word unread", (kind, word)
        elif abs(effect) >= 0.005:
            assert (kind, line) == (("word lowers", "double") if effect < 0 else ("word raises", "solid")), (kind, word)
    rows = page.value("[...document.querySelectorAll('#words tbody tr')].map((row) => row.lastChild.textContent)")
    assert rows == ["not read" if word["effect"] is None else signed(word["effect"]) for word in words], rows
    thick = page.value(
        """[...document.querySelectorAll('.said .raises')].map(
            (word) => [Number(word.title), parseFloat(getComputedStyle(word).textDecorationThickness)])"""
    )
    assert all(a[1] >= b[1] for a in thick for b in thick if a[0] > b[0]), thick
    effects, widths = (set(column) for column in zip(*thick)) if thick else (set(), set())
    assert len(effects) < 2 or len(widths) > 1, f"all lines are as thick: {thick}"


def drop(page, name, content):
    page.value(
        f"""(() => {{ const carried = new DataTransfer();
        carried.items.add(new File([{json.dumps(content)}], {json.dumps(name)}));
        document.getElementById('drop').dispatchEvent(
            new DragEvent('drop', {{dataTransfer: carried, bubbles: true, cancelable: true}})); }})()"""
    )


def check_files(page, server):
    utterance = {"text": "a good film", "visual": [[0.5] * 20] * 3, "acoustic": [[0.1] * 5] * 2}
    drop(page, "two.json", json.dumps([utterance, {"text": "another"}]))
    page.wait("document.getElementById('text').value === 'a good film'")
    said = shown(page, "#rows")
    assert "First of 2 utterances of two.json" in said and "visual: 3 rows, acoustic: 2 rows" in said, said
    ask(page)
    check_answer(page, server.explain(utterance, "one"), utterance["text"])
    assert len(page.value("document.querySelector('#without svg').getAttribute('aria-label')").split(";")) == 4
    assert "First of 2 utterances" in shown(page, "#answer")
    click(page, "#rows-clear")
    assert page.value("document.getElementById('rows').hidden")
    for name, content, words in (
        ("broken.json", "{", "broken.json holds no JSON"),
        ("number.json", "7", "number.json holds no utterance"),
        ("clip.mp4", "", "clip.mp4 is no file of JSON"),
    ):
        drop(page, name, content)
        page.wait(f"document.getElementById('alert').textContent.includes({json.dumps(words)})")
    assert page.value("document.getElementById('text').value") == "a good film"


def check_history(page):
    first = shown(page, "#asked li:last-child b")
    count = page.value("document.querySelectorAll('#asked button').length")
    click(page, "#asked li:last-child button")
    assert shown(page, ".big") == first and page.value("document.activeElement.id") == "answer-title"
    assert page.value("document.querySelectorAll('#asked button').length") == count > 1
    assert page.value("document.querySelector('#asked li:last-child button').matches('[aria-current=true]')")
    stored = page.value("[localStorage.length, sessionStorage.length, document.cookie]")
    assert stored == [0, 0, ""], stored
    click(page, "#history-clear")
    assert page.value("document.getElementById('history').hidden")


def check_focus(page):
    """Tab goes through everything once, from top to bottom, and what has the focus shows it."""
    page.value("document.activeElement.blur(); window.getSelection().removeAllRanges(); window.scrollTo(0, 0)")
    page.value("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    page.value("document.body.tabIndex = -1; document.body.focus(); document.body.removeAttribute('tabindex')")
    wanted = page.value(
        """[...document.querySelectorAll('button, select, textarea, input, summary, .scroll')].filter(
            (one) => one.checkVisibility()).length"""
    )
    seen = []
    for _ in range(wanted + 3):
        for kind in ("rawKeyDown", "keyUp"):
            page.call("Input.dispatchKeyEvent", type=kind, **TAB)
        here = page.value(
            """(() => { const one = document.activeElement, box = one.getBoundingClientRect();
            const style = getComputedStyle(one);
            return [one === document.body, one.id || one.className || one.textContent, box.top + scrollY, box.left,
                    style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2]; })()"""
        )
        if here[0]:
            break
        seen.append(here[1:])
    else:
        raise AssertionError(f"Tab does not leave the page: {seen}")
    assert len(seen) == wanted, f"{len(seen)} of {wanted} have the focus: {seen}"
    assert all(line[3] for line in seen), f"a focus that nobody sees: {[line for line in seen if not line[3]]}"
    assert [line[1:3] for line in seen] == sorted(line[1:3] for line in seen), f"not as one reads: {seen}"


def answer_with(page, answer, status=200):
    """From now on the page gets this answer, whatever it asks."""
    page.value(
        f"""window.real ??= fetch; window.fetch = async () => new Response(
            {json.dumps(json.dumps(answer))}, {{status: {status}, headers: {{'Retry-After': '7'}}}}); 0"""
    )


def check_made_up(page):
    """Effects of every size and sign, which no tiny model has; and an answer without what may be missing."""
    effects = [1.5, 0.3, -1.2, -0.2, 0.001, None]
    words = [{"word": "word", "first": 5 * i, "last": 5 * i + 4, "effect": e} for i, e in enumerate(effects)]
    answer = {"score": -0.75, "scores": {"text": 0.5, "visual": None}, "mark": "MADE UP", "three_class": "negative"}
    wanted = {"answer": answer, "without": {"text": {"score": 0.25, "effect": -1.0}}, "words": words}
    answer_with(page, wanted)
    ask(page, "word word word word word word")
    check_answer(page, wanted, "word word word word word word")
    signs = page.value("[...document.querySelectorAll('.said .word')].map((word) => word.className.split(' ')[1])")
    assert signs == ["raises", "raises", "lowers", "lowers", None, "unread"], signs
    widths = page.value(
        """[...document.querySelectorAll('.said .word')].map(
            (word) => parseFloat(getComputedStyle(word).textDecorationThickness))"""
    )
    assert widths[0] > widths[1] and widths[2] > widths[3], widths
    drawn = "[document.querySelectorAll('#without .lowers').length, document.querySelectorAll('#contrast rect').length]"
    assert page.value(drawn) == [1, 1], page.value(drawn)
    assert "no interval" in shown(page, "#within")
    page.value("window.fetch = window.real; 0")


def check_policy(server):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    connection.request("GET", "/")
    answer = connection.getresponse()
    body = answer.read().decode()
    policy = answer.getheader("Content-Security-Policy")
    for part in ("default-src 'none'", "connect-src 'self'", "frame-ancestors 'none'", "script-src 'sha256-"):
        assert part in policy, policy
    assert "unsafe" not in policy, policy
    assert answer.getheader("X-Content-Type-Options") == "nosniff"
    assert answer.getheader("Referrer-Policy") == "no-referrer"
    assert "http://" not in body.replace("http://www.w3.org/2000/svg", "") and "https://" not in body
    assert "innerHTML" not in body and "insertAdjacentHTML" not in body


def check_look(server, width, dark):
    page = browser.Page(server.address, width, dark=dark)
    page.wait("document.querySelectorAll('#model option').length === 2")
    ground = page.value("getComputedStyle(document.body).backgroundColor")
    assert (int(ground[4:].split(",")[0]) < 60) == dark, ground
    check_axe(page)
    text = "what a great film <b>but</b> the ending was 😀 awful"
    ask(page, text)
    assert page.value("document.querySelectorAll('.said b').length") == 0, "a tag in a text became an element"
    check_answer(page, server.explain({"text": text}, "one"), text)
    page.value("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    check_axe(page)
    ask(page, "long" * 80)
    assert page.value("document.documentElement.scrollWidth") <= width, "the page is wider than the screen"
    check_focus(page)
    assert not page.complaints, page.complaints
    page.close()


def check_use(server):
    page = browser.Page(server.address, 1280)
    page.wait("document.querySelectorAll('#model option').length === 2")
    click(page, "#ask")
    complaint(page, "Type a text")
    click(page, "#examples button")
    text = page.value("document.getElementById('text').value")
    ask(page)
    check_answer(page, server.explain({"text": text}, "one"), text)
    page.value("document.getElementById('model').value = 'two'")
    ask(page, "good word " * 60)
    check_answer(page, server.explain({"text": "good word " * 60}, "two"), "good word " * 60)
    assert "the model reads no text so long" in shown(page, "#words")
    page.value("document.getElementById('model').value = 'one'")
    check_files(page, server)
    check_made_up(page)
    check_history(page)
    type_text(page, "x" * 20001)
    click(page, "#ask")
    complaint(page, "and at most 20000 are taken")
    assert page.value("document.getElementById('text').value.length") == 20001, "the form stays filled"
    answer_with(page, {"detail": "too many wait"}, 429)
    type_text(page, "good")
    click(page, "#ask")
    page.wait("document.getElementById('alert').textContent === 'too many wait. Try again in 7 seconds.'")
    page.value("window.fetch = window.real; 0")
    server.stop()
    click(page, "#ask")
    complaint(page, "The server does not answer")
    assert page.value("document.getElementById('text').value") == "good"
    again = Server("one", "two", port=server.port)
    ask(page)
    assert page.value("document.getElementById('alert').textContent") == ""
    page.call("Page.reload")
    page.wait("document.readyState === 'complete' && document.querySelectorAll('#model option').length === 2")
    assert page.value("document.querySelectorAll('#asked button').length") == 0
    page.close()
    again.stop()


def check_key():
    server = Server("one", environment={"MMIM_API_KEY": "secret"})
    page = browser.Page(server.address, 1280)
    complaint(page, "key")
    assert page.value("document.activeElement.id") == "key"
    page.call("Input.insertText", text="secret")
    ask(page, "good")
    assert page.value("document.getElementById('model-field').hidden"), "one model is no choice"
    page.close()
    server.stop()


if browser.program() is None:
    print(f"skipped: none of {', '.join(browser.PROGRAMS)} is installed")
    sys.exit(77)
train("one", 1)
train("two", 2)
server = Server("one", "two")
try:
    check_policy(server)
    for width, dark in ((1280, False), (1280, True), (360, False), (360, True)):
        check_look(server, width, dark)
    check_use(server)
    check_key()
finally:
    if server.process.poll() is None:
        server.process.terminate()
