import { type Markup, markup } from '../markup.ts';

const edge = 44;
const teeth = 60;

/** The milled edge of a coin: strokes all round. */
const milling = Array.from({ length: teeth }, (_, tooth) => {
  const angle = (tooth / teeth) * 2 * Math.PI;
  const at = (radius: number) =>
    `${(50 + radius * Math.cos(angle)).toFixed(2)} ${(50 + radius * Math.sin(angle)).toFixed(2)}`;
  return `M${at(edge)}L${at(edge + 4)}`;
}).join('');

const marks = {
  PASSED: 'M31 51.5 44.5 65 70 37',
  FAILED: 'M35.5 35.5 64.5 64.5M64.5 35.5 35.5 64.5',
  BRAND: 'M65 38.5a19 19 0 1 0 0 23',
} as const;

/** A coin with a mark struck on it. Decoration: whatever it says is said in words beside it. */
export function coin(mark: keyof typeof marks): Markup {
  return markup`<svg viewBox="0 0 100 100" fill="none" stroke="currentColor" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d="${milling}" stroke-width="2"/><circle cx="50" cy="50" r="${edge - 3}" stroke-width="2.5"/><circle cx="50" cy="50" r="${edge - 9}" stroke-width="1" opacity=".55"/><path d="${marks[mark]}" stroke-width="7"/></svg>`;
}
