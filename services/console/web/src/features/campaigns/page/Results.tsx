// What a campaign brought, and why messages were held back.
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CampaignEffect } from '../../../api/types';
import { useLanguage } from '../../../i18n/language';
import { useFormat } from '../../../i18n/use-format';
import { Empty } from '../../../parts/Empty';
import { reasonInWords } from '../../../words/names';
import { DecisionsDrawer } from './DecisionsDrawer';
import { Groups } from './Groups';
import { LiftBar } from '../LiftBar';
import type { Campaign } from '../campaign';

/** The sentence first; the mathematics is folded below. */
export function Results({ campaign, effect }: { campaign: Campaign; effect: CampaignEffect }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { groups, sentence, revenueSentence, verdict, windowDays } = effect;
  if (campaign.control === 0) return <Empty text={t('campaigns.noControl')} hint={t('campaigns.noControlHint')} />;
  if (groups === null || sentence === null)
    return <Empty text={t('campaigns.noVerdict')} hint={t('campaigns.noVerdictHint')} />;
  return (
    <div data-testid="results" data-verdict={verdict}>
      <p className="verdict-sentence">{sentence[language]}</p>
      {verdict !== 'broken-split' && revenueSentence && verdict !== 'not-enough' && (
        <p className="muted">{revenueSentence[language]}</p>
      )}
      {effect.lift && <LiftBar lift={effect.lift} />}
      <Groups groups={groups} />
      <details style={{ marginTop: 16 }}>
        <summary>{t('campaigns.howWeKnow')}</summary>
        <p>{t('campaigns.howGroups', { count: windowDays })}</p>
        <p>{t('campaigns.howInterval')}</p>
        <Split effect={effect} />
      </details>
    </div>
  );
}

function Split({ effect: { expected, p, groups } }: { effect: CampaignEffect }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (expected === null || p === null || groups === null) return null;
  const [treated = 0, control = 0] = expected.map(Math.round);
  return (
    <p data-testid="split">
      {t(p < 0.001 ? 'campaigns.splitBroken' : 'campaigns.splitFine', {
        treated: format.number(groups.treated.customers),
        control: format.number(groups.control.customers),
        dueTreated: format.number(treated),
        dueControl: format.number(control),
      })}
    </p>
  );
}

export function Reasons({ campaign, effect: { reasons, waiting } }: { campaign: Campaign; effect: CampaignEffect }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [open, setOpen] = useState<string | null>(null);
  const sent = t(campaign.delivery === 'outbox' ? 'campaigns.wasWritten' : 'campaigns.wasSent');
  if (reasons.length === 0 && waiting === 0)
    return <Empty text={t('campaigns.noDecisions')} hint={t('campaigns.noDecisionsHint')} />;
  return (
    <>
      <ul className="feed" data-testid="reasons">
        {reasons.map(({ outcome, reason, decisions }) => (
          <li key={`${outcome} ${reason}`} data-reason={reason}>
            <span className="what">
              {outcome === 'sent' ? sent : t('campaigns.wasHeld', { reason: reasonInWords(reason, t) })}
            </span>
            <Button
              type="link"
              className="as-link number"
              onClick={() => setOpen(reason)}
              aria-label={t('campaigns.openReason', {
                reason: reasonInWords(reason, t),
                shown: format.number(decisions),
              })}
            >
              {format.number(decisions)}
            </Button>
          </li>
        ))}
        {waiting > 0 && (
          <li>
            <span className="what">{t('campaigns.waiting')}</span>
            <span className="number">{format.number(waiting)}</span>
          </li>
        )}
      </ul>
      <DecisionsDrawer campaign={campaign.id} sent={sent} reason={open} onClose={() => setOpen(null)} />
    </>
  );
}
