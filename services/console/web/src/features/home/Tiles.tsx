// The last touchpoint, and the number of customers in each tier, which links to these customers.
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Flow, TierCounts } from '../../api/types';
import { useFormat } from '../../i18n/use-format';
import { LateSkeleton } from '../../parts/Loaded';
import { Term } from '../../parts/Term';
import { Since } from '../../parts/When';
import { useTierCounts, useTierFlow } from '../../queries/tiers';
import { useAppearance } from '../../theme/appearance';
import { TIERS, type Tier, tierColour } from '../../theme/tiers';
import { calledIn } from '../../words/called';
import type { Live } from './feed/live';
import { netOf } from './moves';
import { useShown } from './shown';

export function Tiles({ live }: { live: Live }) {
  const counts = useTierCounts();
  const flow = useTierFlow(useShown().days);
  return (
    <div className="tiles">
      <LastTouchpoint live={live} />
      {TIERS.map((tier) => (
        <TierTile key={tier} tier={tier} counts={counts.data} failed={counts.error !== null} flow={flow.data} />
      ))}
    </div>
  );
}

function LastTouchpoint({ live: { news, state } }: { live: Live }) {
  const { t } = useTranslation();
  const last = news.find((one) => one.kind === 'touchpoint');
  return (
    <div className="tile" data-testid="last-touchpoint">
      <small>
        <Term of="touchpoint">{t('home.last')}</Term>
      </small>
      {last === undefined && state === 'opening' ? (
        <LateSkeleton rows={1} />
      ) : (
        <strong>{last ? <Since at={last.at} everyMs={1_000} /> : t('states.none')}</strong>
      )}
      {last ? (
        <small>
          <Link to={`/customers/${last.customer}`}>{calledIn(last, t)}</Link>
        </small>
      ) : (
        state !== 'opening' && <small>{t(state === 'open' ? 'home.quiet' : 'home.unknown')}</small>
      )}
    </div>
  );
}

interface TileProps {
  tier: Tier;
  counts: TierCounts | undefined;
  failed: boolean;
  flow: Flow | undefined;
}

function TierTile({ tier, counts, failed, flow }: TileProps) {
  const { t } = useTranslation();
  const { dark } = useAppearance();
  const format = useFormat();
  return (
    <Link className="tile" to={`/customers?tier=${tier}`} style={{ borderTopColor: tierColour(tier, dark) }}>
      <small title={t(`terms.${tier}`)}>
        {t(`tiers.long.${tier}`)} <span className="code">{t(`tiers.code.${tier}`)}</span>
      </small>
      {counts === undefined && !failed ? (
        <LateSkeleton rows={1} />
      ) : (
        <strong>{counts ? format.number(counts.tiers[tier] ?? 0) : t('states.none')}</strong>
      )}
      {counts === undefined && failed && <small>{t('home.unknown')}</small>}
      {counts && flow && <Change net={netOf(flow, tier)} />}
    </Link>
  );
}

function Change({ net }: { net: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { days } = useShown();
  if (net === 0) return <small>{t('home.tierSame', { days })}</small>;
  const count = format.number(Math.abs(net)) as unknown as number;
  return (
    <small>
      <span aria-hidden>{net > 0 ? '▲ ' : '▼ '}</span>
      {net > 0 ? t('home.tierUp', { count, days }) : t('home.tierDown', { count, days })}
    </small>
  );
}
