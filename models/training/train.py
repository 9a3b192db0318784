"""Trains the network on work/train.jsonl; goes on from its last checkpoint when it was stopped.

    python models/training/train.py [--name run] [--epochs 2]
    python models/training/train.py --name tuned --start run --steps 700 --rate 0.3
"""
import argparse, json, random, time

import torch
import torch.nn.functional as F

from clean import strip_form
from data import OUTPUTS, WORK, read_lines
from network import Network, tokenizer

BATCH = 48
RATE = 1.5e-4
# The head starts from nothing, the encoder does not.
HEAD_RATE = 1e-3
WARM_UP = 0.06
NOISY = 0.25
# Hate in disguise was what was missed most.
NOISY_HATE = 0.35
STRIPPED = 0.2
# Tokens of a row that are read: four of five comments are shorter, and the time goes with the length.
LONGEST = 192
CHECKPOINT_STEPS = 250
# The last quarter's weights are averaged: kept at so many places of it.
AVERAGED = (0.80, 0.85, 0.90, 0.95)


def epoch_rows(rows, epoch, seed):
    """The rows of an epoch in the order they are read, each as [text, row]: another part of thinned sources each time."""
    rng = random.Random(f"{seed}-{epoch}")
    chosen = []
    for row in rows:
        whole = int(row["take"])
        chosen += [row] * (whole + (rng.random() < row["take"] - whole))
    rng.shuffle(chosen)
    return [(form_of(row, rng), row) for row in chosen]


def form_of(row, rng):
    noisy = NOISY_HATE if row["labels"].get("identity_hate", 0) >= 0.5 else NOISY
    text = rng.choice(row["noisy"]) if rng.random() < noisy else row["text"]
    return strip_form(text) or text if rng.random() < STRIPPED else text


def batches_of(read, ids, rng):
    """Of like length, so that little is padded; in an order that does not tell the length."""
    found = []
    for i in range(0, len(read), BATCH * 40):
        part = sorted(range(i, min(i + BATCH * 40, len(read))), key=lambda j: len(ids[j]))
        found += [part[k:k + BATCH] for k in range(0, len(part), BATCH)]
    rng.shuffle(found)
    return found


def targets(rows):
    y = torch.tensor([[row["labels"].get(name, -1.0) for name in OUTPUTS] for row in rows], dtype=torch.float)
    weight = torch.tensor([[row["weight"]] for row in rows])
    return y.clamp(min=0), (y >= 0).float() * weight


def loss_of(network, tok, batch, device):
    ids, rows = batch
    enc = tok.pad({"input_ids": ids}, return_tensors="pt", pad_to_multiple_of=8).to(device)
    y, weight = (t.to(device) for t in targets(rows))
    with torch.autocast(device, dtype=torch.bfloat16):
        logits = network(enc["input_ids"], enc["attention_mask"])
    each = F.binary_cross_entropy_with_logits(logits.float(), y, reduction="none")
    return (each * weight).sum() / weight.sum()


def optimiser(network, rate):
    head = [p for name, p in network.named_parameters() if not name.startswith("encoder")]
    return torch.optim.AdamW([{"params": network.encoder.parameters(), "base": rate * RATE}, {"params": head, "base": rate * HEAD_RATE}],
                             lr=RATE, weight_decay=0.01, fused=True)


def set_rate(opt, gone):
    for group in opt.param_groups:
        group["lr"] = group["base"] * (gone / WARM_UP if gone < WARM_UP else (1 - gone) / (1 - WARM_UP))


def save(path, state):
    torch.save(state, path.with_suffix(".new"))
    path.with_suffix(".new").replace(path)


class Averager:
    """The mean of weights: of those added, and of a network's at the places of AVERAGED."""

    def __init__(self, sums=None, count=0, next_=0):
        self.sums, self.count, self.next = sums, count, next_

    def see(self, network, gone):
        if self.next < len(AVERAGED) and gone >= AVERAGED[self.next]:
            self.add(network.state_dict())
            self.next += 1

    def add(self, state):
        weights = {k: v.detach().double() for k, v in state.items() if v.is_floating_point()}
        self.sums = weights if self.sums is None else {k: self.sums[k] + v for k, v in weights.items()}
        self.count += 1

    def mean(self):
        return {k: (v / self.count).float() for k, v in self.sums.items()}


def start(folder, plan, device):
    """Network, optimiser, averager and the step to go on after, from the checkpoint if there is one."""
    torch.manual_seed(plan["seed"])
    network = Network().to(device)
    if plan["start"]:
        network.load_state_dict(torch.load(WORK / plan["start"] / "mean.pt", map_location=device))
    opt, averager, first = optimiser(network, plan["rate"]), Averager(), 0
    if (folder / "checkpoint.pt").exists():
        state = torch.load(folder / "checkpoint.pt", map_location=device)
        network.load_state_dict(state["network"])
        opt.load_state_dict(state["opt"])
        averager, first = Averager(*state["averager"]), state["step"]
        print(f"going on after step {first}", flush=True)
    return network, opt, averager, first


def steps_of(rows, tok, total, seed):
    """The batches of a whole training, as (step, token ids, rows); the same ones after a new start."""
    step = epoch = 0
    while step < total:
        read = epoch_rows(rows, epoch, seed)
        ids = tok([text for text, _ in read], truncation=True, max_length=LONGEST)["input_ids"]
        for part in batches_of(read, ids, random.Random(f"{seed}-order-{epoch}"))[:total - step]:
            step += 1
            yield step, [ids[j] for j in part], [read[j][1] for j in part]
        epoch += 1


def fit(rows, folder, plan):
    """Trains by a plan of `steps`, `seed`, `start` (a folder of work/, or None) and `rate` (of the usual one); writes
    last.pt and mean.pt."""
    total = plan["steps"]
    folder.mkdir(parents=True, exist_ok=True)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    network, opt, averager, first = start(folder, plan, device)
    tok, running, began = tokenizer(), None, time.time()
    network.train()
    for step, ids, part in steps_of(rows, tok, total, plan["seed"]):
        if step <= first:
            continue
        set_rate(opt, step / total)
        loss = loss_of(network, tok, (ids, part), device)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        opt.step()
        opt.zero_grad()
        averager.see(network, step / total)
        running = loss.item() if running is None else 0.98 * running + 0.02 * loss.item()
        if step % 50 == 0:
            left = (time.time() - began) / (step - first) * (total - step) / 60
            print(f"step {step} of {total} loss {running:.4f} minutes left {left:.0f}", flush=True)
        if step % CHECKPOINT_STEPS == 0:
            save(folder / "checkpoint.pt", {"network": network.state_dict(), "opt": opt.state_dict(), "step": step,
                                            "averager": (averager.sums, averager.count, averager.next)})
    save(folder / "last.pt", network.state_dict())
    averager.add(network.state_dict())
    save(folder / "mean.pt", {**network.state_dict(), **averager.mean()})


def main():
    args = argparse.ArgumentParser()
    args.add_argument("--name", default="run", help="of the folder below work/ that holds checkpoint and weights")
    args.add_argument("--start", help="the folder below work/ whose mean.pt it begins with")
    args.add_argument("--epochs", type=int, default=2)
    args.add_argument("--steps", type=int, help="in place of epochs")
    args.add_argument("--rate", type=float, default=1.0, help="of the usual learning rate")
    args.add_argument("--seed", type=int, default=7)
    args = args.parse_args()
    rows = read_lines(WORK / "train.jsonl")
    epoch = -(-sum(int(row["take"] * 1000) for row in rows) // (1000 * BATCH))
    plan = {"steps": args.steps or args.epochs * epoch, "seed": args.seed, "start": args.start, "rate": args.rate}
    fit(rows, WORK / args.name, plan)
    (WORK / args.name / "train.json").write_text(json.dumps({**plan, "rows": len(rows)}) + "\n")


if __name__ == "__main__":
    main()
