// The versions of a segment, newest first, each with what it changed, in words.
import { useTranslation } from 'react-i18next';
import type { Segment, SegmentVersion } from '../../../api/types';
import { useLanguage } from '../../../i18n/language';
import { useFormat } from '../../../i18n/use-format';
import { Loaded } from '../../../parts/Loaded';
import { nameIn } from '../../../words/bilingual';
import { useConditionWords, useSentence } from '../Sentence';
import { useVersions } from '../queries';
import { diffOf, isSame } from './version-diff';
import type { Node } from '../rule/schema';

export function Versions({ segment }: { segment: Segment }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Loaded query={useVersions(segment.id)} rows={2}>
      {(versions) => (
        <ul className="feed">
          {versions.map((version, place) => (
            <li key={version.version}>
              <span className="what">
                <Change version={version} before={versions[place + 1]} />
              </span>
              <span className="when">
                {version.savedAt === null ? t('segments.versionBefore') : format.dateTime(version.savedAt)}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Loaded>
  );
}

function Change({ version, before }: { version: SegmentVersion; before: SegmentVersion | undefined }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const sentence = useSentence();
  const inWords = useConditionWords();
  if (before === undefined) return <>{t('segments.versionFirst', { sentence: sentence(version.rule) })}</>;
  const diff = diffOf(before, version);
  const list = (nodes: readonly Node[]) => nodes.map(inWords).join(t('segments.listGap'));
  const lines = [
    ...(diff.renamed === null ? [] : [t('segments.diff.renamed', { name: nameIn(diff.renamed, language) })]),
    ...(diff.added.length === 0 ? [] : [t('segments.diff.added', { what: list(diff.added) })]),
    ...(diff.removed.length === 0 ? [] : [t('segments.diff.removed', { what: list(diff.removed) })]),
    ...(diff.isRearranged ? [t('segments.diff.rearranged', { sentence: sentence(version.rule) })] : []),
    ...(isSame(diff) ? [t('segments.diff.same')] : []),
  ];
  return (
    <>
      {lines.map((line) => (
        <div key={line}>{line}</div>
      ))}
    </>
  );
}
