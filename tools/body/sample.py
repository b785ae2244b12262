"""A wide random sample of adult rest bodies: Anny's parameters, then smooth changes outside Anny's span.

Rest bodies are given as points of the template: its vertices, then the kept bones' heads.
"""

import numpy as np

from basis import normals

# Local modifiers that shape torso and limbs, both sides alike unless split below; value range -1..1.
COMMON = """torso-scale-depth-incr torso-scale-horiz-incr torso-scale-vert-incr torso-vshape-incr torso-muscle-pectoral-incr
torso-muscle-dorsi-incr torso-trans-forward hip-scale-depth-incr hip-scale-horiz-incr hip-scale-vert-incr hip-trans-forward
hip-waist-up stomach-pregnant-incr stomach-tone-incr pelvis-tone-incr buttocks-volume-incr bulge-incr
measure-neck-circ-incr measure-neck-height-incr measure-bust-circ-incr measure-underbust-circ-incr measure-waist-circ-incr
measure-hips-circ-incr measure-thigh-circ-incr measure-knee-circ-incr measure-calf-circ-incr measure-ankle-circ-incr
measure-wrist-circ-incr measure-upperarm-circ-incr measure-shoulder-dist-incr measure-upperarm-length-incr
measure-lowerarm-length-incr upperlegs-height-incr lowerlegs-height-incr measure-napetowaist-dist-incr
measure-frontchest-dist-incr measure-waisttohip-dist-incr breast-dist-incr breast-trans-up breast-volume-vert-up
neck-scale-depth-incr neck-scale-horiz-incr neck-trans-forward neck-back-scale-depth-incr neck-double-incr
head-scale-depth-incr head-scale-horiz-incr head-scale-vert-incr head-fat-incr""".split()
SIDED = """upperarm-fat-incr upperarm-muscle-incr upperarm-shoulder-muscle-incr upperarm-scale-depth-incr
upperarm-scale-horiz-incr upperarm-scale-vert-incr lowerarm-fat-incr lowerarm-muscle-incr lowerarm-scale-depth-incr
lowerarm-scale-vert-incr hand-scale-incr upperleg-fat-incr upperleg-muscle-incr upperleg-scale-depth-incr
upperleg-scale-horiz-incr upperleg-scale-vert-incr lowerleg-fat-incr lowerleg-muscle-incr lowerleg-scale-depth-incr
lowerleg-scale-horiz-incr lowerleg-scale-vert-incr leg-valgus-incr foot-scale-incr""".split()
SIDEWAYS = ["torso-trans-out", "hip-trans-out", "neck-trans-out"]           # these alone move the body to one side
MODIFIERS = COMMON + [s + m for m in SIDED for s in ("l-", "r-")] + SIDEWAYS
WEAK = {"measure-neck-height-incr", "head-scale-depth-incr", "head-scale-horiz-incr", "head-scale-vert-incr", "hip-waist-up",
        "neck-trans-forward", "torso-trans-forward", "hip-trans-forward", "neck-double-incr"}


def draw(rng, gender):
    """Random (phenotype, local modifiers) of an adult."""
    race = rng.dirichlet([1, 1, 1])
    phenotype = dict(gender=gender, age=rng.uniform(0.5, 0.95), muscle=rng.uniform(0.05, 0.95), weight=rng.uniform(0.1, 1.0),
                     height=rng.uniform(0.2, 0.8), proportions=rng.uniform(0.1, 0.9), cupsize=rng.uniform(0.05, 1.0),
                     firmness=rng.uniform(0.1, 0.9), african=race[0], asian=race[1], caucasian=race[2])
    local = {m: rng.normal(0, 0.18 if m in WEAK else 0.38) for m in COMMON}
    for m in SIDED:
        both = rng.normal(0, 0.32)
        for s in ("l-", "r-"):
            local[s + m] = both + rng.normal(0, 0.07)
    for m in SIDEWAYS:
        local[m] = rng.normal(0, 0.05)
    return ({k: float(v) for k, v in phenotype.items()}, {k: float(np.clip(v, -1, 1)) for k, v in local.items()})


class FreeForm:
    """Smooth random changes of girth and relief that real bodies have and Anny's modifiers do not."""

    def __init__(self, template, bone_names):
        self.t = template
        self.bone = {n: i for i, n in enumerate(bone_names)}
        chain = lambda *names: template.weights[:, [self.bone[n] for n in names]].sum(1)
        self.arms = chain("upperarm_l", "lowerarm_l", "wrist_l", "upperarm_r", "lowerarm_r", "wrist_r")
        self.legs = chain("upperleg_l", "lowerleg_l", "foot_l", "upperleg_r", "lowerleg_r", "foot_r")
        self.ends = chain("wrist_l", "wrist_r", "foot_l", "foot_r", "head")

    def __call__(self, points, rng):
        n = self.t.size
        v, heads = points[:n].copy(), points[n:]
        joint = lambda name: heads[self.bone[name]]
        low, high = (joint("lowerleg_l")[1] + joint("lowerleg_r")[1]) / 2, joint("neck")[1]
        t = (v[:, 1] - low) / (high - low)
        trunk = _ramp(t, 0.12, 0.45) * (1 - _ramp(t, 0.76, 0.95)) * (1 - _ramp(self.arms, 0, 0.6))
        width, front, rear = (_wave(rng, rng.uniform(0.015, 0.045)) for _ in range(3))
        skew_x, skew_z = (_wave(rng, rng.uniform(0.003, 0.010)) for _ in range(2))
        below = self.legs * (1 - _ramp(t, 0.42, 0.52))          # below the crotch about each leg's own middle
        x = v[:, 0] - np.where(v[:, 0] >= 0, 1, -1) * abs(joint("upperleg_l")[0]) * below
        axis = np.interp(v[:, 1], [joint("upperleg_l")[1], high], [joint("upperleg_l")[2], joint("neck")[2]]) * rng.uniform(0.2, 1.0)
        z = v[:, 2] - axis
        v[:, 0] += trunk * (width(t) * x + skew_x(t) * np.abs(x))
        depth = np.where(z > 0, front(t), rear(t)) + skew_z(t) * np.tanh(v[:, 0] / 60)
        v[:, 2] += trunk * z * depth * _ramp(np.abs(z), 0, 60)
        for segment in (("upperarm", "lowerarm"), ("lowerarm", "wrist"), ("upperleg", "lowerleg"), ("lowerleg", "foot")):
            both = _wave(rng, rng.uniform(0.012, 0.04)), _wave(rng, rng.uniform(0.006, 0.02))
            for side in ("_l", "_r"):
                own = _wave(rng, rng.uniform(0.0, 0.006))
                a, b = joint(segment[0] + side), joint(segment[1] + side)
                length = np.linalg.norm(b - a)
                d = (b - a) / length
                u = (v - a) @ d / length
                weight = self.t.weights[:, self.bone[segment[0] + side]] * _ramp(u, 0, 0.2) * (1 - _ramp(u, 0.85, 1.05))
                radial = v - a - np.outer(u * length, d)
                fore = np.array([0.0, 0.0, 1.0]) - d[2] * d
                oval = np.outer(radial @ fore, fore)            # depth against width
                v += (weight * (both[0](u) + own(u)))[:, None] * radial + (weight * both[1](u))[:, None] * (oval - radial / 2)
        v += normals(v, self.t.faces) * (_relief(v, rng) * (1 - _ramp(self.ends, 0, 0.5)))[:, None]
        return np.concatenate([v, heads])


def _ramp(x, lo, hi):
    s = np.clip((x - lo) / (hi - lo), 0, 1)
    return s * s * (3 - 2 * s)


def _wave(rng, amplitude):
    """A random smooth function of 0..1: cosines of up to three half-waves, RMS about the amplitude."""
    c = rng.normal(0, 1, 4) / np.sqrt(1 + np.arange(4))
    phase = rng.uniform(0, 2 * np.pi, 4)
    c *= amplitude * np.sqrt(2) / np.linalg.norm(c)
    return lambda u: sum(c[k] * np.cos(np.pi * (k + 0.3) * u + phase[k]) for k in range(4))


def _relief(v, rng, waves=14):
    out = np.zeros(len(v))
    for _ in range(waves):
        k = rng.normal(size=3)
        k *= 2 * np.pi / rng.uniform(140, 400) / np.linalg.norm(k)
        out += rng.normal() * np.cos(v @ k + rng.uniform(0, 2 * np.pi))
    return out * rng.uniform(0.6, 1.5) * np.sqrt(2 / waves)


def collect(source, template, kept, free_form, genders, seed):
    """(points, scales): rest bodies with the pelvis' bone head at the origin, scaled to REFERENCE_STATURE."""
    rng = np.random.default_rng(seed)
    bodies = np.zeros((len(genders), template.size + len(kept), 3), np.float32)
    scales = np.zeros(len(genders))
    for i, g in enumerate(genders):
        v, heads = source.rest(*draw(rng, float(g)))
        points = np.concatenate([v[template.vertices], heads[kept]])
        bodies[i], scales[i] = normalise(free_form(points, rng), template.size)
    return bodies, scales


REFERENCE_STATURE = 1700.0


def normalise(points, size):
    """Points with the pelvis at the origin and the reference stature, and the scale that was taken out."""
    scale = np.ptp(points[:size, 1]) / REFERENCE_STATURE
    return (points - points[size]) / scale, scale
