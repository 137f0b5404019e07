"""Trains the extractive reader further on this project's question sets, and writes it as 8-bit ONNX.

    npx tsx scripts/reader/passages.ts --set CORPUS:INDEX:tests/eval/treasury.jsonl … --out passages.jsonl
    python scripts/reader/train.py passages.jsonl --base models/reader-minilm-l6 --out reader.onnx

Needs torch, numpy, onnx and tokenizers. The program itself needs none of it.

Start and end scores, less those of [CLS], are normalised over all passages of a question together and "no answer" at 0
("shared normalisation", Clark and Gardner 2018): the reader's scores are compared across passages, so they are trained so.
A gold sentence gives no span; all of its tokens share the gain (marginal likelihood, as in Clark and Gardner), held near
the base model's own distribution within the sentence, which keeps its sense of what a short answer is. Questions without
an answer put all on "no answer", and so does a share of the others, whose answer is taken out of their passages: what is left
is about the right party and does not answer. Sentences that answer partly are neither. The weights written are a mean of base and
trained ones (Wortsman et al. 2022, "Robust fine-tuning of zero-shot models"), quantized per channel as the base is.
"""
import argparse
import json
import random
import time
from pathlib import Path

import numpy as np
import onnx
import torch
import torch.nn.functional as F
from onnx import numpy_helper
from tokenizers import Tokenizer

LAYERS, HEADS, WIDTH = 6, 12, 384
QUESTION_TOKENS, PAIR_TOKENS = 48, 288
BIASES = {
    "qb": "attention.self.query.bias", "kb": "attention.self.key.bias", "vb": "attention.self.value.bias",
    "ob": "attention.output.dense.bias", "ib": "intermediate.dense.bias", "fb": "output.dense.bias",
    "l1w": "attention.output.LayerNorm.weight", "l1b": "attention.output.LayerNorm.bias",
    "l2w": "output.LayerNorm.weight", "l2b": "output.LayerNorm.bias",
}
EMBEDDINGS = "m.bert.embeddings."


def layer_name(layer, name):
    return f"m.bert.encoder.layer.{layer}.{name}"


def matrices(model):
    """Base names of the quantized matrices in graph order: query, key, value, output, intermediate, output of each layer, then the head."""
    return [node.input[1][: -len("_quantized")] for node in model.graph.node if node.op_type == "MatMulInteger"]


def load(path):
    """The model's ONNX graph and its weights in full precision."""
    model = onnx.load(path)
    arrays = {each.name: numpy_helper.to_array(each) for each in model.graph.initializer}

    def full(name):
        quantized = arrays[name + "_quantized"].astype(np.float32) - arrays[name + "_zero_point"].astype(np.float32)
        return quantized * arrays[name + "_scale"]

    weights = {key: full(EMBEDDINGS + name) for key, name in
               {"word": "word_embeddings.weight", "type": "token_type_embeddings.weight", "pos": "position_embeddings.weight"}.items()}
    weights["nw"], weights["nb"] = arrays[EMBEDDINGS + "LayerNorm.weight"], arrays[EMBEDDINGS + "LayerNorm.bias"]
    names = matrices(model)
    for layer in range(LAYERS):
        for i, key in enumerate("qkvoif"):
            weights[f"{layer}.{key}"] = full(names[layer * 6 + i])
        for key, name in BIASES.items():
            weights[f"{layer}.{key}"] = arrays[layer_name(layer, name)]
    weights["head"], weights["headb"] = full(names[-1]), arrays["m.qa_outputs.bias"]
    return model, {key: torch.tensor(np.array(value)) for key, value in weights.items()}


def forward(w, ids, types, mask, drop):
    """Start and end logits, a row a pair."""
    rows, length = ids.shape
    norm = lambda x, a, b: F.layer_norm(x.float(), (WIDTH,), a, b, 1e-12)
    x = norm(w["word"][ids] + w["type"][types] + w["pos"][:length], w["nw"], w["nb"])
    for layer in range(LAYERS):
        g = lambda key: w[f"{layer}.{key}"]
        head = lambda key: (x @ g(key) + g(key + "b")).view(rows, length, HEADS, WIDTH // HEADS).transpose(1, 2)
        seen = F.scaled_dot_product_attention(head("q"), head("k"), head("v"), attn_mask=mask[:, None, None, :])
        seen = seen.transpose(1, 2).reshape(rows, length, WIDTH)
        x = norm(x + F.dropout(seen @ g("o") + g("ob"), drop, drop > 0), g("l1w"), g("l1b"))
        inner = F.gelu(x @ g("i") + g("ib"))
        x = norm(x + F.dropout(inner @ g("f") + g("fb"), drop, drop > 0), g("l2w"), g("l2b"))
    logits = (x @ w["head"] + w["headb"]).float()
    return logits[..., 0], logits[..., 1]


def pair(tokenizer, passage):
    """A question and a passage as the program gives them to the model, cut at PAIR_TOKENS; `sentence` is the sentence of each token, -1 for none."""
    encode = lambda text: tokenizer.encode(text, add_special_tokens=False).ids
    cls, sep = tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]")
    asked = encode(passage["question"])[:QUESTION_TOKENS]
    ids, sentence = [cls, *asked, sep], [-1] * (len(asked) + 2)
    types = [0] * len(ids)
    for number, text in [(-1, passage["title"]), *enumerate(passage["sentences"])]:
        tokens = encode(text)
        ids += tokens
        sentence += [number] * len(tokens)
    ids, sentence = ids[: PAIR_TOKENS - 1] + [sep], sentence[: PAIR_TOKENS - 1] + [-1]
    held = set(sentence)
    return {"ids": ids, "types": types + [1] * (len(ids) - len(types)), "sentence": np.array(sentence),
            "right": [i for i in passage["right"] if i in held], "partly": passage["partly"]}


def read(paths, tokenizer):
    """Questions with their pairs: those that hold an answer, and the others in the order of retrieval."""
    found = []
    for path in paths:
        for line in Path(path).read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            pairs = [pair(tokenizer, passage) for passage in row["passages"]]
            right = [each for each in pairs if each["right"]]
            wrong = [each for each in pairs if not each["right"] and not each["partly"]]
            if (right or row["refuse"]) and wrong:
                found.append({"refuse": row["refuse"], "right": right, "wrong": wrong})
    return found


def sample(question, count, rng, refuse):
    """`count` pairs of a question: one with the answer (sometimes two) unless it is to be refused, the others hard: near in retrieval, without it."""
    right = [] if refuse else rng.sample(question["right"], min(len(question["right"]), 2 if rng.random() < 0.3 else 1))
    wrong = question["wrong"][:12]
    chosen = right + rng.sample(wrong, min(count - len(right), len(wrong)))
    filler = {"ids": chosen[0]["ids"][:3], "types": chosen[0]["types"][:3], "sentence": np.array([-1] * 3), "right": [], "partly": []}
    return chosen + [filler] * (count - len(chosen))


def tensors(batch):
    length = max(len(each["ids"]) for pairs in batch for each in pairs)
    shape = (len(batch), len(batch[0]), length)
    ids, types = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
    mask, free, gold = np.zeros(shape, bool), np.zeros(shape, bool), np.zeros(shape, bool)
    for i, pairs in enumerate(batch):
        for k, each in enumerate(pairs):
            n, sentence = len(each["ids"]), each["sentence"]
            ids[i, k, :n], types[i, k, :n], mask[i, k, :n] = each["ids"], each["types"], True
            free[i, k, :n] = (sentence >= 0) & ~np.isin(sentence, each["partly"])
            gold[i, k, :n] = np.isin(sentence, each["right"])
    return [torch.tensor(each) for each in (ids, types, mask, free, gold)]


def loss_of(logits, base, free, gold, refuse, count, hold):
    total = 0.0
    for ours, theirs in zip(logits, base):
        flat = lambda z: (z - z[:, :1]).view(-1, count * z.shape[1])
        scores = flat(ours).masked_fill(~free, -1e9)
        everything = torch.logaddexp(torch.logsumexp(scores, -1), torch.zeros(len(scores)))
        right = scores.masked_fill(~gold, -1e9)
        mass = torch.logsumexp(right, -1)
        target = torch.softmax(flat(theirs).masked_fill(~gold, -1e9), -1)
        drift = -(target * torch.where(gold, right - mass[:, None], torch.zeros(()))).sum(-1)
        total = total + torch.where(refuse, everything, everything - mass + hold * drift).mean()
    return total


def train(weights, questions, args):
    base = {key: value.clone() for key, value in weights.items()}
    trained = [key for key in weights if key.startswith("head") or key[0].isdigit() and int(key[0]) >= args.freeze]
    for key in trained:
        weights[key].requires_grad_(True)
    parameters = [weights[key] for key in trained]
    optimizer = torch.optim.AdamW(parameters, lr=args.rate, weight_decay=0.01)
    steps = args.epochs * (len(questions) // args.batch)
    warm = max(1, steps // 12)
    shape = lambda step: min(1, (step + 1) / warm) * (0.05 + 0.475 * (1 + np.cos(np.pi * min(1, step / steps))))
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, shape)
    rng, losses, done, started = random.Random(args.seed), [], 0, time.time()
    for epoch in range(args.epochs):
        refused = [question["refuse"] or len(question["wrong"]) >= args.pairs and rng.random() < args.removed for question in questions]
        drawn = [(refuse, sample(question, args.pairs, rng, refuse)) for question, refuse in zip(questions, refused)]
        drawn.sort(key=lambda each: max(len(one["ids"]) for one in each[1]))
        batches = [drawn[i : i + args.batch] for i in range(0, len(drawn) - args.batch + 1, args.batch)]
        rng.shuffle(batches)
        for batch in batches:
            ids, types, mask, free, gold = tensors([pairs for _, pairs in batch])
            refuse = torch.tensor([bool(each) for each, _ in batch])
            rows = lambda tensor: tensor.view(-1, tensor.shape[-1])
            with torch.autocast("cpu", dtype=torch.bfloat16):
                with torch.no_grad():
                    theirs = forward(base, rows(ids), rows(types), rows(mask), 0.0)
                ours = forward(weights, rows(ids), rows(types), rows(mask), args.dropout)
            flat = lambda tensor: tensor.view(len(batch), -1)
            loss = loss_of(ours, theirs, flat(free), flat(gold), refuse, args.pairs, args.hold)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(parameters, 1.0)
            optimizer.step()
            schedule.step()
            losses.append(float(loss.detach()))
            done += 1
            if done % 20 == 0:
                print(f"epoch {epoch + 1}, step {done}/{steps}, loss {np.mean(losses[-40:]):.3f}, {time.time() - started:.0f} s", flush=True)
    return trained


def write(model, weights, trained, share, path):
    """Writes the graph with `share` of the trained weights and the rest of the base's, 8-bit per output channel."""
    slots = {each.name: each for each in model.graph.initializer}
    value = lambda name: numpy_helper.to_array(slots[name])
    put = lambda name, array: slots[name].CopyFrom(numpy_helper.from_array(np.ascontiguousarray(array), name))
    names = matrices(model)
    places = {f"{layer}.{key}": names[layer * 6 + i] for layer in range(LAYERS) for i, key in enumerate("qkvoif")}
    places["head"] = names[-1]
    vectors = {f"{layer}.{key}": layer_name(layer, name) for layer in range(LAYERS) for key, name in BIASES.items()}
    vectors["headb"] = "m.qa_outputs.bias"
    for key in trained:
        ours = weights[key].detach().numpy()
        if key in vectors:
            put(vectors[key], (share * ours + (1 - share) * value(vectors[key])).astype(np.float32))
            continue
        name = places[key]
        before = (value(name + "_quantized").astype(np.float32) - value(name + "_zero_point").astype(np.float32)) * value(name + "_scale")
        mixed = share * ours + (1 - share) * before
        scale = np.maximum(np.abs(mixed).max(0) / 127.0, 1e-9)
        put(name + "_quantized", np.clip(np.round(mixed / scale), -127, 127).astype(np.int8))
        put(name + "_scale", scale.astype(np.float32))
        put(name + "_zero_point", np.zeros(mixed.shape[1], np.int8))
    onnx.save(model, path)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("passages", nargs="+")
    parser.add_argument("--base", required=True, help="folder of the reader to begin from")
    parser.add_argument("--out", required=True, help="the .onnx file to write")
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--rate", type=float, default=4e-5)
    parser.add_argument("--batch", type=int, default=4, help="questions a step")
    parser.add_argument("--pairs", type=int, default=5, help="passages a question")
    parser.add_argument("--freeze", type=int, default=1, help="lowest layers that stay as they are, with the embeddings")
    parser.add_argument("--dropout", type=float, default=0.05)
    parser.add_argument("--hold", type=float, default=0.3, help="weight of staying near the base's spans")
    parser.add_argument("--removed", type=float, default=0.0, help="share of the answerable questions whose answer is taken out of their passages, to be refused")
    parser.add_argument("--share", type=float, nargs="+", default=[1.0], help="of the trained weights in the mean; several write several files")
    parser.add_argument("--seed", type=int, default=7)
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    tokenizer = Tokenizer.from_file(str(Path(args.base) / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    model, weights = load(str(Path(args.base) / "onnx" / "model_quantized.onnx"))
    questions = read(args.passages, tokenizer)
    print(f"{len(questions)} questions, {sum(each['refuse'] for each in questions)} without an answer", flush=True)
    trained = train(weights, questions, args)
    for share in args.share:
        path = Path(args.out)
        write(load(str(Path(args.base) / "onnx" / "model_quantized.onnx"))[0], weights, trained, share,
              str(path if len(args.share) == 1 else path.with_stem(f"{path.stem}-{share}")))


if __name__ == "__main__":
    main()
