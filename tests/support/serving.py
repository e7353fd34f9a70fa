"""A server of tests, and the tiny model that it serves."""

import http.client
import json
import os
import pathlib
import signal
import subprocess
import time

MMIM = os.environ["MMIM"]
TINY = """--quiet --threads 2 --device cpu --data.synthetic.utterances 160 --data.synthetic.longest 6
  --text.random.width 16 --text.random.layers 1 --text.random.heads 2 --text.random.inner 16
  --mmim.visual.hidden 8 --mmim.acoustic.hidden 8 --mmim.fusion_width 16 --fast-dev-run""".split()


class Server:
    """`mmim serve` of its own folder, ready to answer; stop() expects it to end in order."""

    def __init__(self, *arguments, port=0, environment=None):
        place = pathlib.Path("port")
        place.unlink(missing_ok=True)
        command = [MMIM, "serve", *arguments, "--port", str(port), "--port-file", str(place), "--quiet"]
        self.process = subprocess.Popen(command, stderr=open("serve.log", "w"),
                                        env={**os.environ, **(environment or {})})
        for _ in range(600):
            if place.exists() or self.process.poll() is not None:
                break
            time.sleep(0.05)
        self.port = int(place.read_text())
        self.address = f"http://127.0.0.1:{self.port}/"

    def explain(self, utterance, model):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request(
            "POST", f"/explain?model={model}", json.dumps(utterance), {"Content-Type": "application/json"}
        )
        return json.loads(connection.getresponse().read())

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(60) == 0, pathlib.Path("serve.log").read_text()


def train(folder, seed):
    subprocess.run([MMIM, "train", *TINY, "--seed", str(seed), "--output-dir", folder], check=True)
