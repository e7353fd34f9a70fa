const EXAMPLES = [
  "what a great film, i loved every minute of it",
  "the story was boring and the acting was terrible",
  "it was okay, not great but not awful either",
];

const countedRows = (utterance) => ["visual", "acoustic"].filter((name) => Array.isArray(utterance[name]))
  .map((name) => `${name}: ${plural(utterance[name].length, "row")}`).join(", ");

/** An utterance out of a file of JSON, and what is to be said of it. */
async function readJson(file) {
  let found;
  try {
    found = JSON.parse(await file.text());
  } catch {
    throw new Complaint(`${file.name} holds no JSON.`);
  }
  const list = Array.isArray(found);
  if (list && found.length === 0) throw new Complaint(`${file.name} holds an empty list.`);
  const utterance = list ? found[0] : found;
  if (utterance === null || typeof utterance !== "object" || Array.isArray(utterance))
    throw new Complaint(`${file.name} holds no utterance: an object with text, visual or acoustic is wanted.`);
  const first = list && found.length > 1 && `First of ${found.length} utterances of ${file.name}.`;
  return {utterance, note: first || `Out of ${file.name}.`};
}

/** Kinds of files, each with the function that makes an utterance of one. */
const FILE_KINDS = [{fits: (file) => /[.]json$/i.test(file.name) || file.type === "application/json", read: readJson}];

function readFile(file) {
  const kind = FILE_KINDS.find(({fits}) => fits(file));
  if (!kind) throw new Complaint(`${file.name} is no file of JSON.`);
  return kind.read(file);
}
