"""`mmim serve` as its clients meet it: the answers of `mmim predict`, the inference protocol, signals, wrong starts."""

import concurrent.futures
import http.client
import json
import os
import pathlib
import random
import signal
import subprocess
import time

import numpy
import openapi_spec_validator
import tritonclient.http

MMIM = os.environ["MMIM"]
TINY = """--quiet --threads 2 --device cpu --data.synthetic.utterances 160 --data.synthetic.longest 6
  --text.random.width 16 --text.random.layers 1 --text.random.heads 2 --text.random.inner 16
  --mmim.visual.hidden 8 --mmim.acoustic.hidden 8 --mmim.fusion_width 16""".split()


class Server:
    """A server of its own, which has to end in order."""

    def __init__(self, *arguments, environment=None):
        self.port_file = pathlib.Path("port")
        self.port_file.unlink(missing_ok=True)
        self.log = open("serve.log", "w")
        command = [MMIM, "serve", *arguments, "--port", "0", "--port-file", str(self.port_file)]
        self.process = subprocess.Popen(command, stderr=self.log, env={**os.environ, **(environment or {})})
        for _ in range(600):
            if self.port_file.exists() or self.process.poll() is not None:
                break
            time.sleep(0.05)
        assert self.port_file.exists(), pathlib.Path("serve.log").read_text()
        self.port = int(self.port_file.read_text())

    def ask(self, method, path, body=None, headers=None, connection=None):
        ours = connection or http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        ours.request(method, path, body, {"Content-Type": "application/json", **(headers or {})})
        answer = ours.getresponse()
        content = answer.read()
        if connection is None:
            ours.close()
        return answer.status, content

    def stop(self, number=signal.SIGTERM):
        self.process.send_signal(number)
        code = self.process.wait(60)
        self.log.close()
        assert code == 0, (code, pathlib.Path("serve.log").read_text()[-2000:])


def lines():
    draw = random.Random(1)
    for i in range(60):
        line = {"id": f"clip{i}", "text": "what a great film " * (i % 7)}
        if i % 2:
            line["visual"] = [[draw.gauss(0, 1) for _ in range(20)] for _ in range(i % 5)]
        if i % 3:
            line["acoustic"] = [[draw.gauss(0, 1) for _ in range(5)] for _ in range(1 + i % 4)]
        yield line


def plain(answer):
    """What `mmim predict` prints of an answer."""
    return {key: value for key, value in answer.items() if key not in ("mark", "remarks")}


def check_answers(server, requests, wanted):
    def ask(thread):
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        for i in random.Random(thread).sample(range(len(requests)), len(requests)):
            status, body = server.ask("POST", "/predict", json.dumps(requests[i]), connection=connection)
            assert status == 200, body
            assert plain(json.loads(body)) == wanted[i], (plain(json.loads(body)), wanted[i])
        connection.close()

    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        list(pool.map(ask, range(16)))
    status, body = server.ask("POST", "/predict", json.dumps(requests))
    assert status == 200 and [plain(answer) for answer in json.loads(body)] == wanted


def check_inference_protocol(server, requests, wanted):
    client = tritonclient.http.InferenceServerClient(f"127.0.0.1:{server.port}")
    assert client.is_server_live() and client.is_server_ready() and client.is_model_ready("run")
    assert [tensor["name"] for tensor in client.get_model_metadata("run")["inputs"]][0] == "text"
    assert client.get_server_metadata()["extensions"] == ["binary_tensor_data"]
    both = [i for i, request in enumerate(requests) if "visual" in request and "acoustic" in request]
    longest = max(len(requests[i]["visual"]) for i in both)
    visual = numpy.zeros((len(both), longest, 20), numpy.float32)
    rows = numpy.array([len(requests[i]["visual"]) for i in both], numpy.int64)
    for place, i in enumerate(both):
        if rows[place]:
            visual[place, : rows[place]] = requests[i]["visual"]
    text = numpy.array([requests[i]["text"].encode() for i in both], numpy.object_)
    inputs = []
    for name, values, datatype in [("text", text, "BYTES"), ("visual", visual, "FP32"), ("visual_rows", rows, "INT64")]:
        tensor = tritonclient.http.InferInput(name, values.shape, datatype)
        tensor.set_data_from_numpy(values)
        inputs.append(tensor)
    without = [{key: requests[i][key] for key in ("text", "visual")} for i in both]
    _, body = server.ask("POST", "/predict", json.dumps(without))
    scores = [answer["score"] for answer in json.loads(body)]
    for outputs in (None, [tritonclient.http.InferRequestedOutput("score", binary_data=False)]):
        result = client.infer("run", inputs, request_id="7", outputs=outputs)
        assert result.get_response()["id"] == "7"
        # Rows in float32 are not the same numbers as rows in JSON to the last digit.
        assert numpy.allclose(result.as_numpy("score"), scores, atol=1e-5), (result.as_numpy("score"), scores)
    try:
        client.infer("nobody", inputs)
        raise AssertionError("a model that is not there answers")
    except tritonclient.utils.InferenceServerException as error:
        assert "there is no model `nobody`" in str(error), error
    client.close()


def check_signals(server):
    """SIGHUP in the middle of requests loses none, and neither does SIGTERM."""
    seen = []

    def ask(_):
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        for i in range(40):
            try:
                connection.request("POST", "/predict", '{"text": "good"}', {"Content-Type": "application/json"})
            except (ConnectionError, http.client.CannotSendRequest):
                return  # the connection had ended before the request
            try:
                answer = connection.getresponse()
            except http.client.RemoteDisconnected:
                return  # the same, seen later
            answer.read()
            seen.append(answer.status)

    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        work = [pool.submit(ask, i) for i in range(8)]
        for _ in range(3):
            time.sleep(0.03)
            server.process.send_signal(signal.SIGHUP)
        time.sleep(0.05)
        server.stop()
        for one in work:
            one.result()
    assert seen and set(seen) == {200}, set(seen)
    log = [json.loads(line) for line in pathlib.Path("serve.log").read_text().splitlines()]
    assert any(line.get("message") == "models were read again" for line in log)
    assert len([line for line in log if line.get("path") == "/predict" and line["status"] == 200]) >= len(seen)


def refuse(code, text, *arguments, environment=None):
    result = subprocess.run([MMIM, "serve", *arguments], capture_output=True, text=True, timeout=60,
                            env={**os.environ, **(environment or {})})
    said = [line for line in result.stderr.splitlines() if not line.startswith("{")]
    assert result.returncode == code and len(said) == 1 and text in said[0], (result.returncode, result.stderr)


def check_wrong_starts(server):
    refuse(2, "nothing", "nothing", "--port", "0")
    refuse(2, "cannot be the name of a model", "a b=run", "--port", "0")
    refuse(2, "two models have the name `run`", "run", "run/best", "--port", "0")
    refuse(2, "address", "run", "--host", "somewhere", "--port", "0")
    refuse(2, str(server.port), "run", "--port", str(server.port))
    refuse(2, "which model?", "--port", "0")
    refuse(2, "--max-waiting", "run", "--port", "0", "--max-waiting", "5")
    pathlib.Path("empty").write_text("\n")
    refuse(2, "--api-key-file empty: is empty", "run", "--port", "0", "--api-key-file", "empty")


def check_keys():
    pathlib.Path("key").write_text("secret\n")
    for arguments, environment in ((["--api-key-file", "key"], {}), ([], {"MMIM_API_KEY": "secret"})):
        server = Server("run", *arguments, environment=environment)
        assert server.ask("GET", "/health")[0] == 200
        assert server.ask("GET", "/info")[0] == 401
        assert server.ask("GET", "/info", headers={"Authorization": "Bearer wrong"})[0] == 401
        assert server.ask("GET", "/info", headers={"Authorization": "Bearer secret"})[0] == 200
        assert server.ask("GET", "/info", headers={"X-API-Key": "secret", "Host": "elsewhere.example"})[0] == 403
        server.stop(signal.SIGINT)
        assert "secret" not in pathlib.Path("serve.log").read_text()


def check_demo():
    """The demonstration model stands apart, is marked, and leaves nothing behind."""
    folder = pathlib.Path("temporary")
    folder.mkdir()
    server = Server("run", "--demo", environment={"TMPDIR": str(folder.resolve())})
    assert not list(folder.iterdir()), "the model is read, and its folder is gone"
    for text, sign in (("what a great film", 1), ("a terrible, boring film", -1)):
        status, body = server.ask("POST", "/predict?model=demo", json.dumps({"text": text}))
        answer = json.loads(body)
        assert status == 200 and answer["score"] * sign > 0, body
        assert answer["mark"].startswith("SYNTHETIC"), body
    server.stop()


def main():
    subprocess.run([MMIM, "train", *TINY, "--fast-dev-run", "--output-dir", "run"], check=True)
    requests = list(lines())
    pathlib.Path("in.jsonl").write_text("".join(json.dumps(line) + "\n" for line in requests))
    said = subprocess.run([MMIM, "predict", "run", "in.jsonl"], check=True, capture_output=True, text=True).stdout
    wanted = [json.loads(line) for line in said.splitlines()]
    server = Server("run", "--max-batch-tokens", "100", "--instances", "2")
    status, body = server.ask("GET", "/openapi.json")
    assert status == 200
    openapi_spec_validator.validate(json.loads(body))
    check_answers(server, requests, wanted)
    check_inference_protocol(server, requests, wanted)
    metrics = server.ask("GET", "/metrics")[1].decode()
    assert f'mmim_requests_total{{model="run"}} {16 * 60 + 60 + 3 * 20}' in metrics, metrics
    check_wrong_starts(server)
    check_signals(server)
    check_keys()
    check_demo()


main()
