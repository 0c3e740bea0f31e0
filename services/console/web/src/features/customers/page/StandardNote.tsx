import { useTranslation } from 'react-i18next';
import { useFitted } from '../queries';

/**
 * Names the numbers that rest on standard settings. Renders nothing where all settings were
 * saved. While predictions wait it says why there is none.
 */
export function StandardNote() {
  const { t } = useTranslation();
  const { data: fitted } = useFitted();
  if (fitted === undefined) return null;
  const standard = (['model', 'economics', 'value', 'rfm'] as const).filter((kind) => !fitted.kinds.includes(kind));
  const notes = fitted.waits ? (['waits', ...standard.filter((kind) => kind !== 'model')] as const) : standard;
  if (notes.length === 0) return null;
  return (
    <p className="standard-note" data-testid="standard-note">
      {notes.map((kind) => (
        <span key={kind}>{t(`standard.${kind}`)}</span>
      ))}
    </p>
  );
}
