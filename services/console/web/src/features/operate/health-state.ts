// The health of all services in one line. Pure.
import type { TFunction } from 'i18next';
import type { Health } from '../../api/types';
import type { Format } from '../../words/format';
import { known } from '../../words/known';
import { serviceInWords } from '../../words/names';
import { en } from './words.en';

/** With more unread messages than this the line says that messages wait. */
const MANY_UNREAD = 1_000;

interface HealthState {
  type: 'success' | 'warning' | 'error';
  title: string;
  text: string;
}

/** The worst first: unreachable services, services that are not ready, many unread messages. */
export function healthState({ services }: Health, t: TFunction, format: Pick<Format, 'number'>): HealthState {
  const named = (some: Health['services']) =>
    some.map(({ service }) => serviceInWords(service, t)).join(t('states.listGap'));
  const down = services.filter((one) => one.down);
  if (down.length > 0)
    return { type: 'error', title: t('operate.unreachable'), text: t('operate.down', { services: named(down) }) };
  const unready = services.filter(({ status }) => status?.ready !== true);
  if (unready.length > 0) {
    const failed = unready.flatMap(
      ({ status }) => status?.checks.filter(({ ok }) => !ok).map(({ name }) => checkInWords(name, t)) ?? [],
    );
    const checks = [...new Set(failed)].join(t('states.listGap'));
    return {
      type: 'error',
      title: t('operate.unready'),
      text: t('operate.notReady', { services: named(unready), checks }),
    };
  }
  const unread = services.reduce(
    (sum, { status }) => sum + (status?.lag.reduce((all, one) => all + one.unread, 0) ?? 0),
    0,
  );
  if (unread > MANY_UNREAD)
    return {
      type: 'warning',
      title: t('operate.healthy'),
      text: t('operate.behind', { unread: format.number(unread) }),
    };
  const text = t('operate.healthyLong', { count: services.length, unread: format.number(unread) });
  return { type: 'success', title: t('operate.healthy'), text };
}

const checkInWords = (name: string, t: TFunction) => known(en.operate.check, 'operate.check', name, t);
