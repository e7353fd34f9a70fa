"""Writes tests/corpus/fixtures: eight invented utterances in every published layout, as small files.

    python3 tests/corpus/make_fixtures.py            # needs numpy and h5py

Row t of utterance u holds (100 u + 10 t + k + 1) / 100 in column k, so that a test can say what it must read.
"""
import importlib.util
import io
import json
import pathlib
import pickle
import unicodedata

import h5py
import numpy as np

HERE = pathlib.Path(__file__).parent
OUT = HERE / "fixtures"
spec = importlib.util.spec_from_file_location("formats_fixtures", HERE.parent / "formats" / "make_fixtures.py")
formats_fixtures = importlib.util.module_from_spec(spec)
spec.loader.exec_module(formats_fixtures)

VISUAL, ACOUSTIC = 4, 3  # features
VISUAL_ROWS, ACOUSTIC_ROWS, ALIGNED_ROWS = 10, 12, 8
WORDS = ["the movie was great", "so so bad", "it was fine i think", "terrible plot and awful music",
         "i really loved this film", "good", "what a waste of time", "not bad at all"]
LABELS = [1.8, -1.2, 0.0, -3.0, 2.4, 1.0, -2.6, 0.6]
VIDEO_CLIP = [("vid_a", "1"), ("vid_a", "2"), ("vid_b", "1"), ("vid_b", "10"), ("-c", "3"), ("d", "1"), ("e", "1"), ("e", "2")]
SPLITS = {"train": range(0, 5), "valid": range(5, 6), "test": range(6, 8)}


def rows(u, count, width, dtype="f4"):
    t, k = np.mgrid[:count, :width]
    return ((100 * u + 10 * t + k + 1) / 100).astype(dtype)


def visual(u, count=None, dtype="f4"):
    count = [3, 0, 4, VISUAL_ROWS, 5, 1, 6, 2][u] if count is None else count
    block = rows(u, count, VISUAL, dtype)
    if u == 1:
        block[:] = 0  # nothing was seen
    if u == 2:
        block[1] = 0  # a zero row inside
    return block


def acoustic(u, count=None, dtype="f4"):
    count = [4, 2, 5, ACOUSTIC_ROWS, 3, 1, 7, 2][u] if count is None else count
    block = rows(u, count, ACOUSTIC, dtype)
    if u == 2:
        block[2] = 0
    if u == 3:
        block[0, 1], block[1, 0], block[2, 2] = -np.inf, np.nan, np.inf
    if u == 4:
        block[1] = [1, -1, 0]  # sums to zero, is not zero
    return block


def padded(block, length, front):
    full = np.zeros((length, block.shape[1]), block.dtype)
    full[length - len(block):] = block if front else 0
    if not front:
        full[:len(block)] = block
    return full


def stack(make, split, length, front=True, dtype="f4"):
    return np.stack([padded(make(u, dtype=dtype), length, front) for u in SPLITS[split]])


def aligned(make, u, dtype="f4"):
    return make(u, len(WORDS[u].split()), dtype)


def aligned_stack(make, split, dtype="f4"):
    return np.stack([padded(aligned(make, u, dtype), ALIGNED_ROWS, True) for u in SPLITS[split]])


def labels(split, dtype="f4"):
    return np.array([LABELS[u] for u in SPLITS[split]], dtype)


def save(path, data):
    path = OUT / path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data if isinstance(data, bytes) else data.encode())


def old_numpy(value):
    """Protocol 4 with the module names of numpy 1."""
    out = io.BytesIO()
    pickler = pickle._Pickler(out, 4)
    pickler.framer.start_framing = lambda: None
    pickler.dump(value)
    return out.getvalue().replace(b"\x8c\x16numpy._core.multiarray", b"\x8c\x15numpy.core.multiarray")


def text_bert(u):
    pieces = len(WORDS[u].split()) + 2
    block = np.zeros((3, ALIGNED_ROWS), "i8")
    block[0, :pieces] = [101, *range(1000, 1000 + pieces - 2), 102]
    block[1, :pieces] = 1
    return block


def by_piece(make, u):
    block = aligned(make, u)
    edge = np.zeros((1, block.shape[1]), "f4")
    return padded(np.concatenate([edge, block, edge]), ALIGNED_ROWS, False)


def mmsa():
    common = lambda split: {
        "raw_text": [WORDS[u] for u in SPLITS[split]], "id": ["$_$".join(VIDEO_CLIP[u]) for u in SPLITS[split]],
        "annotations": ["Positive" for _ in SPLITS[split]], "regression_labels": labels(split),
        "text": np.zeros((len(SPLITS[split]), ALIGNED_ROWS, 2), "f4")}
    bert = lambda split: np.stack([text_bert(u) for u in SPLITS[split]])
    save("mmsa/aligned_50.pkl", pickle.dumps({split: {
        **common(split), "text_bert": bert(split), "vision": np.stack([by_piece(visual, u) for u in SPLITS[split]]),
        "audio": np.stack([by_piece(acoustic, u) for u in SPLITS[split]])} for split in SPLITS}, 4))
    save("mmsa/unaligned_50.pkl", old_numpy({split: {
        **common(split), "text_bert": bert(split).astype("f4"), "regression_labels": [float(LABELS[u]) for u in SPLITS[split]],
        "vision": stack(visual, split, VISUAL_ROWS), "audio": stack(acoustic, split, ACOUSTIC_ROWS),
        "vision_lengths": [1 if u != 3 else VISUAL_ROWS for u in SPLITS[split]],
        "audio_lengths": np.array([1 if u != 3 else ACOUSTIC_ROWS for u in SPLITS[split]])} for split in SPLITS}))


def sims():
    """CH-SIMS as MMSA publishes it: labels of all modalities together and of each alone, in several containers."""
    of = lambda split, shift: [round((LABELS[u] / 3 + shift) / 2, 1) for u in SPLITS[split]]
    save("mmsa/sims.pkl", pickle.dumps({split: {
        "raw_text": ["\u5f88 \u597d" for _ in SPLITS[split]],
        "id": [f"video_{u // 2:04d}$_${u % 2:04d}" for u in SPLITS[split]],
        "regression_labels": np.array(of(split, 0), "f4"), "regression_labels_T": np.array(of(split, 0.2), "f8"),
        "regression_labels_A": of(split, -0.4), "regression_labels_V": np.array(of(split, 0.8), object),
        "classification_labels": np.zeros(len(SPLITS[split])), "vision": stack(visual, split, VISUAL_ROWS),
        "audio": stack(acoustic, split, ACOUSTIC_ROWS)} for split in SPLITS}, 4))


    table = "video_id,clip_id,text,label,label_T,label_A,label_V,annotation,mode\n" + "".join(
        f"video_{u // 2:04d},{u % 2},,{of(s, 0)[i]},{of(s, 0.2)[i]},{of(s, -0.4)[i]},,Positive,{s}\n"
        for s in SPLITS for i, u in enumerate(SPLITS[s]))
    save("sims_table/label.csv", table)
    save("sims_table/unaligned_39.pkl", pickle.dumps({split: {
        "raw_text": ["\u5f88 \u597d" for _ in SPLITS[split]],
        "id": [f"video_{u // 2:04d}$_${u % 2:04d}" for u in SPLITS[split]], "regression_labels": of(split, 0),
        "vision": stack(visual, split, VISUAL_ROWS), "audio": stack(acoustic, split, ACOUSTIC_ROWS)}
        for split in SPLITS}, 4))


def emotions():
    """MISA's tuples with MOSEI's seven labels: sentiment, happy, sad, anger, surprise, disgust, fear."""
    for split, name in FILES.items():
        save(f"emotions/{name}.pkl", pickle.dumps([
            ((np.arange(len(WORDS[u].split())), aligned(visual, u), aligned(acoustic, u), WORDS[u].split()),
             np.array([[LABELS[u], *(((u + k) % 4) for k in range(6))]], "f4"), segment(u)) for u in SPLITS[split]], 4))


def mult():
    mosi_ids = lambda split: np.array([[f"{v}_{c}".encode(), b"0.5", b"1.5"] for v, c in (VIDEO_CLIP[u] for u in SPLITS[split])])
    glove = lambda split, length: np.zeros((len(SPLITS[split]), length, 2), "f4")
    noalign = {split: {"text": glove(split, 5), "vision": stack(visual, split, VISUAL_ROWS, dtype="f8"),
                       "audio": stack(acoustic, split, ACOUSTIC_ROWS, dtype="f8"),
                       "labels": labels(split).reshape(-1, 1, 1), "id": mosi_ids(split)} for split in SPLITS}
    with_words = {split: {**noalign[split], "text": glove(split, ALIGNED_ROWS), "vision": aligned_stack(visual, split),
                          "audio": aligned_stack(acoustic, split)} for split in SPLITS}
    save("mult/mosi_data_noalign.pkl", pickle.dumps(noalign, 2).replace(b"numpy._core", b"numpy.core"))
    save("mult/mosi_data.pkl", pickle.dumps(with_words, 4))
    table = "video_id,clip_id,text,label\n" + "".join(
        f'{v},{c},"{WORDS[u]}",{LABELS[u]}\n' for u, (v, c) in reversed(list(enumerate(VIDEO_CLIP))))
    save("mult/MOSI-label.csv", table)
    mosei = {split: {**noalign[split], "id": np.array([[VIDEO_CLIP[u][0], f"{u}.5", f"{u + 1}.5"] for u in SPLITS[split]])}
             for split in SPLITS}
    save("mult/mosei_senti_data_noalign.pkl", pickle.dumps(mosei, 4))
    save("mult/MOSEI-label.csv", "video_id,clip_id,text\n" + "".join(f"{v},{c},{WORDS[u]}\n" for u, (v, c) in enumerate(VIDEO_CLIP)))


FILES = {"train": "train", "valid": "dev", "test": "test"}


def mmim():
    for split, name in FILES.items():
        save(f"mmim/{name}.pkl", pickle.dumps([
            (([], visual(u), acoustic(u), WORDS[u].split(), np.int64(len(visual(u))), np.int64(len(acoustic(u)))),
             np.array([[LABELS[u]]], "f4"), "_".join(VIDEO_CLIP[u])) for u in SPLITS[split]], 4))


def segment(u):
    return f"{VIDEO_CLIP[u][0]}[{VIDEO_CLIP[u][1]}]"


def misa():
    for split, name in FILES.items():
        save(f"misa/{name}.pkl", pickle.dumps([
            ((np.arange(len(WORDS[u].split())), aligned(visual, u), aligned(acoustic, u), WORDS[u].split()),
             np.array([[LABELS[u]] + [0] * 6], "f4"), segment(u)) for u in SPLITS[split]], 3).replace(b"numpy._core", b"numpy.core"))


def mag_bert():
    shapes = [lambda x: np.float32(x), lambda x: np.array([x], "f4"), lambda x: np.array([[x] + [9] * 6], "f4"), lambda x: float(x)]
    save("mag_bert/mosi.pkl", pickle.dumps({name: [
        ((WORDS[u].split(), aligned(visual, u), aligned(acoustic, u)), shapes[u % 4](LABELS[u]), segment(u))
        for u in SPLITS[split]] for split, name in FILES.items()}, 2).replace(b"numpy._core", b"numpy.core"))


def lmf():
    mean = lambda make, split: np.stack([np.nan_to_num(aligned(make, u), posinf=0, neginf=0).mean(0) for u in SPLITS[split]])
    save("lmf/mosi.pkl", formats_fixtures.python2({split.encode(): {
        b"facet": mean(visual, split), b"covarep": mean(acoustic, split), b"label": labels(split).reshape(-1, 1),
        b"glove": np.zeros((len(SPLITS[split]), 5, 2), "f4")} for split in SPLITS}, 2))


def sequence(name, root, videos, text=False, folder="csd"):
    (OUT / folder).mkdir(parents=True, exist_ok=True)
    with h5py.File(OUT / folder / name, "w") as file:
        for video, (features, intervals) in videos.items():
            group = file.create_group(f"{root}/data/{video}")
            features = np.array(features, "S12")[:, None] if text else np.array(features, "f4")
            group.create_dataset("features", data=features, compression=None if text else "gzip")
            group.create_dataset("intervals", data=np.array(intervals, "f8"))
        metadata = file.create_group(f"{root}/metadata")
        metadata.create_dataset("root name", (1,), h5py.string_dtype(), data=json.dumps(root))


def csd():
    """Video one: two segments, a pause, and word `b` across their border. Video two has no visual features."""
    sequence("Labels.csd", "Opinion Segment Labels", {"one": ([[1.5], [-0.5]], [[0, 2], [2, 4]]), "two": ([[3.0]], [[0, 1]]),
                                                      "three": ([[0.0]], [[0, 1]])})
    sequence("Words.csd", "words", {"one": (["a", "sp", "b", "c"], [[0, 1], [1, 1.5], [1.5, 2.5], [2.5, 4]]),
                                    "two": (["d"], [[0, 1]])}, text=True)
    at_half_seconds = [[t / 2, t / 2 + 0.5] for t in range(8)]
    sequence("COVAREP.csd", "COVAREP", {"one": ([[t, 10 * t] for t in range(8)], at_half_seconds), "two": ([[5, -np.inf]], [[0, 1]])})
    sequence("FACET_4.2.csd", "FACET_4.2", {"one": ([[1.0], [3.0]], [[0.2, 0.4], [0.6, 0.8]])})
    save("csd/folds.json", json.dumps({"train": ["one"], "valid": ["two"], "test": []}))


def csd_emotions():
    """Labels of MOSEI: sentiment, then happy, sad, anger, surprise, disgust, fear."""
    sequence("CMU_MOSEI_Labels.csd", "All Labels", {"one": ([[1.5, 1, 0, 0, 0.5, 0, 0], [-0.5, 0, 2, 3, 0, 1, 0.25]], [[0, 2], [2, 4]]),
                                                    "two": ([[3.0, 3, 0, 0, 0, 0, 0]], [[0, 1]])}, folder="csd_emotions")
    sequence("CMU_MOSEI_TimestampedWords.csd", "words", {"one": (["a", "b"], [[0, 1], [2.5, 4]]), "two": (["d"], [[0, 1]])},
             text=True, folder="csd_emotions")
    save("csd_emotions/folds.json", json.dumps({"train": ["one"], "valid": ["two"], "test": []}))


def seq20():
    (OUT / "seq20").mkdir(parents=True, exist_ok=True)
    table = "split\trow\tid\tlabel\tstart\tend\ttext\n"
    for split in SPLITS:
        for row, u in enumerate(SPLITS[split]):
            table += f"{split}\t{row}\t{'_'.join(VIDEO_CLIP[u])}\t{LABELS[u]}\t0.0\t1.0\t{WORDS[u].upper()}\n"
        for stem, data in (("x_unimodal_v", aligned_stack(visual, split, "f8")), ("x_unimodal_a", aligned_stack(acoustic, split, "f8")),
                           ("y", labels(split, "f8"))):
            with h5py.File(OUT / "seq20" / f"{stem}_{split}.h5", "w") as file:
                file.create_dataset("data", data=data)
    save("seq20/invented_utterances.tsv", table)


def table():
    """Own features: a table, visual arrays in a folder for each video, acoustic tables of numbers. Nothing was seen of one."""
    save("table/labels.csv", "id,text,label,split\n" + "".join(
        f"{'_'.join(VIDEO_CLIP[u])},{WORDS[u]},{LABELS[u]},{FILES[s]}\n" for s in SPLITS for u in SPLITS[s]))
    for u, (video, clip) in enumerate(VIDEO_CLIP):
        array, text = io.BytesIO(), io.StringIO()
        np.save(array, visual(u))
        np.savetxt(text, acoustic(u), "%.9g", ",")
        if u != 1:
            save(f"table/visual/{video}/{clip}.npy", array.getvalue())
        save(f"table/acoustic/{video}_{clip}.csv", text.getvalue())


def tools():
    """The table beside what OpenFace and openSMILE write: frames without a face, a second face, times, names in quotes."""
    save("tools/labels.csv", (OUT / "table/labels.csv").read_bytes())
    for u, (video, clip) in enumerate(VIDEO_CLIP):
        frames = [(0, 1, row) for row in visual(u)]
        if u == 1:
            frames = [(0, 0, [0.0] * VISUAL)] * 2
        if u == 0:
            frames = frames[:1] + [(0, 0, [0.5] * VISUAL)] + frames[1:]
        face = lambda t, id, success, row: f"{t + 1}, {id}, {t / 30:.3f}, {0.98 * success:.2f}, {success}, " + ", ".join(f"{x:.9g}" for x in row)
        lines = ["frame, face_id, timestamp, confidence, success, gaze_0_x, pose_Tx, AU01_r, AU01_c"]
        for t, frame in enumerate(frames):
            lines.append(face(t, *frame))
            if u == 3 and t < 2:
                lines.append(face(t, 1, 1, [9.0] * VISUAL))
        save(f"tools/openface/{video}_{clip}.csv", "\n".join(lines) + "\n")
        lines = ["name;frameTime;Loudness_sma3;F0semitoneFrom27.5Hz_sma3nz;HNRdBACF_sma3nz"]
        lines += [f"'a;b';{t / 100:.6f};" + ";".join(f"{x:.9g}" for x in row) for t, row in enumerate(acoustic(u))]
        save(f"tools/egemaps/{video}_{clip}.csv", "\n".join(lines) + "\n")


def fet():
    """MMSA-FET: its pickle of a data set, and its pickles of single clips beside a table."""
    config = {"audio": {"tool": "opensmile", "sample_rate": 16000}, "video": {"tool": "openface", "fps": 25, "average_over": 1}}
    data = {split: {
        "id": np.array(["$_$".join(VIDEO_CLIP[u]) for u in SPLITS[split]]), "raw_text": np.array([WORDS[u] for u in SPLITS[split]]),
        "annotations": np.array(["Positive" for _ in SPLITS[split]]), "regression_labels": labels(split, "f8"),
        "label_T": labels(split, "f8"), "text": np.zeros((len(SPLITS[split]), ALIGNED_ROWS, 2)),
        "text_bert": np.stack([text_bert(u) for u in SPLITS[split]]).astype("f8"),
        "vision": stack(visual, split, VISUAL_ROWS, False, "f8"), "audio": stack(acoustic, split, ACOUSTIC_ROWS, False, "f8"),
        "vision_lengths": np.array([len(visual(u)) for u in SPLITS[split]]),
        "audio_lengths": np.array([len(acoustic(u)) for u in SPLITS[split]])} for split in SPLITS}
    save("fet/feature.pkl", pickle.dumps(data | {"config": config}, 5))
    save("fet_clips/labels.csv", (OUT / "table/labels.csv").read_bytes())
    for u, (video, clip) in enumerate(VIDEO_CLIP):
        save(f"fet_clips/clips/{video}_{clip}.pkl", pickle.dumps({
            "audio": acoustic(u), "vision": visual(u), "text": np.zeros((6, 2)), "text_bert": text_bert(u),
            "config": config, "align": [{"start": 0.0, "end": 0.5, "word": "so"}]}, 5))


def people():
    """Files as people have them: one label beyond the scale, no axis of time, no ids, no texts, a folder as MMSA has it."""
    of = lambda split: [round(LABELS[u] / 3, 1) for u in SPLITS[split]]
    names = lambda split, video: [f"{video}_{u // 2}$_${u % 2:04d}" for u in SPLITS[split]]
    streams = lambda split: {"vision": stack(visual, split, VISUAL_ROWS), "audio": stack(acoustic, split, ACOUSTIC_ROWS)}
    beyond = {split: {"raw_text": [WORDS[u] for u in SPLITS[split]], "id": names(split, "video"),
                      "regression_labels": of(split), "regression_labels_T": of(split), "regression_labels_A": of(split),
                      **streams(split)} for split in SPLITS}
    beyond["train"]["regression_labels"] = [*of("train")[:3], 1.4, of("train")[4]]
    beyond["test"]["regression_labels_T"] = [0.5, -1.7]
    save("people/one_beyond.pkl", pickle.dumps(beyond, 4))
    save("people/no_names.pkl", pickle.dumps({split: {"regression_labels": labels(split), **streams(split)} for split in SPLITS}, 4))
    save("people/no_time.pkl", pickle.dumps({split: {
        "raw_text": [WORDS[u] for u in SPLITS[split]], "id": names(split, "video"), "regression_labels": labels(split), "vision": np.stack([rows(u, 1, VISUAL)[0] for u in SPLITS[split]]),
        "audio": [list(map(float, rows(u, 1, ACOUSTIC)[0])) for u in SPLITS[split]]} for split in SPLITS}, 4))
    accent = lambda form: unicodedata.normalize(form, "caf\u00e9")
    save("people/MOSI/Processed/aligned.pkl", pickle.dumps({split if split != "valid" else "eval": {
        "id": names(split, accent("NFC")), "regression_labels": labels(split), **streams(split)} for split in SPLITS}, 4))
    save("people/MOSI/label.csv", "video_id,clip_id,text,label_T\n" + "".join(
        f"{accent('NFD')}_{u // 2},{u % 2},{WORDS[u]},{LABELS[u]}\n" for s in SPLITS for u in SPLITS[s]))


def refused():
    """One thing wrong in each."""
    good = lambda: pickle.loads((OUT / "mmsa/unaligned_50.pkl").read_bytes())

    def broken(name, change):
        tree = good()
        change(tree)
        save(f"refused/{name}.pkl", pickle.dumps(tree, 4))
    broken("two_label_columns", lambda tree: tree["train"].update(regression_labels=np.zeros((5, 2), "f4")))
    broken("label_out_of_range", lambda tree: tree["valid"].update(regression_labels=[3.4]))
    broken("label_not_finite", lambda tree: tree["valid"].update(regression_labels=[float("nan")]))
    broken("no_vision", lambda tree: tree["test"].pop("vision"))
    broken("long_length", lambda tree: tree["test"].update(audio_lengths=[1, ACOUSTIC_ROWS + 1]))
    broken("flat_audio", lambda tree: tree["train"].update(audio=np.zeros((5, 3), "f4")))
    broken("other_width", lambda tree: tree["test"].update(vision=np.zeros((2, VISUAL_ROWS, 9), "f4")))
    broken("fewer_texts", lambda tree: tree["train"].update(raw_text=["one"]))


if __name__ == "__main__":
    for write in (mmsa, sims, emotions, mult, mmim, misa, mag_bert, lmf, csd, csd_emotions, seq20, table, tools, fet, people, refused):
        write()
