"""Writes the asset file that src/body/asset.rs reads (the layout is described there)."""

import json
import struct

import numpy as np

MAGIC, VERSION = b"PURLBODY", 1


def fnv1a64(data):
    h = 0xCBF29CE484222325
    for b in data:
        h = ((h ^ b) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return h


def quantised(component):
    """(step, values): a byte each where steps of 30 micrometres suffice, else two with steps of 10 or more."""
    top = np.abs(component).max()
    step, kind = (top / 127.0, "<i1") if top < 127 * 0.03 else (max(top / 32700.0, 0.01), "<i2")
    step = np.float32(step)
    return step, np.round(component / float(step)).astype(kind)


def write(path, template, basis, bones, parents, landmarks, priors, provenance):
    """Writes the file; returns its bytes and the basis as it will be read back."""
    half = template.middle + template.left
    stored_bones = [i for i, b in enumerate(bones) if b[3] >= i]
    rows = np.concatenate([np.arange(half), template.size + np.array(stored_bones)])
    header = dict(
        provenance=provenance,
        middle=template.middle, left=template.left, faces=len(template.half_faces), components=len(basis.components),
        bones=[dict(name=b[1], parent=p if p >= 0 else None, mirror=b[3], prior_sigma_rad=b[2]) for b, p in zip(bones, parents)],
        landmarks=landmarks,
    )
    text = json.dumps(header, separators=(",", ":")).encode()
    out = [struct.pack("<I", len(text)), text, basis.mean[rows].astype("<f4").tobytes(), basis.antisymmetric.astype("u1").tobytes()]
    steps, values = zip(*(quantised(c[rows]) for c in basis.components))
    out += [np.array([v.itemsize for v in values], "u1").tobytes(), np.array(steps, "<f4").tobytes()]
    for v in values:
        out.append(v.reshape(-1).view("u1").reshape(-1, v.itemsize).T.tobytes())     # all low bytes, then all high bytes
    out.append(template.half_faces.astype("<u2").tobytes())
    for row in template.weights[:half]:
        keep = np.where(row > 1e-4)[0]
        keep = keep[np.argsort(-row[keep])][:6]
        units = np.floor(row[keep] / row[keep].sum() * 65535 + 0.5).astype(int)
        units[0] += 65535 - units.sum()
        out.append(bytes([len(keep)]) + b"".join(struct.pack("<BH", b, u) for b, u in zip(keep, units)))
    for sex in ("female", "male"):
        mean, covariance = priors[sex]
        out.append(np.asarray(mean, "<f4").tobytes())
        out.append(np.asarray(covariance[np.tril_indices(len(mean))], "<f4").tobytes())
    body = b"".join(out)
    data = MAGIC + struct.pack("<IIQ", VERSION, len(body), fnv1a64(body)) + body
    with open(path, "wb") as f:
        f.write(data)
    read_back = np.stack([v.astype(float) * float(s) for v, s in zip(values, steps)])
    basis.components = _unfold(template, bones, stored_bones, read_back, basis.antisymmetric)
    return data


def _unfold(template, bones, stored_bones, rows, antisymmetric):
    """Left and middle points -> all points."""
    half = template.middle + template.left
    flip = np.where(antisymmetric[:, None, None], [1.0, -1.0, -1.0], [-1.0, 1.0, 1.0])
    vertices = np.concatenate([rows[:, :half], rows[:, template.middle:half] * flip], 1)
    heads = np.zeros((len(rows), len(bones), 3))
    for k, b in enumerate(stored_bones):
        heads[:, bones[b][3]] = rows[:, half + k] * flip[:, 0]
        heads[:, b] = rows[:, half + k]
    return np.concatenate([vertices, heads], 1)
