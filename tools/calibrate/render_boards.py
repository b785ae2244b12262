"""Renders photos of a calibration board by cameras of known place: an input for `purlform calibrate` with exact truth.

The board's picture is OpenCV's own (so marker dictionary and layout are not ours), the lens is written out here.
Needs numpy and opencv-python-headless. Writes OUT/photos/CAMERA/SHOT.jpg, OUT/board.json, OUT/truth.json (a rig.json in the floor board's
own world, as `calibrate` has it).

    python render_boards.py OUT [--seed 1] [--rig fan|ring|pair|one] [--kind charuco|chessboard] [--size 720x1280]
        [--board 7x10] [--square 60] [--marker 45] [--dictionary DICT_5X5_100] [--legacy] [--shots 14] [--tilt 10x38] [--noise 2.5] [--blur 0.8]
"""

import argparse
import json
from pathlib import Path

import cv2
import numpy as np

TEXTURE_PX_PER_SQUARE = 240


def board_texture(args):
    """The board as OpenCV draws it, without a margin: y down, one square TEXTURE_PX_PER_SQUARE wide."""
    nx, ny = args.board
    size = (nx * TEXTURE_PX_PER_SQUARE, ny * TEXTURE_PX_PER_SQUARE)
    if args.kind == "chessboard":
        y, x = np.mgrid[0 : size[1], 0 : size[0]] // TEXTURE_PX_PER_SQUARE
        return ((x + y) % 2 * 255).astype(np.uint8)
    dictionary = cv2.aruco.getPredefinedDictionary(getattr(cv2.aruco, args.dictionary))
    board = cv2.aruco.CharucoBoard((nx, ny), args.square, args.marker, dictionary)
    board.setLegacyPattern(args.legacy)
    return board.generateImage(size, marginSize=0)


def rotation(axis, angle):
    return cv2.Rodrigues(np.asarray(axis, float) / np.linalg.norm(axis) * angle)[0]


def look_at(centre, target, roll):
    z = (target - centre) / np.linalg.norm(target - centre)
    x = np.cross(z, [0.0, 1.0, 0.0])
    x /= np.linalg.norm(x)
    r = np.stack([x, np.cross(z, x), z])
    return rotation([0, 0, 1], roll) @ r


def cameras_of(args, rng):
    w, h = args.size
    yaws = {"fan": [0, 45, 90, 135], "ring": [0, 90, 180, 270], "pair": [0, 40], "one": [0]}[args.rig]
    names = {"fan": ["front", "front_left", "left", "back_left"], "ring": ["front", "left", "back", "right"], "pair": ["a", "b"], "one": ["webcam"]}[args.rig]
    cameras = []
    for i, (yaw, name) in enumerate(zip(yaws, names)):
        yaw = np.radians(yaw + rng.uniform(-4, 4))
        distance, height = rng.uniform(2200, 2900), rng.uniform(800, 1100) if i % 2 == 0 else rng.uniform(1400, 1800)
        centre = np.array([np.sin(yaw) * distance, height, np.cos(yaw) * distance])
        f = max(w, h) * rng.uniform(0.74, 0.85)
        r = look_at(centre, np.array([rng.uniform(-60, 60), rng.uniform(800, 1000), rng.uniform(-60, 60)]), np.radians(rng.uniform(-2, 2)))
        cameras.append(dict(
            id=name, width=w, height=h, fx=f, fy=f * rng.uniform(0.998, 1.002), cx=(w - 1) / 2 + rng.uniform(-0.02, 0.02) * w,
            cy=(h - 1) / 2 + rng.uniform(-0.02, 0.02) * h,
            distortion=[rng.uniform(-0.18, 0.05), rng.uniform(-0.03, 0.06), rng.uniform(-8e-4, 8e-4), rng.uniform(-8e-4, 8e-4), rng.uniform(-0.01, 0.01)],
            rotation=r.tolist(), translation_mm=(-r @ centre).tolist()))
    return cameras


def boards_of(args, cameras, rng):
    """Poses board -> world, `floor` first. Board axes: x right, y down on the print, z into it."""
    nx, ny = args.board
    middle = np.array([nx, ny, 0.0]) * args.square / 2
    flat = np.array([[-1.0, 0, 0], [0, 0, -1.0], [0, -1.0, 0]])
    spin = rotation([0, 1, 0], np.radians(rng.uniform(-8, 8)))
    turn = spin @ flat
    poses = [("floor", turn, -turn @ middle + [rng.uniform(-30, 30), 0, rng.uniform(-30, 30)])]
    for k in range(args.shots - 1):
        # The board faces some camera, or the gap between two neighbours, and is tilted from there.
        a = k % len(cameras)
        b = (a + 1) % len(cameras) if (k // len(cameras)) % 2 == 0 else a
        centres = [-np.array(c["rotation"]).T @ np.array(c["translation_mm"]) for c in (cameras[a], cameras[b])]
        facing = sum(c / np.linalg.norm(c[[0, 2]]) for c in centres)
        if np.linalg.norm(facing[[0, 2]]) < 0.3:
            facing = centres[0]
        facing = np.array([facing[0], 0, facing[2]]) / np.linalg.norm(facing[[0, 2]])
        # Board z points away from the viewer.
        z = -facing
        x = np.cross([0, -1.0, 0], z)
        r = np.stack([x, np.cross(z, x), z], axis=1)
        tilt = rotation(rng.normal(size=3), np.radians(rng.uniform(*args.tilt)))
        r = r @ tilt @ rotation([0, 0, 1], rng.choice([0, 0, np.pi / 2, np.pi]) + rng.normal() * 0.15)
        near = facing * rng.uniform(-100, 900)
        place = near + np.array([rng.uniform(-350, 350), rng.uniform(350, 1500), rng.uniform(-350, 350)])
        poses.append((f"{k + 1:03d}", r, place - r @ middle))
    return poses


def rays(camera, u, v):
    """Ideal directions of pixels, by fixed-point iteration of OpenCV's distortion."""
    k1, k2, p1, p2, k3 = camera["distortion"]
    xd, yd = (u - camera["cx"]) / camera["fx"], (v - camera["cy"]) / camera["fy"]
    x, y = xd.copy(), yd.copy()
    for _ in range(12):
        r2 = x * x + y * y
        g = 1 + r2 * (k1 + r2 * (k2 + r2 * k3))
        x = (xd - 2 * p1 * x * y - p2 * (r2 + 2 * x * x)) / g
        y = (yd - p1 * (r2 + 2 * y * y) - 2 * p2 * x * y) / g
    return x, y


def on_floor(args, cameras, r, t):
    """Cameras in the world of the board that lies at (r, t): origin in its middle, +Y up, +Z towards its upper edge."""
    flat = np.array([[-1.0, 0, 0], [0, 0, -1.0], [0, -1.0, 0]])
    turn = r @ flat.T
    middle = r @ (np.array([*args.board, 0.0]) * args.square / 2) + t
    out = []
    for c in cameras:
        rc = np.array(c["rotation"])
        out.append(c | dict(rotation=(rc @ turn).tolist(), translation_mm=(rc @ middle + c["translation_mm"]).tolist()))
    return out


def project(camera, points):
    p = points @ np.array(camera["rotation"]).T + camera["translation_mm"]
    k = np.array([[camera["fx"], 0, camera["cx"]], [0, camera["fy"], camera["cy"]], [0, 0, 1]])
    uv, _ = cv2.projectPoints(p.reshape(-1, 1, 3), np.zeros(3), np.zeros(3), k, np.array(camera["distortion"]))
    return uv.reshape(-1, 2), p[:, 2]


def background(w, h, rng):
    small = rng.uniform(60, 190, size=(h // 160 + 3, w // 160 + 3)).astype(np.float32)
    out = cv2.resize(small, (w, h), interpolation=cv2.INTER_CUBIC)
    for _ in range(25):
        x, y, a, b = rng.integers(0, w), rng.integers(0, h), rng.integers(10, w // 3), rng.integers(10, h // 3)
        cv2.rectangle(out, (int(x), int(y)), (int(x + a), int(y + b)), float(rng.uniform(20, 235)), int(rng.choice([-1, 2, 4])))
    return out


def render(camera, r, t, texture, args, rng, room):
    w, h = args.size
    nx, ny = args.board
    margin = 0.35 * args.square
    corners = np.array([[-margin, -margin, 0], [nx * args.square + margin, -margin, 0], [nx * args.square + margin, ny * args.square + margin, 0], [-margin, ny * args.square + margin, 0]])
    world = corners @ r.T + t
    uv, z = project(camera, world)
    centre = -np.array(camera["rotation"]).T @ np.array(camera["translation_mm"])
    front = np.dot(r[:, 2], world.mean(axis=0) - centre) / np.linalg.norm(world.mean(axis=0) - centre)
    if (z < 200).any() or front < 0.15:
        return None
    x0, y0 = np.floor(uv.min(axis=0)).astype(int) - 6
    x1, y1 = np.ceil(uv.max(axis=0)).astype(int) + 7
    x0, y0, x1, y1 = max(x0, 0), max(y0, 0), min(x1, w), min(y1, h)
    if x1 - x0 < 40 or y1 - y0 < 40:
        return None
    picture = room.copy()
    n = 4
    sub = (np.arange(n) + 0.5) / n - 0.5
    v, u = np.meshgrid(np.arange(y0, y1, dtype=float), np.arange(x0, x1, dtype=float), indexing="ij")
    rc = np.array(camera["rotation"]) @ r
    tc = np.array(camera["rotation"]) @ t + camera["translation_mm"]
    # Board plane z = 0: p = rc[:, :2] (a, b) + tc is along the ray (x, y, 1).
    inverse = np.linalg.inv(np.stack([rc[:, 0], rc[:, 1], tc], axis=1))
    total, cover = np.zeros_like(u), np.zeros_like(u)
    lamp = rng.normal(size=2) * 0.12
    for dy in sub:
        for dx in sub:
            x, y = rays(camera, u + dx, v + dy)
            q = inverse @ np.stack([x.ravel(), y.ravel(), np.ones(x.size)])
            a, b = (q[0] / q[2]).reshape(u.shape), (q[1] / q[2]).reshape(u.shape)
            paper = (a > -margin) & (a < nx * args.square + margin) & (b > -margin) & (b < ny * args.square + margin)
            inside = (a > 0) & (a < nx * args.square) & (b > 0) & (b < ny * args.square)
            i = np.clip((a / args.square * TEXTURE_PX_PER_SQUARE).astype(int), 0, texture.shape[1] - 1)
            j = np.clip((b / args.square * TEXTURE_PX_PER_SQUARE).astype(int), 0, texture.shape[0] - 1)
            value = np.where(inside, texture[j, i] / 255.0, 1.0)
            shade = 1 + lamp[0] * (a / (nx * args.square) - 0.5) + lamp[1] * (b / (ny * args.square) - 0.5)
            total += np.where(paper, (25 + 180 * value) * shade, 0)
            cover += paper
    share = cover / (n * n)
    picture[y0:y1, x0:x1] = picture[y0:y1, x0:x1] * (1 - share) + total / (n * n)
    return picture


def main():
    p = argparse.ArgumentParser()
    pair = lambda s: tuple(int(v) for v in s.split("x"))
    p.add_argument("out", type=Path)
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--rig", default="fan")
    p.add_argument("--kind", default="charuco")
    p.add_argument("--size", type=pair, default=(720, 1280))
    p.add_argument("--board", type=pair, default=(7, 10))
    p.add_argument("--square", type=float, default=60)
    p.add_argument("--marker", type=float, default=45)
    p.add_argument("--dictionary", default="DICT_5X5_100")
    p.add_argument("--legacy", action="store_true")
    p.add_argument("--shots", type=int, default=14)
    p.add_argument("--tilt", type=pair, default=(10, 38))
    p.add_argument("--noise", type=float, default=2.5)
    p.add_argument("--blur", type=float, default=0.8)
    p.add_argument("--quality", type=int, default=92)
    args = p.parse_args()
    rng = np.random.default_rng(args.seed)
    texture = board_texture(args)
    cameras = cameras_of(args, rng)
    rooms = [background(*args.size, rng) for _ in cameras]
    boards = boards_of(args, cameras, rng)
    for shot, r, t in boards:
        for camera, room in zip(cameras, rooms):
            picture = render(camera, r, t, texture, args, rng, room)
            if picture is None:
                if args.rig == "one":
                    continue
                picture = room.copy()
            picture = cv2.GaussianBlur(picture, (0, 0), args.blur)
            picture += rng.normal(size=picture.shape) * args.noise
            path = args.out / "photos" / camera["id"] / f"{shot}.jpg"
            path.parent.mkdir(parents=True, exist_ok=True)
            cv2.imwrite(str(path), np.clip(picture + 0.5, 0, 255).astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, args.quality])
    board = dict(kind=args.kind, squares_x=args.board[0], squares_y=args.board[1], square_mm=args.square)
    if args.kind == "charuco":
        board |= dict(marker_mm=args.marker, dictionary=args.dictionary, legacy=args.legacy)
    (args.out / "board.json").write_text(json.dumps(board, indent=1))
    (args.out / "truth.json").write_text(json.dumps(dict(version=1, world=dict(up="+y", handedness="right"), cameras=on_floor(args, cameras, *boards[0][1:])), indent=1))


if __name__ == "__main__":
    main()
