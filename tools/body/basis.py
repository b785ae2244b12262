"""Principal components of a sample of rest bodies, split into mirror-symmetric and antisymmetric ones."""

import numpy as np


SLIDING = 0.3       # weight of movement along the skin, which changes no outline, against movement across it


class Basis:
    """`mean` (P, 3), `components` (C, P, 3) scaled to one sigma of the sample, `antisymmetric` (C,)."""

    def __init__(self, template, bone_twins, bodies, weight, count):
        self.template = template
        n, size = template.size, len(bodies)
        mirrored = template.mirror(np.arange(n))
        self.twin = np.concatenate([mirrored, n + np.asarray(bone_twins)])
        self.mean = self._symmetric(bodies.mean(0, dtype=float))
        metric = np.eye(3) * SLIDING + (1 - SLIDING) * np.einsum("ni,nj->nij", *2 * [normals(self.mean[:n], template.faces)])
        metric = np.concatenate([metric, np.tile(np.eye(3), (len(bone_twins), 1, 1))])
        root = np.sqrt(np.concatenate([weight, np.full(len(bone_twins), weight.sum() * 5e-4)]))
        self.metric = (metric * root[:, None, None]).astype(np.float32)
        flip = np.array([-1, 1, 1], np.float32)
        found = []
        for odd in (False, True):
            x = bodies - self.mean.astype(np.float32)
            x = (x - x[:, self.twin] * flip if odd else x + x[:, self.twin] * flip) / 2
            w = self._weighted(x).reshape(size, -1)
            values, vectors = np.linalg.eigh((w @ w.T).astype(float) / size)
            for k in np.argsort(-values)[:count]:
                direction = np.tensordot(vectors[:, k] / np.sqrt(size), x, 1)      # one sigma, unweighted
                found.append((values[k], odd, direction))
        found.sort(key=lambda f: -f[0])
        found = found[:count]
        self.spectrum = np.array([f[0] for f in found]) / weight.sum()
        self.antisymmetric = np.array([f[1] for f in found])
        self.components = np.stack([f[2] for f in found]).astype(float)
        flat = self._weighted(self.components).reshape(count, -1).astype(float)
        self._project = flat / (flat**2).sum(1, keepdims=True)

    def _symmetric(self, points):
        return (points + points[self.twin] * [-1, 1, 1]) / 2

    def project(self, bodies):
        """Coordinates of normalised bodies."""
        return self._weighted(bodies - self.mean).reshape(len(bodies), -1) @ self._project.T

    def _weighted(self, displacements):
        return np.einsum("pij,bpj->bpi", self.metric, displacements, optimize=True)

    def points(self, coordinates):
        return self.mean + np.tensordot(coordinates, self.components, 1)


def normals(v, faces):
    """Unit normals of the vertices."""
    n = np.zeros_like(v)
    face = np.cross(v[faces[:, 1]] - v[faces[:, 0]], v[faces[:, 2]] - v[faces[:, 0]])
    for k in range(3):
        np.add.at(n, faces[:, k], face)
    return n / np.maximum(np.linalg.norm(n, axis=1, keepdims=True), 1e-9)


def vertex_weights(template, points):
    """Area around each vertex, counted less where the tape does not go."""
    v = points[:template.size]
    f = template.faces
    area = np.linalg.norm(np.cross(v[f[:, 1]] - v[f[:, 0]], v[f[:, 2]] - v[f[:, 0]]), axis=1) / 6
    weight = np.zeros(template.size)
    for k in range(3):
        np.add.at(weight, f[:, k], area)
    importance = dict(head=0.3, hand=0.04, foot=0.12)
    part = [importance.get(r, 1.0) for r in template.region]
    limb = template.part > 0
    return weight * part * np.where(limb, 0.8, 1.0)
