"""Fits scikit-learn's models to the same tables, and prints what they reach and cost as JSON.

Usage: python3 scikit_learn.py FOLDER
"""

import json
import statistics
import sys
import time

import numpy as np
from sklearn.calibration import CalibratedClassifierCV
from sklearn.ensemble import GradientBoostingClassifier, IsolationForest
from sklearn.metrics import log_loss, roc_auc_score

FITS = 3
SEEDS = range(10)


def read(folder, name):
    table = np.genfromtxt(f"{folder}/{name}.csv", delimiter=",", skip_header=1)
    return table[:, :-1], table[:, -1].astype(int)


def calibration_error(labels, probabilities):
    bins = np.clip(np.ceil(probabilities * 10) - 1, 0, 9)
    gaps = [
        abs(probabilities[bins == b].mean() - labels[bins == b].mean()) * (bins == b).sum()
        for b in range(10)
        if (bins == b).any()
    ]
    return sum(gaps) / len(labels)


def fit(new_model, *table):
    """A fitted model, and the median CPU time of fitting it in ms."""
    times = []
    for _ in range(FITS):
        before = time.process_time()
        model = new_model().fit(*table)
        times.append(1000 * (time.process_time() - before))
    return model, statistics.median(times)


def boosting():
    return GradientBoostingClassifier(max_depth=4, random_state=42)


def calibrated():
    return CalibratedClassifierCV(boosting(), method="isotonic", cv=3)


def classifier(folder, name):
    train, tested, labels = read(folder, f"{name}_train"), *read(folder, f"{name}_test")
    figures = {}
    for kind, new_model in (("boosting", boosting), ("calibrated", calibrated)):
        model, fit_ms = fit(new_model, *train)
        probabilities = model.predict_proba(tested)[:, 1]
        figures[kind] = {
            "rocAuc": roc_auc_score(labels, probabilities),
            "logLoss": log_loss(labels, probabilities),
            "expectedCalibrationError": calibration_error(labels, probabilities),
            "fitMs": fit_ms,
        }
    return figures


def isolation(folder, name):
    (train, _), (tested, labels) = read(folder, f"{name}_train"), read(folder, f"{name}_test")
    areas, times = [], []
    for seed in SEEDS:
        model, fit_ms = fit(lambda: IsolationForest(random_state=seed), train)
        areas.append(roc_auc_score(labels, -model.score_samples(tested)))
        times.append(fit_ms)
    return {
        "mean": statistics.mean(areas),
        "deviation": statistics.stdev(areas),
        "fitMs": statistics.median(times),
    }


def main(folder):
    sets = ["decision_600", "outcome_600", "decision_2000", "outcome_2000"]
    forests = ["anomaly_600", "anomaly_2000"]
    print(
        json.dumps(
            {
                "classifiers": {name: classifier(folder, name) for name in sets},
                "forests": {name: isolation(folder, name) for name in forests},
            }
        )
    )


main(sys.argv[1])
