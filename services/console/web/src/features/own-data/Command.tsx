import { useTranslation } from 'react-i18next';
import { Copied } from '../../parts/Copied';
import { tick } from '../first-steps/steps';

/** A command with a button that copies it. */
export function Command({ text }: { text: string }) {
  const { t } = useTranslation();
  return (
    <pre className="command mono" lang="en" translate="no">
      {text}
      <Copied text={text} label={t('data.copy')} onCopy={() => tick('data')} />
    </pre>
  );
}
