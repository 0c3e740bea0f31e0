// The chance of each of several choices to be the best: ∫ fᵢ ∏ Fⱼ. Exact to about 1e-10 by
// Gauss-Legendre quadrature, without simulation.
import { must } from '../sequential/given';
import type { Posterior } from './posterior';

/**
 * P(best) of each posterior, in the order given; they add up to 1. All must be of one kind (all
 * Beta, or all normal). Takes some 0.7 ms times the square of the number of choices: once a batch
 * or a minute, not once a customer.
 */
export function chancesOfBest(posteriors: readonly Posterior[]): number[] {
  must(posteriors.length > 0, 'posteriors', 'at least one', 'empty');
  const marks = [...new Set(posteriors.flatMap((posterior) => posterior.marks))].sort((a, b) => a - b);
  const chances = posteriors.map(() => 0);
  for (let mark = 1; mark < marks.length; mark++)
    addPanel(chances, posteriors, marks[mark - 1] as number, marks[mark] as number);
  const whole = chances.reduce((sum, chance) => sum + chance, 0);
  return chances.map((chance) => chance / whole);
}

function addPanel(chances: number[], posteriors: readonly Posterior[], from: number, to: number): void {
  const half = (to - from) / 2;
  const middle = (from + to) / 2;
  for (const [node, weight] of NODES)
    for (const side of [-1, 1]) addAt(chances, posteriors, middle + side * node * half, weight * half);
}

function addAt(chances: number[], posteriors: readonly Posterior[], place: number, weight: number): void {
  const below = posteriors.map(({ cumulative }) => cumulative(place));
  posteriors.forEach(({ density }, index) => {
    const others = below.reduce((product, share, other) => (other === index ? product : product * share), 1);
    if (others > 0) chances[index] = (chances[index] as number) + weight * others * density(place);
  });
}

/**
 * Abscissas (of a half interval) and weights of Gauss and Legendre's rule of 16 points. Abramowitz
 * & Stegun, table 25.4.
 */
const NODES = [
  [0.09501250983763744, 0.1894506104550685],
  [0.2816035507792589, 0.18260341504492358],
  [0.45801677765722737, 0.16915651939500254],
  [0.6178762444026438, 0.14959598881657674],
  [0.755404408355003, 0.12462897125553388],
  [0.8656312023878318, 0.09515851168249279],
  [0.9445750230732326, 0.062253523938647894],
  [0.9894009349916499, 0.027152459411754096],
] as const;
