// What is wrong with a tier scheme.
import { type Band, type TierScheme, edgeOf } from './tier-scheme';

/** What is wrong with a scheme, by path; none if it may be used. */
export function schemeFaults({
  score,
  bands,
  hysteresis,
  graceDays,
  minimumStayDays,
}: TierScheme): { path: string; message: string }[] {
  const faults: { path: string; message: string }[] = [];
  const fault = (path: string, message: string) => faults.push({ path, message });
  if (Object.keys(score).length === 0) fault('score', 'needs at least one fact');
  for (const [fact, weight] of Object.entries(score))
    if (!Number.isFinite(weight)) fault(`score.${fact}`, 'must be a number');
  if (bands.length < 2) fault('bands', 'needs at least two');
  bands.forEach(({ tier, from }, index) => {
    if (bands.findIndex((other) => other.tier === tier) < index) fault(`bands.${index}.tier`, 'is there twice');
    if (index === 0 && from !== null) fault('bands.0.from', 'must be null: the lowest band takes all that is left');
    if (index > 0 && from !== null && !Number.isFinite(from)) fault(`bands.${index}.from`, 'must be a number');
    else if (index > 0 && (from === null || from <= edgeOf(bands[index - 1] as Band)))
      fault(`bands.${index}.from`, 'must be above that of the band before');
  });
  if (!(hysteresis >= 0 && hysteresis <= 1)) fault('hysteresis', 'must be from 0 to 1');
  if (!(graceDays >= 0 && graceDays < Infinity)) fault('graceDays', 'must be 0 or more');
  if (!(minimumStayDays >= 0 && minimumStayDays < Infinity)) fault('minimumStayDays', 'must be 0 or more');
  return faults;
}
