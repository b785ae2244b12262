"""Measures the bodies of tests/golden/measure with other libraries than ours, and writes measures.json beside them.

    pip install numpy scipy trimesh networkx
    python tools/measure/golden.py tests/golden/measure

Plane cuts are trimesh's, hulls are Qhull's; the rules are those that src/measure/definition.rs puts in words.
"""
import json
import pathlib
import re
import sys

import networkx
import numpy as np
import trimesh
from scipy.spatial import ConvexHull

ROOT = pathlib.Path(__file__).parents[2]
NAMES = re.findall(r'= "(\w+)"', (ROOT / "src/body/landmark.rs").read_text())
UP = np.array([0.0, 1.0, 0.0])


def unit(v):
    return np.asarray(v) / np.linalg.norm(v)


def length(line):
    return float(np.linalg.norm(np.diff(line, axis=0), axis=1).sum())


class Body:
    def __init__(self, path):
        raw = path.read_bytes()
        n, m = np.frombuffer(raw, "<u4", 2)
        count = n + len(NAMES) + 1
        points = np.frombuffer(raw, "<f4", 3 * count, 8).reshape(-1, 3).astype(float)
        at = 8 + 12 * count
        self.vertices, self.facing = points[:n], points[-1]
        self.places = dict(zip(NAMES, points[n:-1]))
        self.faces = np.frombuffer(raw, "<u2", 3 * m, at).reshape(-1, 3).astype(int)
        self.parts = np.frombuffer(raw, "u1", m, at + 6 * m)
        self.left = unit(np.cross(UP, self.facing))

    def __getitem__(self, name):
        return self.places[name]

    def height(self, *names):
        return float(np.mean([self[k][1] for k in names]))

    def cut(self, parts, origin, normal):
        """A plane cut through some parts, as a graph of points."""
        mesh = trimesh.Trimesh(self.vertices, self.faces[np.isin(self.parts, parts)], process=False)
        ends = trimesh.intersections.mesh_plane(mesh, plane_normal=unit(normal), plane_origin=origin).reshape(-1, 3)
        nodes = np.unique(ends.round(5), axis=0, return_index=True, return_inverse=True)
        graph = networkx.Graph()
        for a, b in nodes[2].reshape(-1, 2):
            graph.add_edge(int(a), int(b), weight=float(np.linalg.norm(nodes[0][a] - nodes[0][b])))
        return ends[nodes[1]], graph


def tight(points, normal):
    """A tape drawn tight round points of a plane."""
    frame = np.linalg.svd(np.asarray(normal, float)[None])[2][1:]
    return float(ConvexHull(np.asarray(points) @ frame.T).area)


def around(cut, normal, place):
    """The same round the loop whose box has its centre nearest to a place."""
    points, graph = cut
    lines = [points[list(k)] for k in networkx.connected_components(graph)]
    large = [line for line in lines if len(line) >= 20] or lines
    middle = lambda line: (line.max(0) + line.min(0)) / 2
    return tight(min(large, key=lambda line: np.linalg.norm(middle(line) - place)), normal)


def along(cut, start, end, prefer, normal):
    """Length on the skin from start to end, by the way that passes nearer to `prefer`."""
    points, graph = cut
    nearest = lambda nodes, p: min(nodes, key=lambda i: np.linalg.norm(points[i] - p))
    a = nearest(graph, start)
    b = nearest(networkx.node_connected_component(graph, a), end)
    ways = [networkx.shortest_path(graph, a, b, "weight")]
    rest = graph.copy()
    rest.remove_nodes_from(ways[0][1:-1])
    if networkx.has_path(rest, a, b) and len(ways[0]) > 2:
        ways.append(networkx.shortest_path(rest, a, b, "weight"))
    way = min((points[w] for w in ways), key=lambda w: np.linalg.norm(w - prefer, axis=1).min()).copy()
    n, through = unit(normal), points[a]
    way[0], way[-1] = (p - ((p - through) @ n) * n for p in (start, end))
    return length(way)


def measure(b):
    m = {}
    trunk, both, f = [0], [0, 3, 4], b.facing
    waist = b.height("lowest_rib_l", "lowest_rib_r", "iliac_crest_l", "iliac_crest_r")
    sagittal = b.cut(both, (b["hip_l"] + b["hip_r"]) / 2, b.left)[0]
    crotch = sagittal[np.argmin(sagittal[:, 1])]
    seat = b.vertices[np.unique(b.faces[np.isin(b.parts, both)])]
    seat = seat[(seat[:, 1] > crotch[1] - 20) & (seat[:, 1] < waist - 60)]
    hip = float(seat[np.argmin(seat @ f)][1])
    m.update(stature=float(b.vertices[:, 1].max()), cervicale_height=b.height("cervicale"), waist_height=waist, hip_height=hip,
             inside_leg_height=float(crotch[1]))

    level = lambda parts, y: tight(b.cut(parts, [0, y, 0], UP)[0], UP)
    m["bust_girth"] = level(trunk, b.height("bust_point_l", "bust_point_r"))
    m["underbust_girth"] = level(trunk, b.height("underbust_l", "underbust_r"))
    m["waist_girth"], m["hip_girth"] = level(trunk, waist), level(both, hip)
    front, rear = b["glabella"], b["opisthocranion"]
    n = np.cross(front - rear, b.left)
    m["head_girth"] = around(b.cut(trunk, front, n), n, (front + rear) / 2)
    n = b["head_joint"] - b["neck_joint"]
    m["neck_girth"] = around(b.cut(trunk, b["adams_apple"], n), n, b["adams_apple"] - 50 * f)

    sides = []
    for s, arm, leg in (("_l", [1], [3]), ("_r", [2], [4])):
        r = {}
        across = lambda part, place, n: around(b.cut(part, place, n), n, place)
        on = lambda p, a, c: a + unit(c - a) * ((p - a) @ unit(c - a))
        shoulder, elbow, wrist = (b[k + s] for k in ("shoulder_joint", "elbow_joint", "wrist_joint"))
        top, knee, ankle = (b[k + s] for k in ("hip", "knee_joint", "ankle_joint"))
        acromion, neck, pit = b["acromion" + s], b["side_neck" + s], b["axilla" + s]
        r["upper_arm_girth"] = across(arm, on((acromion + b["elbow" + s]) / 2, shoulder, elbow), elbow - shoulder)
        r["wrist_girth"] = across(arm, on(b["wrist" + s], elbow, wrist), wrist - elbow)
        r["knee_girth"] = across(leg, knee, unit(knee - top) + unit(ankle - knee))
        shank = lambda u: across(leg, knee + u * (ankle - knee), ankle - knee)
        calf = [shank((18 + i) / 100) for i in range(39)]
        bulges = [v for u, v, w in zip(calf, calf[1:], calf[2:]) if v >= u and v >= w]
        r["calf_girth"] = max(bulges) if bulges else shank(0.3)
        r["ankle_girth"] = min(shank((55 + i) / 100) for i in range(43))
        bone = lambda y: top + (knee - top) * (y - top[1]) / (knee[1] - top[1])
        r["thigh_girth"] = max(around(b.cut(both, [0, y, 0], UP), UP, bone(y)) for y in crotch[1] - np.arange(10, 61, 5))
        n = np.cross(acromion - pit, f)
        points = b.cut(trunk + arm, acromion, n)[0]
        keep = (points[:, 1] > pit[1] - 0.01) & (points[:, 1] < acromion[1] + 30) & (abs((points - acromion) @ b.left) < 150)
        r["armscye_girth"] = tight(points[keep], n)
        n = np.cross(acromion - neck, UP)
        r["shoulder_length"] = along(b.cut(trunk + arm, neck, n), neck, acromion, (neck + acromion) / 2, n)
        r["arm_length"] = length([acromion, b["elbow" + s], b["wrist" + s]])
        sides.append(r)
    m.update({k: (sides[0][k] + sides[1][k]) / 2 for k in sides[0]})

    nape, a, c = b["cervicale"], b["acromion_l"], b["acromion_r"]
    n = np.cross(a - nape, c - nape)
    cut = b.cut([0, 1, 2, 3, 4], nape, n)
    m["shoulder_width"] = sum(along(cut, p, nape, (p + nape) / 2 - 20 * f, n) for p in (a, c))
    cut = b.cut(trunk, nape, b.left)
    points = cut[0]
    points = points[abs(points[:, 1] - waist) < 25]
    end = points[np.argmin(points @ f)].copy()
    end[1] = waist
    m["back_neck_to_waist"] = along(cut, nape, end, (nape + end) / 2 - 50 * f, b.left)
    belt = b.cut(trunk, [0, waist, 0], UP)[0]
    belt = belt[abs((belt - crotch) @ b.left) < 15]
    ends = [belt[np.argmax(belt @ f)], belt[np.argmin(belt @ f)]]
    ends = [p - ((p - crotch) @ b.left) * b.left for p in ends]
    below = sagittal[sagittal[:, 1] <= waist]
    m["crotch_length"] = tight(np.vstack([ends, below]), b.left) - float(np.linalg.norm(ends[0] - ends[1]))
    return {k: round(v, 4) for k, v in sorted(m.items())}


if __name__ == "__main__":
    folder = pathlib.Path(sys.argv[1])
    measures = {path.stem: measure(Body(path)) for path in sorted(folder.glob("*.body"))}
    (folder / "measures.json").write_text(json.dumps(measures, indent=1) + "\n")
    print(json.dumps(measures, indent=1))
