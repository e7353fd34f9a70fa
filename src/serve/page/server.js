/** Something to tell the person, in one sentence. `status`: of the answer; 0 without one. */
class Complaint extends Error {
  constructor(sentence, status = 0) {
    super(sentence);
    this.status = status;
  }
}

/** The JSON of an answer, or a Complaint that says what is wrong. */
async function call(path, key, body) {
  const headers = {...(key && {"X-API-Key": key}), ...(body && {"Content-Type": "application/json"})};
  let response;
  try {
    const method = body ? "POST" : "GET";
    response = await fetch(path, {method, headers, body, cache: "no-store", credentials: "omit"});
  } catch {
    throw new Complaint("The server does not answer. It may have ended, or the network is gone.");
  }
  const said = await response.json().catch(() => ({}));
  if (response.ok) return said;
  const wait = response.headers.get("Retry-After");
  const hint = [429, 503].includes(response.status) ? ` Try again in ${plural(wait ?? 1, "second")}.` : "";
  const detail = (said.detail ?? `The server answers ${response.status}`).replace(/[.]?$/, ".");
  throw new Complaint(detail + hint, response.status);
}

const modelsOf = async (key) => (await call("info", key)).models;

const explain = (model, utterance, key) =>
  call(`explain?model=${encodeURIComponent(model)}`, key, JSON.stringify(utterance));
