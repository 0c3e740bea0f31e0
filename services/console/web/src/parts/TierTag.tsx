import { Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';
import { useAppearance } from '../theme/appearance';
import { isTier, tierColour } from '../theme/tiers';

/** A tier by mark, word and colour. */
export function TierTag({ tier }: { tier: string | null | undefined }) {
  const { t } = useTranslation();
  const { dark } = useAppearance();
  if (!isTier(tier)) return <span className="muted">{t('tiers.none')}</span>;
  return (
    <Tooltip title={t(`terms.${tier}`)}>
      <span className="tier">
        <i aria-hidden style={{ background: tierColour(tier, dark) }} />
        {t(`tiers.${tier}`)}
      </span>
    </Tooltip>
  );
}
