"""Writes a BERT-base of random weights as int8 ONNX, for `npm run bench:model` to measure ours against:

    python models/training/bert_base.py [--out models/training/work/bert-base]

110 million weights, exported and quantised as ours are. What it says is noise; how long it takes does not depend on its weights.
"""
import argparse, json, pathlib, shutil, tempfile

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from transformers import BertConfig, BertForSequenceClassification

HERE = pathlib.Path(__file__).resolve().parent
SHIPPED = HERE.parent / "toxicity"
LABELS = json.loads((SHIPPED / "config.json").read_text())["id2label"]


class Logits(torch.nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, input_ids, attention_mask, token_type_ids):
        return self.model(input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids).logits


def main():
    args = argparse.ArgumentParser()
    args.add_argument("--out", type=pathlib.Path, default=HERE / "work" / "bert-base")
    out = args.parse_args().out
    (out / "onnx").mkdir(parents=True, exist_ok=True)
    torch.manual_seed(1)
    # BertConfig's own defaults are BERT-base; our tokenizer has its vocabulary.
    config = BertConfig(num_labels=len(LABELS), id2label={int(k): v for k, v in LABELS.items()}, problem_type="multi_label_classification")
    model = BertForSequenceClassification(config).eval()
    print(f"{sum(p.numel() for p in model.parameters()) / 1e6:.0f} million weights")
    names = ["input_ids", "attention_mask", "token_type_ids"]
    axes = {name: {0: "batch", 1: "length"} for name in names} | {"logits": {0: "batch"}}
    ids = torch.randint(1000, 20000, (2, 8))
    with tempfile.TemporaryDirectory() as folder:
        full = pathlib.Path(folder) / "model.onnx"
        torch.onnx.export(Logits(model), (ids, torch.ones_like(ids), torch.zeros_like(ids)), full, input_names=names,
                          output_names=["logits"], dynamic_axes=axes, opset_version=17, dynamo=False)
        quantize_dynamic(full, out / "onnx" / "model_quantized.onnx", per_channel=True, reduce_range=True, weight_type=QuantType.QInt8)
    config.save_pretrained(out)
    for name in ("tokenizer.json", "tokenizer_config.json", "special_tokens_map.json"):
        shutil.copy(SHIPPED / name, out / name)
    print(f"written to {out}")


if __name__ == "__main__":
    main()
