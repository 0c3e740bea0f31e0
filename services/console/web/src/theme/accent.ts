// The accent of the console, in light and dark. Pure.

export const ACCENT = '#0f766e';
const ACCENT_DARK = '#2dd4bf';

export const accentOf = (dark: boolean): string => (dark ? ACCENT_DARK : ACCENT);
