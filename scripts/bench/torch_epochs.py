"""Trains as the kit does, in PyTorch, and times each epoch; `jbang bench --peers` runs it.

usage: OPENBLAS_NUM_THREADS=N torch_epochs.py MODEL.json NAMES.txt EPOCHS float32|float64 packed|padded THREADS

Starts from the model's weights, takes the names in the file's order in batches of 32, clips at 5, Adam 0.003.
torch.nn.RNN, GRU or LSTM, and torch.nn.Linear, without biases on one-hot inputs; packed: packed sequences, sorted by length;
padded: a rectangle as long as the batch's longest name, targets of the padding ignored.
Prints a line an epoch: its training loss in nats per character, and its seconds.
"""
import json
import sys
import time

import torch
from torch.nn.utils.rnn import pack_sequence, pad_sequence

model_file, names_file, epochs, precision, mode, threads = sys.argv[1:7]
torch.set_num_threads(int(threads))
dtype = getattr(torch, precision)
model = json.load(open(model_file, encoding="utf-8"))
Wxh, Whh, Who = (torch.tensor(model[name], dtype=dtype) for name in ("Wxh", "Whh", "Who"))
V, H = Wxh.shape[0], Whh.shape[0]
cell = model.get("cell", "rnn")
rnn = {"rnn": torch.nn.RNN, "gru": torch.nn.GRU, "lstm": torch.nn.LSTM}[cell](V, H, bias=cell == "lstm", dtype=dtype)
out = torch.nn.Linear(H, V, bias=False, dtype=dtype)


def torch_rows(W):
    """The columns of the kit's gates, as the rows that PyTorch has them in: r, 1 - u, n; or i, f, g, e."""
    gates = W.T.split(H)
    if cell == "gru":
        return torch.cat([gates[1], -gates[0], gates[2]])   # sigmoid(-z) = 1 - sigmoid(z)
    if cell == "lstm":
        return torch.cat([gates[1], gates[0], gates[3], gates[2]])
    return W.T


with torch.no_grad():
    rnn.weight_ih_l0.copy_(torch_rows(Wxh))
    rnn.weight_hh_l0.copy_(torch_rows(Whh))
    out.weight.copy_(Who.T)
    if cell == "lstm":   # the constant 1 in the gate f, which is not learnt
        for bias in (rnn.bias_ih_l0, rnn.bias_hh_l0):
            bias.zero_()
            bias.requires_grad_(False)
        rnn.bias_ih_l0[H:2 * H] = 1
parameters = [p for p in [*rnn.parameters(), *out.parameters()] if p.requires_grad]
adam = torch.optim.Adam(parameters, lr=0.003, eps=1e-8)
index = {letter: i for i, letter in enumerate(model["vocabulary"])}
names = [[index[c] for c in line] for line in open(names_file, encoding="utf-8").read().split("\n") if line]
identity = torch.eye(V, dtype=dtype)

for epoch in range(int(epochs)):
    begin = time.perf_counter()
    total, characters = 0.0, 0
    for first in range(0, len(names), 32):
        batch = sorted(names[first:first + 32], key=len, reverse=True)
        x = [torch.tensor([0] + name) for name in batch]
        y = [torch.tensor(name + [0]) for name in batch]
        if mode == "packed":
            packed, target = pack_sequence(x), pack_sequence(y).data
            inputs = torch.nn.utils.rnn.PackedSequence(identity[packed.data], packed.batch_sizes)
            scores = out(rnn(inputs)[0].data)
        else:
            target = pad_sequence(y, padding_value=-100).reshape(-1)
            scores = out(rnn(identity[pad_sequence(x)])[0]).reshape(-1, V)
        n = sum(len(name) + 1 for name in batch)
        loss = torch.nn.functional.cross_entropy(scores, target, reduction="sum") / n
        adam.zero_grad(set_to_none=True)
        loss.backward()
        norm = torch.sqrt(sum((p.grad * p.grad).sum() for p in parameters))
        if norm > 5:
            for p in parameters:
                p.grad *= 5 / norm
        adam.step()
        total += float(loss.detach()) * n
        characters += n
    print(repr(total / characters), time.perf_counter() - begin, flush=True)
