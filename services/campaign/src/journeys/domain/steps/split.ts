// Step `split`: takes one of several ways by the customer's share, which is fixed for the journey
// and the step. Pure.
import { pick, shareOf } from '@segue/measurement';
import type { StepHandler } from './step';

export const split: StepHandler<'split'> = ({ node, ways }, { signal, circumstances: { campaign } }) => {
  const share = shareOf(`campaign ${campaign.id} step ${node}`, signal.bucketingId ?? signal.customer);
  const parts = ways.map(({ share: weight }, place) => ({ name: String(place), weight }));
  const place = Number(pick(parts, share));
  const { next } = ways[place] as (typeof ways)[number];
  return { draft: null, move: { to: 'step', node: next, way: `way-${place + 1}` }, why: { share } };
};
