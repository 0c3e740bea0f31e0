// Faults of accessibility in a page, and targets that are too small for a thumb.
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';

const ENGINE = readFileSync(require.resolve('accessibility-checker-engine/ace.js'), 'utf8');
const RULES = 'WCAG_2_1';
/**
 * Known findings about the tables of antd: `aria-description` is of ARIA 1.3, and a table that
 * scrolls has its headers in a separate table.
 */
const OF_ANTD = ["attribute(s) 'aria-description'", 'Table has no headers identified'];

/** Returns each certain fault: rule, first place, number of places. */
export async function accessFaults(page: Page): Promise<string[]> {
  await page.evaluate(ENGINE);
  return page.evaluate(`new ace.Checker().check(document, ['${RULES}']).then(({ results }) => {
    const faults = new Map();
    for (const { ruleId, value: [kind, result], path, message } of results) {
      if (kind !== 'VIOLATION' || result !== 'FAIL') continue;
      if (${JSON.stringify(OF_ANTD)}.some((text) => message.includes(text))) continue;
      const known = faults.get(ruleId);
      if (known) known.places++;
      else faults.set(ruleId, { places: 1, first: path.dom + ' ' + message });
    }
    return [...faults].map(([rule, { places, first }]) => rule + ': ' + first + ' (' + places + ')');
  })`);
}

const LEAST_PX = 44;

/**
 * Returns links and buttons under 44 px in height. A link within a sentence counts with its
 * padding.
 */
export const smallTargets = (page: Page): Promise<string[]> =>
  page.evaluate(`[...document.querySelectorAll('main a, main button, header a, header button')]
    .filter((element) => element.checkVisibility() && !element.closest('table') && !element.matches('.skip, .ant-table-column-sorter'))
    .map((element) => [element.innerText || element.getAttribute('aria-label'), element.getBoundingClientRect().height])
    .filter(([, height]) => height > 0 && height < ${LEAST_PX} - 0.5)
    .map(([name, height]) => name + ' ' + Math.round(height))`);
