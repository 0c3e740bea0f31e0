// The last touchpoint, and how many customers are where; each number opens the people behind it.
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Flow, TierCounts } from '../api/client';
import { useNow } from '../clock';
import { useFormat } from '../format';
import { LateSkeleton } from '../parts/Loaded';
import { Term } from '../parts/Term';
import { useAppearance } from '../theme/appearance';
import { TIERS, type Tier, tierColour } from '../theme/tiers';
import type { Live } from './live';
import { useTierCounts, useTierFlow } from './queries';

export function Tiles({ live }: { live: Live }) {
  const counts = useTierCounts();
  const flow = useTierFlow();
  return (
    <div className="tiles">
      <LastTouchpoint live={live} />
      {TIERS.map((tier) => (
        <TierTile
          key={tier}
          tier={tier}
          counts={counts.data as TierCounts | undefined}
          failed={counts.error !== null}
          flow={flow.data as Flow | undefined}
        />
      ))}
    </div>
  );
}

function LastTouchpoint({ live: { news, state } }: { live: Live }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const last = news.find((one) => one.kind === 'touchpoint');
  const ago = last?.kind === 'touchpoint' ? Math.max(0, now - Date.parse(last.recordedAt)) : null;
  return (
    <div className="tile" data-testid="last-touchpoint">
      <small>
        <Term of="touchpoint">{t('home.last')}</Term>
      </small>
      {ago === null && state === 'opening' ? (
        <LateSkeleton rows={1} />
      ) : (
        <strong>{ago === null ? t('states.none') : agoInWords(ago)}</strong>
      )}
      {last ? (
        <small>
          <Link to={`/customers/${last.customer}`}>{last.name ?? t('news.someone')}</Link>
        </small>
      ) : (
        state !== 'opening' && <small>{t(state === 'open' ? 'home.quiet' : 'home.unknown')}</small>
      )}
    </div>
  );

  function agoInWords(ms: number): string {
    if (ms < 1_500) return t('time.justNow');
    return ms < 90_000 ? t('time.secondsAgo', { count: Math.round(ms / 1000) }) : format.relative(now - ms, now);
  }
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
      <small>{t(`tiers.long.${tier}`)}</small>
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
  if (net === 0) return <small>{t('home.tierSame')}</small>;
  const count = format.number(Math.abs(net)) as unknown as number;
  return (
    <small>
      <span aria-hidden>{net > 0 ? '▲ ' : '▼ '}</span>
      {net > 0 ? t('home.tierUp', { count }) : t('home.tierDown', { count })}
    </small>
  );
}

/** Those who came less those who went. */
function netOf({ moves }: Flow, tier: Tier): number {
  return moves.reduce(
    (net, { from, to, customers }) => net + (to === tier ? customers : from === tier ? -customers : 0),
    0,
  );
}
