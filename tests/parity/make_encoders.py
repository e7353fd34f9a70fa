"""Writes tests/parity/golden/encoders/X_tiny for the families beside MPNet: random encoders as transformers computes them.

    pip install torch transformers && python3 tests/parity/make_encoders.py

Each folder has the layout of mpnet_tiny (README.md there). Pieces are made up: the word pieces are mpnet_tiny's, the bytes
of RoBERTa are merged as often as in the texts below.
"""
import json
import pathlib
import shutil
import tempfile

import torch
import transformers
from safetensors.torch import save_file
from tokenizers import ByteLevelBPETokenizer

OUT = pathlib.Path(__file__).parent / "golden/encoders"
TEXTS = json.loads((OUT / "mpnet_tiny/case.json").read_text())["texts"][:4]
BYTES = TEXTS + ["It's LATE,  isn't it?\n they'll say 12345 -- naïve 電影 😀!", " <s> kopi<mask>  kopi </s>", "  two  spaces  "]
WIDTH, LAYERS, HEADS, INNER = 16, 2, 4, 24


def word_pieces(folder):
    lines = (OUT / "mpnet_tiny/model/vocab.txt").read_text().splitlines()[4:-1]  # without <s>, <pad>, </s>, <unk>; <mask>
    with tempfile.TemporaryDirectory() as scratch:
        path = pathlib.Path(scratch) / "vocab.txt"
        path.write_text("\n".join(lines) + "\n")
        transformers.BertTokenizer(str(path)).save_pretrained(folder)
        shutil.copy(path, folder / "vocab.txt")


def bytes_of_roberta(folder):
    made = ByteLevelBPETokenizer()
    specials = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]
    made.train_from_iterator(BYTES * 3, vocab_size=330, min_frequency=2, special_tokens=specials)
    with tempfile.TemporaryDirectory() as scratch:
        made.save_model(scratch)
        there = pathlib.Path(scratch)
        vocabulary = json.loads((there / "vocab.json").read_text())
        merges = [tuple(line.split(" ")) for line in (there / "merges.txt").read_text().splitlines() if "#version" not in line]
        transformers.RobertaTokenizer(vocab=vocabulary, merges=merges).save_pretrained(folder)
        for name in ("vocab.json", "merges.txt"):
            shutil.copy(there / name, folder / name)


def encoders():
    common = dict(vocab_size=201, max_position_embeddings=40)
    bert = dict(hidden_size=WIDTH, num_hidden_layers=LAYERS, num_attention_heads=HEADS, intermediate_size=INNER,
                hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0)
    yield "distilbert", word_pieces, transformers.DistilBertModel(transformers.DistilBertConfig(
        dim=WIDTH, n_layers=LAYERS, n_heads=HEADS, hidden_dim=INNER, dropout=0.0, attention_dropout=0.0, **common))
    yield "electra", word_pieces, transformers.ElectraModel(transformers.ElectraConfig(embedding_size=8, **bert, **common))
    yield "roberta", bytes_of_roberta, transformers.RobertaModel(transformers.RobertaConfig(
        type_vocab_size=1, layer_norm_eps=1e-5, **bert, vocab_size=330, max_position_embeddings=96))


def randomise(model, generator):
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            norm = "norm" in name.lower() and name.endswith("weight")
            scale = .1 if parameter.dim() == 1 else .5 if "embeddings." in name else .3
            parameter.copy_(torch.randn(parameter.shape, generator=generator) * scale + (1 if norm else 0))


def padded(ids, padding):
    longest = max(map(len, ids))
    mask = torch.tensor([[1] * len(text) + [0] * (longest - len(text)) for text in ids])
    return torch.tensor([text + [padding] * (longest - len(text)) for text in ids]), mask


def run(model, ids, mask, r):
    out = model(input_ids=ids, attention_mask=mask, output_hidden_states=True)
    states = {f"hidden_{i}": state.detach().contiguous() for i, state in enumerate(out.hidden_states)}
    return states, (out.last_hidden_state[:, 0] * r).sum()


def write(name, tokenizer_of, model):
    folder = OUT / f"{name}_tiny"
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "model").mkdir(parents=True)
    tokenizer_of(folder / "model")
    generator = torch.Generator().manual_seed(7)
    randomise(model, generator)
    model.config._attn_implementation = "eager"
    model.eval().save_pretrained(folder / "model")
    tokenizer = transformers.AutoTokenizer.from_pretrained(folder / "model")
    texts = BYTES if name == "roberta" else TEXTS
    token_ids = [tokenizer(text)["input_ids"] for text in texts]
    ids, mask = padded(token_ids, tokenizer.pad_token_id)
    r = torch.randn(len(texts), WIDTH, generator=generator, dtype=torch.float64)
    _, loss_f32 = run(model, ids, mask, r.float())
    model = model.double()
    states, loss = run(model, ids, mask, r)
    loss.backward()
    used = {key: value.grad for key, value in model.named_parameters() if value.grad is not None}
    save_file({"input_ids": ids, "attention_mask": mask, "r": r}, folder / "batch.safetensors")
    save_file(states, folder / "hidden_f64.safetensors")
    save_file(used, folder / "grads_f64.safetensors")
    keys = [key for key in used if key.endswith(("key.bias", "k_lin.bias"))]  # softmax does not see them
    limits = {"hidden_abs": 1e-12, "loss_abs": 1e-11, "gradient_rel_to_max": 1e-10}
    case = {"kind": f"{name}_encoder",
            "files": {"model": "model", "batch": "batch.safetensors", "gradients": "grads_f64.safetensors",
                      "hidden": {"f64": "hidden_f64.safetensors", "f32": "hidden_f64.safetensors"}},
            "tolerances": {"f64": limits, "f32": {"hidden_abs": 2e-5, "loss_abs": 1e-4, "gradient_rel_to_max": 1e-4},
                           "skip_gradient": keys}}
    made = {"transformers": transformers.__version__, "torch": torch.__version__, "attention": "eager"}
    record = {"case": case, "texts": texts, "token_ids_unpadded": token_ids, "loss_f64": loss.item(),
              "loss_f32": loss_f32.item(), "made_with": made}
    (folder / "case.json").write_text(json.dumps(record, indent=1, ensure_ascii=True) + "\n")


if __name__ == "__main__":
    for name, tokenizer_of, model in encoders():
        write(name, tokenizer_of, model)
