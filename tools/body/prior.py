"""The prior over shape coordinates: the sample's, made to agree with real people where these were measured."""

import numpy as np

import ansur

WIDEN = 1.6         # of the variances of ANSUR II, whose soldiers are fitter and more alike than other people
HEAVIER = 0.2      # shift of the mean, in sigmas of the mass that stature does not explain
STEP = 0.4          # of the differences, in units of a coordinate


def of_sample(coordinates, symmetric):
    """Mean and covariance of a sample that has no handedness: left is as likely as right."""
    mean = np.where(symmetric, coordinates.mean(0), 0.0)
    covariance = np.cov((coordinates - mean).T)
    return mean, np.where(symmetric[:, None] == symmetric[None, :], covariance, 0.0)


def conditioned(mean, covariance, symmetric, measure, targets, rounds=3):
    """Jeffrey's rule on a Gaussian: the measured directions take the targets' moments, the others keep theirs given them.

    `measure` maps coordinates to measurements and is linearised anew about each round's mean; `symmetric` says which
    coordinates it depends on to first order.
    """
    target_mean, target_covariance = moments(targets)
    noise = np.diag(np.append(ansur.TOLERANCE, ansur.THIGH_GAP_MM["tolerance"]) ** 2)
    at = mean.copy()
    for _ in range(rounds):
        here = measure(at)
        slope = np.zeros((len(here), len(mean)))
        for k in np.where(symmetric)[0]:
            step = np.zeros(len(mean))
            step[k] = STEP
            slope[:, k] = (measure(at + step) - measure(at - step)) / (2 * STEP)
        spread = slope @ covariance @ slope.T + noise
        gain = np.linalg.solve(spread, slope @ covariance).T
        at = mean + gain @ (target_mean - here - slope @ (mean - at))
        print("  off by", np.abs(measure(at) - target_mean).round(1), flush=True)
    updated = covariance - gain @ (spread - target_covariance) @ gain.T
    return at, (updated + updated.T) / 2


def moments(targets):
    """Mean and covariance of people in general, told from soldiers; last the gap between the thighs."""
    mean, covariance = targets.mean(0), np.cov(targets.T)
    names = list(ansur.COLUMNS)
    s, w = names.index("stature"), names.index("mass")
    given = covariance[:, w] - covariance[:, s] * covariance[s, w] / covariance[s, s]
    gap = ansur.THIGH_GAP_MM
    spread = np.pad(WIDEN * covariance, (0, 1))
    spread[-1, -1] = gap["sigma"] ** 2
    return np.append(mean + HEAVIER * given / np.sqrt(given[w]), gap["mean"]), spread
