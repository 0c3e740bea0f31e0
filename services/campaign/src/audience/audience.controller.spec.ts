// Previews take turns: audiences and rehearsals share one gate.
import { campaign } from '../../testing/builders';
import type { CampaignRules } from '../journeys/campaign.rules';
import type { Audience } from './audience';
import { AudienceController } from './audience.controller';

describe('previews', () => {
  it('are refused beyond two at a time, rehearsals as well, and admitted again afterwards', async () => {
    const ends: ((error: Error) => void)[] = [];
    const pending = () => new Promise<never>((_, fail) => ends.push(fail));
    const audience = { rehearse: pending, portion: pending } as unknown as Audience;
    const rules = { find: async () => campaign() } as unknown as CampaignRules;
    const controller = new AudienceController(audience, rules, { check: async () => null });
    const rehearse = () => controller.rehearsal('note', { customer: 'userId:u1' });
    const settled = async () => new Promise((resolve) => setImmediate(resolve));

    const underWay = [rehearse(), controller.waterfall('note', {})].map((one) => one.catch((error: Error) => error));
    await settled();
    expect(ends).toHaveLength(2);
    await expect(rehearse()).rejects.toMatchObject({ status: 429 });
    await expect(controller.waterfall('note', {})).rejects.toMatchObject({ status: 429 });
    for (const end of ends.splice(0)) end(new Error('over'));
    expect(await Promise.all(underWay)).toMatchObject([{ message: 'over' }, { message: 'over' }]);

    const next = rehearse().catch(() => undefined);
    await settled();
    expect(ends).toHaveLength(1);
    ends[0]?.(new Error('over'));
    await next;
  });
});
