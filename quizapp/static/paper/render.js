// The whole state on the page.

import { writeAnswers } from "./given.js";
import { state } from "./kept.js";
import { writePrediction } from "./prediction.js";
import { renderProgress } from "./progress.js";

export function render() {
  writeAnswers(state.answers);
  writePrediction();
  renderProgress();
}
