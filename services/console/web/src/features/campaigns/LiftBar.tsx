// The lift of a campaign with its interval, on a scale around “no difference”.
import { useTranslation } from 'react-i18next';
import type { CampaignSummary } from '../../api/types';
import { useFormat } from '../../i18n/use-format';
import { scaleOf, signedPercent } from './lift-scale';

export type Lift = NonNullable<CampaignSummary['lift']>;

export function LiftBar({ lift }: { lift: Lift }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { left, width, point, zero, most } = scaleOf(lift);
  const text = (share: number) => signedPercent(share, format);
  const { value, from, to } = lift;
  return (
    <figure className="lift" data-testid="lift">
      <figcaption className="small">
        {to === null
          ? t('campaigns.liftOpen', { value: text(value), from: text(from) })
          : t('campaigns.lift', { value: text(value), from: text(from), to: text(to) })}
      </figcaption>
      <div className="lift-scale" aria-hidden>
        <i className="zero" style={{ left: `${zero}%` }} />
        <i className="range" style={{ left: `${left}%`, width: `${width}%` }} />
        <i className="point" style={{ left: `${point}%` }} />
      </div>
      <div className="lift-ends small muted" aria-hidden>
        <span>{text(-most)}</span>
        <span>{t('campaigns.noDifference')}</span>
        <span>{text(most)}</span>
      </div>
    </figure>
  );
}
