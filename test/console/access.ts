// What tools for accessibility find in a page, and what is too small for a thumb.
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/** Rule and first place of each serious or critical fault. */
export async function accessFaults(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  return page.evaluate(`axe
    .run(document, { resultTypes: ['violations'] })
    .then(({ violations }) => violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => id + ': ' + nodes[0].target.join(' ') + ' (' + nodes.length + ')'))`);
}

const LEAST_PX = 44;

/** Links and buttons under 44 px in height; those within a sentence count with the room around them. */
export const smallTargets = (page: Page): Promise<string[]> =>
  page.evaluate(`[...document.querySelectorAll('main a, main button, header a, header button')]
    .filter((element) => element.checkVisibility() && !element.closest('table') && !element.matches('.skip, .ant-table-column-sorter'))
    .map((element) => [element.innerText || element.getAttribute('aria-label'), element.getBoundingClientRect().height])
    .filter(([, height]) => height > 0 && height < ${LEAST_PX} - 0.5)
    .map(([name, height]) => name + ' ' + Math.round(height))`);
