"""Trains as the kit does, in NumPy, and times each epoch; `jbang bench --peers` runs it.

usage: OPENBLAS_NUM_THREADS=N numpy_epochs.py MODEL.json NAMES.txt EPOCHS float32|float64 onehot|best

Starts from the model's weights, takes the names in the file's order in batches of 32, clips at 5, Adam 0.003.
onehot: as the notebook does, every name padded to the longest and one-hot, a mask for the padding.
best:   the fastest we know: names of a batch sorted by length, so that only those still running are computed;
        one-hot rows by indexing; all matrix products that do not depend on the step before made at once.
Prints a line an epoch: its training loss in nats per character, and its seconds.
"""
import json
import math
import sys
import time

import numpy as np

model_file, names_file, epochs, precision, mode = sys.argv[1:6]
model = json.load(open(model_file, encoding="utf-8"))
dtype = np.dtype(precision)
W = [np.array(model[name], dtype) for name in ("Wxh", "Whh", "Who")]
Wxh, Whh, Who = W
V, H = Wxh.shape
index = {letter: i for i, letter in enumerate(model["vocabulary"])}
names = [[index[c] for c in line] for line in open(names_file, encoding="utf-8").read().split("\n") if line]
m, v = [np.zeros_like(w) for w in W], [np.zeros_like(w) for w in W]
identity = np.eye(V, dtype=dtype)


def softmax(o):
    o = o - o.max(1, keepdims=True)
    np.exp(o, out=o)
    o /= o.sum(1, keepdims=True)
    return o


def onehot(batch):
    """The summed loss, the characters, and the gradients of the mean loss, on padded one-hot arrays."""
    B, T = len(batch), longest + 1
    X, Y, mask = np.zeros((T, B), int), np.zeros((T, B), int), np.zeros((T, B), dtype)
    for b, name in enumerate(batch):
        X[1:len(name) + 1, b] = name
        Y[:len(name), b] = name
        mask[:len(name) + 1, b] = 1
    X, target = identity[X], identity[Y]
    s, yHat, loss = [np.zeros((B, H), dtype)], [], 0.0
    for t in range(T):
        s.append(np.tanh(X[t] @ Wxh + s[t] @ Whh))
        yHat.append(softmax(s[t + 1] @ Who))
        loss -= float((np.log((yHat[t] * target[t]).sum(1)) * mask[t]).sum())
    n = mask.sum()
    dWxh, dWhh, dWho = (np.zeros_like(w) for w in W)
    ro = np.zeros((B, H), dtype)
    for t in reversed(range(T)):
        dO = (yHat[t] - target[t]) * mask[t][:, None] / n
        dWho += s[t + 1].T @ dO
        ro = (dO @ Who.T + ro @ Whh.T) * (1 - s[t + 1] ** 2)
        dWhh += s[t].T @ ro
        dWxh += X[t].T @ ro
    return loss, int(n), [dWxh, dWhh, dWho]


def best(batch):
    """The same, on packed arrays: all names' step 0, then step 1 of those that have one, and so on."""
    batch = sorted(batch, key=lambda name: -len(name))
    lengths = np.array([len(name) + 1 for name in batch])
    T = lengths[0]
    running = (lengths[None, :] > np.arange(T)[:, None]).sum(1)
    start = np.concatenate([[0], np.cumsum(running)])
    N = start[-1]
    x, y = np.zeros((T, len(batch)), int), np.zeros((T, len(batch)), int)
    for b, name in enumerate(batch):
        x[1:len(name) + 1, b] = name
        y[:len(name), b] = name
    keep = np.arange(len(batch))[None, :] < running[:, None]
    x, y = x[keep], y[keep]
    z, s, before = Wxh[x], np.empty((N, H), dtype), np.zeros((N, H), dtype)
    for t in range(T):
        rows = slice(start[t], start[t + 1])
        if t > 0:
            before[rows] = s[start[t - 1]:start[t - 1] + running[t]]
            z[rows] += before[rows] @ Whh
        np.tanh(z[rows], out=s[rows])
    dO = softmax(s @ Who)
    every = np.arange(N)
    loss = -float(np.log(dO[every, y]).sum())
    dO[every, y] -= 1
    dO /= N
    dWho = s.T @ dO
    ro, slope = dO @ Who.T, 1 - s * s
    for t in reversed(range(T)):
        rows = slice(start[t], start[t + 1])
        if t < T - 1:
            ro[start[t]:start[t] + running[t + 1]] += ro[start[t + 1]:start[t + 2]] @ Whh.T
        ro[rows] *= slope[rows]
    return loss, int(N), [identity[x].T @ ro, before.T @ ro, dWho]


longest = max(len(name) for name in names)
gradient = onehot if mode == "onehot" else best
step = 0
for epoch in range(int(epochs)):
    begin = time.perf_counter()
    total, characters = 0.0, 0
    for first in range(0, len(names), 32):
        loss, n, dW = gradient(names[first:first + 32])
        total += loss
        characters += n
        norm = math.sqrt(sum(float((d * d).sum()) for d in dW))
        if norm > 5:
            dW = [d * (5 / norm) for d in dW]
        step += 1
        for w, d, mean, square in zip(W, dW, m, v):
            mean *= 0.9
            mean += 0.1 * d
            square *= 0.999
            square += 0.001 * d * d
            w -= 0.003 / (1 - 0.9 ** step) * mean / (np.sqrt(square / (1 - 0.999 ** step)) + 1e-8)
    print(repr(total / characters), time.perf_counter() - begin, flush=True)
