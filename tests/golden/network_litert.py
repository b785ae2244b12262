"""Makes network_litert.json: what LiteRT (PyPI ai-edge-litert) gets out of the pose-landmark network for a picture made by a formula.

    pip install ai-edge-litert numpy
    python network_litert.py ../../node_modules/@mediapipe/pose/pose_landmark_full.tflite
"""
import json
import os
import sys

import numpy as np
from ai_edge_litert.interpreter import Interpreter, OpResolverType

y, x, c = np.mgrid[0:256, 0:256, 0:3].astype(np.int64)
disc = ((x - 128) ** 2 + (y - 60) ** 2 < 900) | ((np.abs(x - 128) < 40) & (y > 90) & (y < 240))
picture = ((x * 7 + y * 13 + c * 50) % 64 + np.where(disc, 150 - 30 * c, 0)).astype(np.float32) / np.float32(255)

plain = OpResolverType.BUILTIN_WITHOUT_DEFAULT_DELEGATES
network = Interpreter(sys.argv[1], experimental_op_resolver_type=plain)
network.allocate_tensors()
network.set_tensor(network.get_input_details()[0]["index"], picture[None])
network.invoke()
out = {}
for o in network.get_output_details():
    v = network.get_tensor(o["index"])[0]
    if v.shape[:2] == (256, 256):
        out["mask"] = v[8::16, 8::16, 0].ravel()
    elif v.size in (195, 117, 1):
        out[{195: "spots", 117: "world", 1: "score"}[v.size]] = v.ravel()
path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "network_litert.json")
with open(path, "w") as file:
    json.dump({k: [float(f"{x:.5g}") for x in v] for k, v in sorted(out.items())}, file)
    file.write("\n")
