// The states of a campaign on a real Postgres, also where two people change it at once.
import { describeWith } from '@segue/testing';
import { draft } from '../../testing/builders';
import { Running } from '../../testing/running';
import { StateRefused } from './campaign.rules';

describeWith('postgres', 'the state of a campaign', (part) => {
  let on: Running;

  beforeAll(async () => {
    on = await Running.open(part().url, 'campaign_states');
  }, 60_000);
  afterAll(() => on?.close());

  it('stays ended, whoever resumes it meanwhile', async () => {
    const visit = draft({ trigger: { on: 'touchpoint', event: 'Store Visited' } });
    for (let times = 0; times < 20; times++) {
      const id = `at-once-${times}`;
      await on.rules.save(id, visit, 0);
      await on.rules.setState(id, 'running');
      await on.rules.setState(id, 'paused');
      const both = [on.rules.setState(id, 'ended'), on.rules.setState(id, 'running')];
      const [ended, resumed] = await Promise.allSettled(times % 2 === 0 ? both : both.reverse());
      expect((await on.rules.find(id))?.state).toBe('ended');
      const refused = [ended, resumed].flatMap((one) => (one?.status === 'rejected' ? [one.reason] : []));
      for (const reason of refused) expect(reason).toBeInstanceOf(StateRefused);
    }
    await expect(on.rules.setState('at-once-0', 'running')).rejects.toThrow('that is ended cannot become running');
  });
});
