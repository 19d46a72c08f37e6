// The field in which an input method (Telex, VNI) is at work must not be written to.

let composing = null;

export const isComposing = (control) => control === composing;

export function noteComposing({ type, target }) {
  composing = type === "compositionstart" ? target : null;
}
