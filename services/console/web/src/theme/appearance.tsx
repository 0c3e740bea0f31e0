// Light or dark: the setting of the system until the user chooses.
import { type ReactNode, createContext, useContext, useEffect, useMemo, useState } from 'react';

interface Appearance {
  dark: boolean;
  setDark(dark: boolean): void;
}

const KEPT = 'segue.appearance';
const AppearanceContext = createContext<Appearance>({ dark: false, setDark: () => undefined });

export const useAppearance = () => useContext(AppearanceContext);

function firstAppearance(): boolean {
  const kept = localStorage.getItem(KEPT);
  return kept === null ? matchMedia('(prefers-color-scheme: dark)').matches : kept === 'dark';
}

export function AppearanceProvider({ children }: { children: ReactNode }) {
  const [dark, choose] = useState(firstAppearance);
  useEffect(() => {
    document.documentElement.dataset.theme = dark ? 'dark' : 'light';
    document.documentElement.style.colorScheme = dark ? 'dark' : 'light';
  }, [dark]);
  const value = useMemo(
    () => ({
      dark,
      setDark: (wanted: boolean) => {
        localStorage.setItem(KEPT, wanted ? 'dark' : 'light');
        choose(wanted);
      },
    }),
    [dark],
  );
  return <AppearanceContext value={value}>{children}</AppearanceContext>;
}
