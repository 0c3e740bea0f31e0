// Who fits the rule now: the count, what each condition leaves, and some of the customers.
import { Button, Progress } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormat } from '../../../i18n/use-format';
import { Fault } from '../../../parts/Fault';
import { pickedOf } from '../../../words/called';
import { useConditionWords } from '../Sentence';
import { type Counting, estimateOf, progressOf, removedBy } from './counting';
import { useCustomersBy } from '../queries';
import type { Node } from '../rule/schema';
import { childrenOf } from '../rule/tree';
import { useCounting } from './use-counting';

interface PreviewProps {
  /** Null while the rule is not complete. */
  rule: { version: number; when: Node } | null;
}

export function Preview({ rule }: PreviewProps) {
  const { t } = useTranslation();
  const live = useCounting(rule);
  const { counting, error } = live;
  if (counting === null && error !== null) return <Fault error={error} onRetry={live.goOn} />;
  if (counting === null) return <p className="muted">{t('segments.countWait')}</p>;
  return (
    <div className={rule === null ? 'is-old' : ''}>
      <Count counting={counting} />
      {counting.next !== null && (
        <div className="count-progress">
          <Progress
            percent={Math.floor(100 * progressOf(counting))}
            status={live.isRunning ? 'active' : 'normal'}
            aria-label={t('segments.count')}
          />
          {live.isRunning ? (
            <Button size="small" onClick={live.stop}>
              {t('segments.countStop')}
            </Button>
          ) : (
            <Button size="small" onClick={live.goOn} disabled={rule === null}>
              {t('segments.countGoOn')}
            </Button>
          )}
        </div>
      )}
      {error !== null && <Fault error={error} onRetry={live.goOn} />}
      {rule !== null && <Steps counting={counting} when={rule.when} />}
      <Samples ids={counting.samples} />
    </div>
  );
}

function Count({ counting }: { counting: Counting }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { customers, error, isExact } = estimateOf(counting);
  const values = { customers: format.number(customers), error: format.number(error), count: customers };
  const { looked, population } = counting;
  return (
    <>
      <strong className="segment-size number" data-testid="count" data-exact={isExact}>
        {t(isExact ? 'segments.countExact' : 'segments.countAbout', values)}
      </strong>
      <div className="muted">
        {isExact
          ? t('segments.countOf', { population: format.number(looked) })
          : t('segments.countLooked', { looked: format.number(looked), population: format.number(population) })}
      </div>
    </>
  );
}

/** What each condition of a list leaves; where nobody is left, which one removed the last. */
function Steps({ counting, when }: { counting: Counting; when: Node }) {
  const { t } = useTranslation();
  const format = useFormat();
  const inWords = useConditionWords();
  const conditions = when.kind === 'and' ? childrenOf(when) : [when];
  const { steps, looked, population, next } = counting;
  // A count of an earlier rule, while that of this one is on its way.
  if (steps.length !== conditions.length) return null;
  const removed = removedBy(counting);
  const scaled = (count: number) => (next === null || looked === 0 ? count : Math.round((count / looked) * population));
  const culprit = removed && conditions[removed.place];
  return (
    <>
      {removed && next === null && (
        <p role="status" data-testid="removed">
          {culprit && conditions.length > 1
            ? t('segments.removed', { count: removed.removed, what: inWords(culprit) })
            : t('segments.nobody')}
        </p>
      )}
      {conditions.length > 1 && (
        <>
          <h3 className="feed-title">{t('segments.steps')}</h3>
          <ul className="feed">
            {conditions.map((condition, place) => (
              <li key={place}>
                <span className="what">{inWords(condition)}</span>
                <span className="when number">{format.number(scaled(steps[place] ?? 0))}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

function Samples({ ids }: { ids: readonly string[] }) {
  const { t } = useTranslation();
  const { data: customers = [] } = useCustomersBy(ids);
  if (ids.length === 0 || customers.length === 0) return null;
  return (
    <>
      <h3 className="feed-title">{t('segments.samples')}</h3>
      <ul className="feed" data-testid="samples">
        {customers.map((one) => (
          <li key={one.customer}>
            <span className="what">
              <Link to={`/customers/${one.customer}`}>{pickedOf(one, t)}</Link>
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
