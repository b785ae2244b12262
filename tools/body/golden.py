"""Expectations for tests/body.rs, made from Anny itself: rest bodies, and the same posed with all of Anny's bones."""

import json

import numpy as np

import sample

POSED = ["upperarm_l", "lowerarm_l", "upperleg_r", "lowerleg_r", "foot_r", "spine_lower", "spine_upper", "neck", "wrist_r", "clavicle_l"]


def write(path, source, template, basis, bones, kept, scale_sigma):
    """A few random people, some vertices each: coordinates, Anny's rest, rotations (axis times angle), posed vertices."""
    rng = np.random.default_rng(99)
    names = [b[1] for b in bones]
    picked = np.arange(0, template.size, 41)
    bodies = []
    for gender in (0.0, 0.3, 1.0):
        v, heads = source.rest(*sample.draw(rng, gender))
        points, scale = sample.normalise(np.concatenate([v[template.vertices], heads[kept]]), template.size)
        coordinates = np.concatenate([[(scale - 1) / scale_sigma], basis.project(points[None])[0]]).round(4)
        model = basis.points(coordinates[1:]) * (1 + scale_sigma * coordinates[0])
        turns = {n: rng.normal(0, 0.3, 3).round(4) for n in POSED}
        posed = _skin(source, model[:template.size], model[template.size:], template.vertices, kept, names, turns)
        bodies.append(dict(shape=coordinates.tolist(), anny_rest_mm=(points * scale)[picked].round(2).tolist(),
                           turns={n: t.tolist() for n, t in turns.items()}, posed_mm=posed[picked].round(3).tolist()))
    with open(path, "w", encoding="utf-8") as f:
        json.dump(dict(vertices=picked.tolist(), bodies=bodies), f, separators=(",", ":"))


def _skin(source, vertices, heads, chosen, kept, names, turns):
    motion = []
    for b, parent in enumerate(source.parents):
        own = np.eye(4)
        if b in kept and names[kept.index(b)] in turns:
            k = kept.index(b)
            own[:3, :3] = _rotation(turns[names[k]])
            own[:3, 3] = heads[k] - own[:3, :3] @ heads[k]
        motion.append(own if parent < 0 else motion[parent] @ own)
    homogeneous = np.column_stack([vertices, np.ones(len(vertices))])
    return np.einsum("vb,bij,vj->vi", source.weights[chosen], np.stack(motion), homogeneous, optimize=True)[:, :3]


def _rotation(v):
    angle = np.linalg.norm(v)
    x, y, z = v / angle
    k = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    return np.eye(3) + np.sin(angle) * k + (1 - np.cos(angle)) * k @ k
