// A journey as a list of steps: what each does, where its ways lead, and how many took them.
import { useTranslation } from 'react-i18next';
import { $api } from '../../../api/client';
import { useFormat } from '../../../i18n/use-format';
import { Card } from '../../../parts/Card';
import { Loaded } from '../../../parts/Loaded';
import { useSegmentNames } from '../../../queries/names';
import type { Campaign } from '../campaign';
import { Enrolments } from './Enrolments';
import { type JourneyCounts, type JourneyStep, type StepCounts, countsByNode, waysOf } from './journey';
import { endInWords, goalInWords, stepInWords, wayInWords } from './step-words';
import './journey.css';

const EVERY_MS = 5_000;
const NOTHING: StepCounts = { entered: 0, waiting: 0, left: {} };

/** Shown for a campaign with steps or a goal. */
export function Journey({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation();
  const { id } = campaign;
  const counts = $api.useQuery(...(['get', '/api/campaigns/{id}/steps', { params: { path: { id } } }] as const), {
    refetchInterval: EVERY_MS,
  });
  return (
    <div className="row two">
      <Card title={t('journeys.title')}>
        <Loaded query={counts} rows={8}>
          {(found) => <Steps campaign={campaign} counts={found} />}
        </Loaded>
      </Card>
      <Card title={t('journeys.enrolments')}>
        <Loaded query={counts} rows={8}>
          {({ enrolments }) => <Enrolments enrolments={enrolments} />}
        </Loaded>
      </Card>
    </div>
  );
}

function Steps({ campaign, counts }: { campaign: Campaign; counts: JourneyCounts }) {
  const { t } = useTranslation();
  const { goal, steps = [] } = campaign;
  const byNode = countsByNode(counts);
  const gone = [...byNode].filter(([node]) => !steps.some((step) => step.node === node));
  return (
    <div data-testid="journey">
      {goal && <p>{goalInWords(goal, t)}</p>}
      <ol className="journey">
        {steps.map((step, place) => (
          <li key={step.node} data-node={step.node}>
            <Step campaign={campaign} step={step} place={place} counts={byNode.get(step.node) ?? NOTHING} />
          </li>
        ))}
      </ol>
      {steps.length > 0 && gone.length > 0 && (
        <>
          <h3>{t('journeys.gone')}</h3>
          <ul className="journey">
            {gone.map(([node, found]) => (
              <li key={node}>
                <code>{node}</code> <Passed counts={found} ways={[]} />
              </li>
            ))}
          </ul>
        </>
      )}
      {byNode.size > 0 && <p className="muted small">{t('journeys.allVersions')}</p>}
    </div>
  );
}

interface StepProps {
  campaign: Campaign;
  step: JourneyStep;
  /** Among the steps, from 0. */
  place: number;
  counts: StepCounts;
}

function Step({ campaign, step, place, counts }: StepProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data: segments } = useSegmentNames();
  const { steps = [] } = campaign;
  const wording = { t, format, segments };
  const numberOf = (node: string) => steps.findIndex((one) => one.node === node) + 1;
  const ways = waysOf(step);
  const isElsewhere = ways.length === 0 && 'next' in step && numberOf(step.next) !== place + 2;
  return (
    <>
      <strong>{stepInWords(step, campaign, wording)}</strong>
      <Passed counts={counts} ways={ways.map(({ way }) => way)} />
      {isElsewhere && <div className="small">{t('journeys.way.then', { number: numberOf(step.next) })}</div>}
      {ways.length > 0 && (
        <ul className="ways">
          {ways.map(({ way, next }) => (
            <li key={way} data-way={way}>
              <span>{wayInWords(step, way, numberOf(next), wording)}</span>
              <span className="number">{format.number(counts.left[way] ?? 0)}</span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

/** How many entered and wait, and how they left, except by the ways that are listed. */
function Passed({ counts: { entered, waiting, left }, ways }: { counts: StepCounts; ways: readonly string[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const others = Object.entries(left).filter(([way, count]) => count > 0 && !ways.includes(way));
  return (
    <div className="muted small passed">
      <span>{t('journeys.entered', { shown: format.number(entered) })}</span>
      {waiting > 0 && <span>{t('journeys.waiting', { shown: format.number(waiting) })}</span>}
      {others.map(([way, count]) => (
        <span key={way}>{t('journeys.leftBy', { way: endInWords(way, t), shown: format.number(count) })}</span>
      ))}
    </div>
  );
}
