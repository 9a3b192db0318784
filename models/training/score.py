"""Logits of texts: by the network as trained, or by the int8 file that ships, one text a run as in use."""
import numpy as np
import torch

from data import LABELS, OUT, WINDOW, WORK, read_lines
from network import Network, tokenizer

INT8 = OUT / "onnx" / "model_quantized.onnx"


def load(weights):
    network = Network()
    network.load_state_dict(torch.load(weights, map_location="cpu"))
    return network.eval()


@torch.no_grad()
def fp32(network, texts, window=WINDOW, batch=32):
    """(texts, outputs) in the order of the texts; computed by length, so that little is padded."""
    tok = tokenizer()
    ids = tok(texts, truncation=True, max_length=window)["input_ids"]
    order = sorted(range(len(ids)), key=lambda i: len(ids[i]))
    out = [None] * len(ids)
    for at in range(0, len(order), batch):
        part = order[at:at + batch]
        enc = tok.pad({"input_ids": [ids[i] for i in part]}, return_tensors="pt")
        for i, row in zip(part, network(enc["input_ids"], enc["attention_mask"]).numpy()):
            out[i] = row
    return np.array(out)


def onnx(path, texts, window=WINDOW):
    import onnxruntime
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    names = [i.name for i in session.get_inputs()]
    tok = tokenizer()
    out = []
    for text in texts:
        enc = tok(text, truncation=True, max_length=window, return_tensors="np", return_token_type_ids=True)
        out.append(session.run(None, {n: enc[n].astype(np.int64) for n in names})[0][0])
    return np.array(out)


def valid():
    """The held-back rows, and (rows, labels) of what is known of them: values, and where they are known."""
    rows = read_lines(WORK / "valid.jsonl")
    y = np.array([[row["labels"].get(name, -1) for name in LABELS] for row in rows], dtype=float)
    return rows, y, y >= 0


def sigmoid(z):
    return 1 / (1 + np.exp(-np.clip(z, -30, 30)))
