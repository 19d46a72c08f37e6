// The same paper in a second tab: both show and send the same state.

import { KEY, state } from "./kept.js";
import { render } from "./render.js";
import { isStopped } from "./sending.js";
import { leave } from "./stopping.js";

export function followOtherTab({ key, newValue }) {
  if (key !== KEY || isStopped()) return;
  if (!newValue) {
    leave();
    return;
  }
  Object.assign(state, JSON.parse(newValue), { screen: state.screen });
  render();
}
