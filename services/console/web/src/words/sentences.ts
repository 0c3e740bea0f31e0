// Joins sentences, with a space where the language sets one. Pure.
import type { TFunction } from 'i18next';

export const sentences = (all: readonly string[], t: TFunction): string =>
  all.filter((one) => one !== '').join(t('states.sentenceGap'));
