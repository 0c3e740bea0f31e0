// Campaigns and the segments that scoring publishes, on a real Postgres.
import { type SegmentChanged, definitions } from '@segue/contracts';
import { describeWith } from '@segue/testing';
import { NOON, draft } from '../../testing/builders';
import { Running } from '../../testing/running';
import { SegmentDeleted } from './campaign.rules';

describeWith('postgres', 'campaigns and their segments', (part) => {
  let on: Running;

  beforeAll(async () => {
    on = await Running.open(part().url, 'campaign_segments');
  }, 60_000);
  afterAll(() => on?.close());

  const changed = (segment: string, version: number, isDeleted = false): SegmentChanged => ({
    ...{ v: 1, segment, version, name: segment, isDeleted },
    ...{ occurredAt: NOON, recordedAt: NOON, origin: 'live', cause: null },
  });
  const entering = (segment: string) => draft({ trigger: { on: 'entered', segment } });

  it('know what was saved and not deleted since, in any order of the messages', async () => {
    await on.rules.keepSegments([changed('vip', 5), changed('gone', 7, true), changed('gone', 6)]);
    await on.rules.keepSegments([changed('vip', 4, true)]);
    expect(await on.rules.segments()).toEqual(['vip']);
    await on.rules.keepSegments([changed('gone', 8)]);
    expect(await on.rules.segments()).toEqual(['gone', 'vip']);
  });

  it('pause when their segment is deleted, and do not start before it is there again', async () => {
    await on.rules.keepSegments([changed('lapsed', 1)]);
    await on.rules.save('back', entering('lapsed'), 0);
    await on.rules.setState('back', 'running');
    await on.rules.save('other', entering('vip'), 0);
    await on.rules.setState('other', 'running');

    await on.rules.keepSegments([changed('lapsed', 2, true)]);
    expect(await on.rules.find('back')).toMatchObject({
      state: 'paused',
      pausedBecause: { reason: 'segment', segment: 'lapsed' },
    });
    expect(await on.rules.find('other')).toMatchObject({ state: 'running' });
    await expect(on.rules.setState('back', 'running')).rejects.toThrow(SegmentDeleted);
    await expect(on.rules.save('late', entering('lapsed'), 0)).rejects.toThrow(SegmentDeleted);
    expect(await on.rules.find('late')).toBeNull();

    await on.rules.keepSegments([changed('lapsed', 3)]);
    expect(await on.rules.setState('back', 'running')).toMatchObject({ state: 'running', pausedBecause: null });
  });

  it('publish which segments they name until they have ended', async () => {
    const segments = () => on.published(definitions).findLast(({ campaign }) => campaign === 'back')?.segments;
    expect(segments()).toEqual(['lapsed']);
    await on.rules.setState('back', 'ended');
    expect(segments()).toEqual([]);
  });
});
