// What Operate says in one line, and of faults.
import type { Health } from '../../services/console/web/src/api/types';
import { differences, faultInWords } from '../../services/console/web/src/features/operate/refusals/fault-words';
import { healthState } from '../../services/console/web/src/features/operate/health-state';
import { formatIn } from '../../services/console/web/src/words/format';
import { refusedIn, lettersByKind } from '../../services/console/web/src/words/letters';
import { translator } from './dictionaries';

type Service = Health['services'][number];

const service = (name: string, { ready = true, down = false, unread = 0, failed = [] as string[] } = {}): Service =>
  ({
    service: name,
    down,
    status: down ? null : { ready, checks: failed.map((check) => ({ name: check, ok: false })), lag: [{ unread }] },
  }) as unknown as Service;
const said = (language: 'en' | 'zh-CN', ...services: Service[]) => {
  const { type, title, text } = healthState({ services } as Health, translator(language), formatIn(language));
  return [type, title, text];
};

describe('the health of all services', () => {
  it('is one line when all is well', () => {
    const services = [service('profile', { unread: 400 }), service('scoring', { unread: 600 })];
    expect(said('en', ...services)).toEqual([
      'success',
      'Healthy',
      'All 2 services are ready; messages waiting: 1,000.',
    ]);
    expect(said('zh-CN', ...services)).toEqual(['success', '健康', '全部 2 项服务就绪；1,000 条消息等待处理。']);
  });

  it('says that messages wait once there are more than a thousand', () => {
    expect(said('en', service('profile', { unread: 1_001 }))).toEqual([
      'warning',
      'Healthy',
      'Healthy, but messages are waiting: 1,001.',
    ]);
  });

  it('names the services that cannot be reached before those that are not ready', () => {
    const unready = service('profile', { ready: false, failed: ['database', 'disk'] });
    const down = [service('scoring', { down: true }), service('campaign', { down: true })];
    expect(said('en', unready, ...down)).toEqual(['error', 'not reachable', 'Scoring, Campaign cannot be reached.']);
    expect(said('zh-CN', unready, ...down)).toEqual(['error', '无法连接', '无法连接：评分、活动。']);
    expect(said('en', unready)).toEqual(['error', 'not ready', 'Profile not ready: database, disk.']);
  });
});

it('faults are named by their code, in the service’s own text where there are no words for it', () => {
  const t = translator('en');
  expect(faultInWords({ code: 'amount' }, 'total: bad', t)).toBe('Amount is no amount of money');
  expect(faultInWords({ code: 'toString' }, 'total: bad', t)).toBe('total: bad');
});

it('differences of two copies are named by path, at most so many', () => {
  const [a, b] = [
    { event: 'A', properties: { total: 1, lines: [1, 2] }, at: 'x' },
    { event: 'B', properties: { total: 1, lines: [2, 1], extra: true }, at: 'x' },
  ];
  expect(differences(a, b)).toEqual([
    { path: 'event', a: 'A', b: 'B' },
    { path: 'properties.lines', a: [1, 2], b: [2, 1] },
    { path: 'properties.extra', a: undefined, b: true },
  ]);
  expect(differences(a, b, 1)).toHaveLength(1);
  expect(differences(a, a)).toEqual([]);
});

it('counts say when there are more', () => {
  expect([refusedIn([1, 2], null), refusedIn([1, 2], 'next')]).toEqual([
    { count: 2, isMore: false },
    { count: 2, isMore: true },
  ]);
  expect(lettersByKind([])).toEqual({ conflicts: 0, unreadable: 0 });
});
