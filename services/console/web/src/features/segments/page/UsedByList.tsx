import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useLanguage } from '../../../i18n/language';
import { nameIn } from '../../../words/bilingual';
import type { UsedBy } from '../used-by';

/** The campaigns and other segments that name a segment. */
export function UsedByList({ uses }: { uses: readonly UsedBy[] }) {
  const { t } = useTranslation();
  const language = useLanguage();
  if (uses.length === 0) return <span className="muted">{t('segments.usedByEmpty')}</span>;
  return (
    <ul className="feed">
      {uses.map(({ kind, id, name }) => (
        <li key={`${kind} ${id}`}>
          <span className="what">
            <Link to={`/${kind}s/${id}`}>{nameIn(name || id, language)}</Link>
          </span>
          <span className="when">{t(`segments.usedByKind.${kind}`)}</span>
        </li>
      ))}
    </ul>
  );
}
