const at = (id) => document.getElementById(id);
let models = [], rows = {}, note = "", asked = [], busy = false;

function tell(sentence) {
  at("alert").textContent = sentence;
}

/** Shows what is wrong; a missing key has a field. Everything else throws on. */
function complain(error) {
  if (!(error instanceof Complaint)) throw error;
  tell(error.message);
  if (error.status === 401) {
    at("key-field").hidden = false;
    at("key").focus();
  }
}

async function loadModels() {
  models = await modelsOf(at("key").value);
  const chosen = at("model").value;
  at("model").replaceChildren(...models.map(({name, system}) => html("option", {value: name}, `${name} (${system})`)));
  if (models.some(({name}) => name === chosen)) at("model").value = chosen;
  at("model-field").hidden = models.length < 2;
}

function showRows() {
  const counted = countedRows(rows);
  at("rows").hidden = !note;
  at("rows-text").textContent = [note, counted].filter(Boolean).join(" ");
}

function forgetRows() {
  rows = {};
  note = "";
  at("file").value = "";
  showRows();
}

async function take(file) {
  if (!file) return;
  tell("");
  try {
    const read = await readFile(file);
    const {text, model, ...others} = read.utterance;
    at("text").value = typeof text === "string" ? text : "";
    rows = others;
    note = read.note;
    showRows();
  } catch (error) {
    complain(error);
  }
}

function show(entry) {
  at("answer").replaceChildren(...answerNodes(entry.said, entry));
  at("answer").hidden = false;
  showHistory(entry);
  at("answer-title").focus();
}

function showHistory(current) {
  at("history").hidden = asked.length === 0;
  at("asked").replaceChildren(...asked.map((entry) => html("li", {}, html(
    "button", {type: "button", "aria-current": entry === current && "true", onclick: () => show(entry)},
    html("b", {}, signed(entry.said.answer.score)), html("span", {}, entry.text || "(no text)"),
    html("span", {class: "soft"}, [entry.model, entry.said.answer.mark].filter(Boolean).join(": "))))));
}

async function ask() {
  if (busy) return;
  const text = at("text").value;
  tell("");
  if (!text.trim() && !countedRows(rows)) return tell("Type a text, or choose a file.");
  busy = true;
  at("ask").setAttribute("aria-disabled", "true");
  at("status").textContent = "The model reads …";
  try {
    if (models.length === 0) await loadModels();
    const model = models.find(({name}) => name === at("model").value);
    if (!model) throw new Complaint("The models are being read. Try again in a second.");
    const said = await explain(model.name, {...rows, ...(text && {text})}, at("key").value);
    const entry = {text, note, said, model: model.name, labels: model.labels};
    asked.unshift(entry);
    show(entry);
  } catch (error) {
    complain(error);
  } finally {
    busy = false;
    at("ask").removeAttribute("aria-disabled");
    at("status").textContent = "";
  }
}

at("form").addEventListener("submit", (event) => {
  event.preventDefault();
  ask();
});
at("text").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) ask();
});
at("examples").append(...EXAMPLES.map((text) => html("button", {type: "button", onclick: () => {
  forgetRows();
  at("text").value = text;
}}, text)));
at("file").addEventListener("change", () => take(at("file").files[0]));
at("rows-clear").addEventListener("click", () => {
  forgetRows();
  at("file").focus();
});
at("history-clear").addEventListener("click", () => {
  asked = [];
  showHistory();
  at("text").focus();
});
for (const kind of ["dragover", "dragleave", "drop"]) at("drop").addEventListener(kind, (event) => {
  event.preventDefault();
  at("drop").classList.toggle("over", kind === "dragover");
  if (kind === "drop") take(event.dataTransfer.files[0]);
});
loadModels().catch(complain);
