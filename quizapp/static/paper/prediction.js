// The prediction: how many people will have everything right.

import { keep, PREDICTION, state } from "./kept.js";
import { part, prediction } from "./page.js";

export function writePrediction() {
  if (prediction) prediction.value = state.prediction;
}

/* Whether it is news. */
export function takePrediction() {
  if (state.prediction === prediction.value) return false;
  state.prediction = prediction.value;
  state.changed[PREDICTION] = ++state.changes;
  part("prediction-error").hidden = true;
  keep();
  return true;
}

export function predictedNumber() {
  const digits = state.prediction.replace(/\D/g, "");
  return digits ? Number(digits) : null;
}

export function isPredictionMissing() {
  return prediction && prediction.hasAttribute("aria-required") && predictedNumber() === null;
}

export function askForPrediction() {
  part("prediction-error").hidden = false;
  prediction.focus();
}
