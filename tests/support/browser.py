"""A headless Chromium that a test talks to through two pipes, with nothing but Python's standard library."""

import base64
import json
import os
import select
import shutil
import subprocess
import tempfile

PROGRAMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


def program():
    """The first Chromium that is installed, or None."""
    return next((found for found in map(shutil.which, PROGRAMS) if found), None)


class Page:
    """One tab of a file, or of an address "http://...". `complaints` are what its console said as a warning or error,
    exceptions, and requests to a network other than that address."""

    def __init__(self, path, width, height=900, dark=False, timeout=60):
        self.folder, self.timeout, self.count, self.rest, self.complaints = tempfile.mkdtemp(), timeout, 0, b"", []
        commands, self.output = os.pipe()
        self.input, answers = os.pipe()
        # Chromium reads commands from 3 and answers on 4; the shell puts the pipes there.
        self.process = subprocess.Popen(
            [
                "bash",
                "-c",
                f'exec "$@" 3<&{commands} 4>&{answers}',
                "bash",
                program(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--remote-debugging-pipe",
                "--hide-scrollbars",
                f"--user-data-dir={self.folder}",
            ],
            pass_fds=(commands, answers),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(commands)
        os.close(answers)
        address = path if path.startswith("http://") else "file://" + os.path.abspath(path)
        self.own = ("file:", "data:") + ((address,) if address.startswith("http://") else ())
        self.session = None
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")
        self.size(width, height)
        self.call(
            "Emulation.setEmulatedMedia",
            features=[{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}],
        )
        self.call("Page.navigate", url=address)
        self.wait("document.readyState === 'complete'")

    def size(self, width, height):
        self.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 600
        )

    def messages(self):
        """The next messages, complete ones."""
        if not select.select([self.input], [], [], self.timeout)[0]:
            raise TimeoutError("the browser does not answer")
        piece = os.read(self.input, 1 << 20)
        if not piece:
            raise EOFError("the browser has ended")
        *whole, self.rest = (self.rest + piece).split(b"\0")
        return [json.loads(message) for message in whole]

    def call(self, method, **parameters):
        self.count += 1
        message = {"id": self.count, "method": method, "params": parameters} | (
            {"sessionId": self.session} if self.session else {}
        )
        os.write(self.output, json.dumps(message).encode() + b"\0")
        answer = None
        while answer is None:
            for message in self.messages():
                if message.get("id") == self.count:
                    answer = message
                else:
                    self.listen(message)
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error']}")
        return answer["result"]

    def listen(self, message):
        method, said = message.get("method"), message.get("params", {})
        if method == "Runtime.exceptionThrown":
            details = said["exceptionDetails"]
            self.complaints.append(details.get("exception", {}).get("description", details["text"]))
        elif method == "Log.entryAdded" and said["entry"]["level"] in ("warning", "error"):
            self.complaints.append(said["entry"]["text"])
        elif method == "Runtime.consoleAPICalled" and said["type"] in ("warning", "error", "assert"):
            self.complaints.append(str([argument.get("value") for argument in said["args"]]))
        elif method == "Network.requestWillBeSent" and not said["request"]["url"].startswith(self.own):
            self.complaints.append("asked a network for " + said["request"]["url"])

    def value(self, expression):
        """What a JavaScript expression gives, as JSON."""
        answer = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(f"{expression}: {answer['exceptionDetails']}")
        return answer["result"].get("value")

    def wait(self, expression):
        for _ in range(400):
            if self.value(expression):
                return
            self.value("new Promise((done) => { setTimeout(done, 50); })")
        raise TimeoutError(f"never came true: {expression}")

    def screenshot(self, file):
        """The whole page, however long."""
        height = self.value("document.documentElement.scrollHeight")
        picture = self.call(
            "Page.captureScreenshot",
            captureBeyondViewport=True,
            clip={
                "x": 0,
                "y": 0,
                "width": self.value("document.documentElement.clientWidth"),
                "height": height,
                "scale": 1,
            },
        )
        with open(file, "wb") as out:
            out.write(base64.b64decode(picture["data"]))

    def close(self):
        self.process.terminate()
        self.process.wait(timeout=30)
        os.close(self.output)
        os.close(self.input)
        shutil.rmtree(self.folder, ignore_errors=True)
