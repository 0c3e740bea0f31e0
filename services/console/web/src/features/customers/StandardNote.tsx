import { useTranslation } from 'react-i18next';
import { useFitted } from './queries';

/**
 * Names the numbers that rest on standard settings. Renders nothing where all settings were saved.
 */
export function StandardNote() {
  const { t } = useTranslation();
  const { data: fitted } = useFitted();
  if (fitted === undefined) return null;
  const notes = (['model', 'economics', 'value', 'rfm'] as const).filter((kind) => !fitted.includes(kind));
  if (notes.length === 0) return null;
  return (
    <p className="standard-note" data-testid="standard-note">
      {notes.map((kind) => (
        <span key={kind}>{t(`standard.${kind}`)}</span>
      ))}
    </p>
  );
}
