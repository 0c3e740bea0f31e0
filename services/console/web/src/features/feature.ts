// The manifest of a feature. Routes, menu, search and words of the console are built from the
// manifests (`features.ts`).
import type { QueryClient } from '@tanstack/react-query';
import type { ComponentType } from 'react';
import type { Dictionary } from '../i18n/dictionary';
import type { Permission } from './access';

export interface Feature {
  /** The name of its folder. */
  name: string;
  words: Dictionary;
  /** The permission that a user needs to see its pages. */
  needs: Permission;
  /** Called once, when the console starts. */
  start?: (queries: QueryClient) => void;
  /** Empty for a capability that other features show, such as a drawer. */
  pages: readonly Page[];
  /** Its place in the menu and in search; in the order of `FEATURES`. */
  menu?: MenuPlace;
}

export interface Page {
  /** As the router writes it: `/customers/:reference`. */
  path: string;
  /** Fetches the page's own part of the bundle. */
  load: () => Promise<ComponentType>;
}

export interface MenuPlace {
  path: string;
  icon: ComponentType<{ 'aria-hidden'?: boolean }>;
  /** The key of its label. */
  label: string;
}
