// Previews render in a thread of their own: a template that is still being written, and may run
// away, does not delay decisions.

/** Injects the `Renderer` of previews. */
export const PREVIEW_RENDERER = Symbol('renderer of previews');
