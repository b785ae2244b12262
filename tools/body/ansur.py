"""Real people's measurements (ANSUR II) and the same measurements of a rest body."""

import csv
import os

import numpy as np
from scipy.spatial import ConvexHull

# Measurement -> (ANSUR II column, unit there in mm or kg, tolerance: how far the two definitions may differ). Navel and lower thigh of
# bodies that were fitted to all else of a person are 20 mm off that person's own: there the template's places are not ANSUR's.
COLUMNS = {
    "stature": ("stature", 1.0, 3.0),
    "mass": ("weightkg", 0.1, 1.5),
    "chest_girth": ("chestcircumference", 1.0, 8.0),
    "chest_depth": ("chestdepth", 1.0, 6.0),
    "chest_height": ("chestheight", 1.0, 15.0),
    "waist_girth": ("waistcircumference", 1.0, 6.0),
    "waist_breadth": ("waistbreadth", 1.0, 5.0),
    "waist_depth": ("waistdepth", 1.0, 5.0),
    "waist_height": ("waistheightomphalion", 1.0, 20.0),
    "hip_girth": ("buttockcircumference", 1.0, 6.0),
    "hip_breadth": ("hipbreadth", 1.0, 10.0),
    "hip_depth": ("buttockdepth", 1.0, 6.0),
    "crotch_height": ("crotchheight", 1.0, 8.0),
    "cervicale_height": ("cervicaleheight", 1.0, 8.0),
    "acromial_height": ("acromialheight", 1.0, 25.0),
    "axilla_height": ("axillaheight", 1.0, 12.0),
    "biacromial_breadth": ("biacromialbreadth", 1.0, 8.0),
    "shoulder_length": ("shoulderlength", 1.0, 10.0),
    "shoulder_elbow": ("shoulderelbowlength", 1.0, 8.0),
    "forearm_length": ("radialestylionlength", 1.0, 10.0),
    "hand_length": ("handlength", 1.0, 15.0),
    "foot_length": ("footlength", 1.0, 15.0),
    "neck_girth": ("neckcircumference", 1.0, 6.0),
    "head_girth": ("headcircumference", 1.0, 5.0),
    "head_length": ("headlength", 1.0, 4.0),
    "upper_arm_girth": ("bicepscircumferenceflexed", 1.0, 8.0),
    "wrist_girth": ("wristcircumference", 1.0, 4.0),
    "thigh_girth": ("thighcircumference", 1.0, 8.0),
    "lower_thigh_girth": ("lowerthighcircumference", 1.0, 20.0),
    "calf_girth": ("calfcircumference", 1.0, 5.0),
    "ankle_girth": ("anklecircumference", 1.0, 5.0),
}
TOLERANCE = np.array([c[2] for c in COLUMNS.values()])
# Nobody measured it, but thighs do not pass through each other: half the gap between them in the rest pose, legs apart.
THIGH_GAP_MM = dict(mean=32.0, sigma=8.0, tolerance=2.0)
FLEXED = 1.06               # girth of the flexed upper arm against the relaxed one
DENSITY_KG_PER_L = 0.99     # with air in the lungs
TRUNK, ARM_L, ARM_R, LEG_L, LEG_R = range(5)


def people(folder):
    """sex -> (subject ids, measurements of COLUMNS), mm and kg."""
    files = {f.lower(): os.path.join(folder, f) for f in sorted(os.listdir(folder))}
    table = {}
    for sex in ("female", "male"):
        path = files.get(f"ansur_ii_{sex}_public.csv") or files[f"ansur2_{sex}.csv"]
        with open(path, encoding="latin-1") as f:
            rows = [{k.lower(): v for k, v in r.items()} for r in csv.DictReader(f)]
        values = [[float(r[c]) * unit for c, unit, _ in COLUMNS.values()] for r in rows]
        table[sex] = np.array([int(r["subjectid"]) for r in rows]), np.array(values)
    return table


class Tape:
    """Measures rest bodies of the template as ANSUR II does; the left side stands for both."""

    def __init__(self, template, landmarks, bone_names):
        self.t = template
        self.landmarks = landmarks
        self.bone = {n: template.size + i for i, n in enumerate(bone_names)}
        part = np.sort(template.part[template.faces], axis=1)[:, 1]
        self.faces = {}
        for key in ((TRUNK,), (ARM_L,), (LEG_L,), (TRUNK, LEG_L, LEG_R)):
            self.faces[key] = template.faces[np.isin(part, key)]
        column = lambda name: template.weights[:, bone_names.index(name)]
        self.hand, self.foot = np.where(column("wrist_l") > 0.5)[0], np.where(column("foot_l") > 0.5)[0]
        left = np.arange(template.size) < template.middle + template.left
        self.left_leg = np.where(left & (template.part == LEG_L))[0]
        self.low = np.where(np.isin(template.part, (TRUNK, LEG_L, LEG_R)))[0]

    def __call__(self, points):
        p = points - [0, points[:self.t.size, 1].min(), 0]
        v, f = p[:self.t.size], self.t.faces
        mark = lambda name: p[self.landmarks[name]].mean(0)
        joint = lambda name: p[self.bone[name]]
        m = dict(stature=np.ptp(v[:, 1]))
        a, b, c = v[f[:, 0]], v[f[:, 1]], v[f[:, 2]]
        m["mass"] = DENSITY_KG_PER_L * np.einsum("ij,ij->", np.cross(a, b), c) / 6e6
        up = np.array([0.0, 1.0, 0.0])

        bust, navel = mark("bust_point_l"), mark("navel")
        chest = self._cut(p, bust, up, (TRUNK,))
        m["chest_girth"], m["chest_depth"], m["chest_height"] = _hull(chest), np.ptp(chest[:, 2]), bust[1]
        waist = self._cut(p, navel, up, (TRUNK,))
        m["waist_girth"], m["waist_breadth"], m["waist_depth"] = _hull(waist), *np.ptp(waist, axis=0)[[0, 2]]
        m["waist_height"] = navel[1]
        m["crotch_height"] = crotch = v[:self.t.middle, 1].min()
        seat = v[self.low]
        seat = seat[(seat[:, 1] > crotch - 20) & (seat[:, 1] < navel[1] - 60)]
        level = seat[np.argmin(seat[:, 2])]
        hip = self._cut(p, level, up, (TRUNK, LEG_L, LEG_R))
        m["hip_girth"], m["hip_breadth"], m["hip_depth"] = _hull(hip), *np.ptp(hip, axis=0)[[0, 2]]
        m["cervicale_height"], m["acromial_height"] = mark("cervicale")[1], mark("acromion_l")[1]
        m["axilla_height"] = mark("axilla_l")[1]
        m["biacromial_breadth"] = mark("acromion_l")[0] - mark("acromion_r")[0]
        m["shoulder_length"] = np.linalg.norm(mark("acromion_l") - mark("side_neck_l"))
        shoulder, elbow, wrist = joint("upperarm_l"), joint("lowerarm_l"), joint("wrist_l")
        hip_joint, knee, ankle = joint("upperleg_l"), joint("lowerleg_l"), joint("foot_l")
        m["shoulder_elbow"] = np.linalg.norm(mark("acromion_l") - mark("elbow_l"))
        m["forearm_length"] = np.linalg.norm(elbow - wrist)
        along = (wrist - elbow) / np.linalg.norm(wrist - elbow)
        m["hand_length"] = ((v[self.hand] - wrist) @ along).max()
        m["foot_length"] = np.ptp(v[self.foot][:, 2])

        m["neck_girth"] = self._around(p, mark("adams_apple"), joint("head") - joint("neck"), (TRUNK,), joint("neck"), 130)
        g, o = mark("glabella"), mark("opisthocranion")
        m["head_girth"] = self._around(p, g, np.cross(g - o, [1.0, 0, 0]), (TRUNK,), (g + o) / 2, 160)
        m["head_length"] = np.linalg.norm(g - o)
        on = lambda a, b, u: a + u * (b - a)
        m["upper_arm_girth"] = FLEXED * self._limb(p, on(shoulder, elbow, 0.55), elbow - shoulder, (ARM_L,))
        m["wrist_girth"] = self._limb(p, elbow + along * ((mark("wrist_l") - elbow) @ along), along, (ARM_L,), 70)
        below = np.array([hip_joint[0], crotch - 15, hip_joint[2]])
        m["thigh_girth"] = self._around(p, below, up, (TRUNK, LEG_L, LEG_R), below, 1000, left=True)
        m["lower_thigh_girth"] = self._limb(p, on(knee, hip_joint, 0.12), knee - hip_joint, (LEG_L,), 140)
        m["calf_girth"] = max(self._limb(p, on(knee, ankle, u), ankle - knee, (LEG_L,), 120) for u in (0.22, 0.3, 0.38))
        m["ankle_girth"] = min(self._limb(p, on(knee, ankle, u), ankle - knee, (LEG_L,), 90) for u in (0.8, 0.87, 0.94))
        return np.array([m[k] for k in COLUMNS])

    def thigh_gap(self, points):
        """Half the gap between the thighs below the crotch, mm."""
        v = points[self.left_leg]
        below = v[:, 1] - points[:self.t.middle, 1].min()
        return np.sort(v[(below < -40) & (below > -150), 0])[:3].mean()

    def _cut(self, p, origin, normal, parts):
        """Points where the faces' edges pierce a plane."""
        f = self.faces[parts]
        d = (p[:self.t.size] - origin) @ normal
        d = np.where(np.abs(d) < 1e-9, 1e-9, d)
        s = d[f] > 0
        f = f[s.any(1) & ~s.all(1)]
        ends = []
        for i, j in ((0, 1), (1, 2), (2, 0)):
            a, b = f[:, i], f[:, j]
            hit = (d[a] > 0) != (d[b] > 0)
            a, b = a[hit], b[hit]
            u = d[a] / (d[a] - d[b])
            ends.append(p[a] + u[:, None] * (p[b] - p[a]))
        return np.concatenate(ends)

    def _around(self, p, origin, axis, parts, centre, reach, left=False):
        """Girth of the section within reach of a centre (on the left, where wanted), in the plane's own coordinates."""
        axis = axis / np.linalg.norm(axis)
        cut = self._cut(p, origin, axis, parts)
        cut = cut[(np.linalg.norm(cut - centre, axis=1) < reach) & (not left or cut[:, 0] > 0)]
        return _hull(cut, axis)

    def _limb(self, p, origin, axis, parts, reach=110):
        return self._around(p, origin, axis, parts, origin, reach)


def _hull(points, axis=(0.0, 1.0, 0.0)):
    e = np.linalg.svd(np.asarray(axis, float)[None])[2][1:]
    return ConvexHull(points @ e.T).area        # of a plane figure scipy calls the perimeter area
