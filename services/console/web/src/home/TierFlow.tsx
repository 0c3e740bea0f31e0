// Who moved from which value tier to which in the last seven days, and who came new. The stayers are left out: they would hide the moves.
import type { UseQueryResult } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Flow } from '../api/client';
import { useFormat } from '../use-format';
import { Chart } from '../parts/Chart';
import { Empty } from '../parts/Empty';
import { Loaded } from '../parts/Loaded';
import { TierTag } from '../parts/TierTag';
import { useAppearance } from '../theme/appearance';
import { TIERS, rankOf, tierColour } from '../theme/tiers';
import { tierInWords } from '../words/names';
import { useTierFlow } from './queries';

type Move = Flow['moves'][number];

/** Where newcomers come from. */
const NEW = 'new';

export function TierFlow() {
  const { t } = useTranslation();
  return (
    <Loaded query={useTierFlow() as UseQueryResult<Flow>} rows={10}>
      {({ moves }) => (moves.length === 0 ? <Empty text={t('home.flowEmpty')} /> : <Sankey moves={moves} />)}
    </Loaded>
  );
}

function Sankey({ moves }: { moves: readonly Move[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { dark } = useAppearance();
  const option = useMemo(() => {
    const ink = dark ? '#e2e8f0' : '#1e293b';
    const sum = (side: 'from' | 'to', tier: string) =>
      moves.filter((move) => (move[side] ?? NEW) === tier).reduce((all, { customers }) => all + customers, 0);
    const node = (side: 'from' | 'to', tier: string) => ({
      name: `${side}:${tier}`,
      depth: side === 'from' ? 0 : 1,
      itemStyle: { color: tierColour(tier, dark) },
      label: {
        position: side === 'from' ? 'left' : 'right',
        formatter: `${wordOf(`${side}:${tier}`)}  ${format.number(sum(side, tier))}`,
        color: ink,
        fontSize: 13,
      },
    });
    const sides = (['from', 'to'] as const).flatMap((side) =>
      [...TIERS, NEW].filter((tier) => sum(side, tier) > 0).map((tier) => node(side, tier)),
    );
    return {
      // Its labels stand outside of what an animation uncovers.
      animation: false,
      tooltip: {
        trigger: 'item',
        formatter: ({
          dataType,
          data,
        }: {
          dataType: string;
          data: { source: string; target: string; value: number };
        }) =>
          dataType === 'edge' ? `${wordOf(data.source)} → ${wordOf(data.target)}: ${format.number(data.value)}` : '',
      },
      series: [
        {
          type: 'sankey',
          left: 112,
          right: 112,
          top: 12,
          bottom: 12,
          nodeGap: 16,
          nodeWidth: 12,
          layoutIterations: 0,
          draggable: false,
          emphasis: { focus: 'adjacency' },
          data: sides,
          links: [...moves]
            .sort((a, b) => rankOf(b.from) - rankOf(a.from) || rankOf(b.to) - rankOf(a.to))
            .map(({ from, to, customers }) => ({
              source: `from:${from ?? NEW}`,
              target: `to:${to}`,
              value: customers,
            })),
          lineStyle: { color: 'gradient', opacity: 0.4, curveness: 0.5 },
        },
      ],
    };

    function wordOf(name: string): string {
      const tier = name.slice(name.indexOf(':') + 1);
      return tier === NEW ? t('home.newcomers') : tierInWords(tier, t);
    }
  }, [moves, dark, t, format]);
  return (
    <Chart
      label={t('home.flow')}
      hint={t('home.flowHint')}
      option={option}
      height={280}
      rows={moves}
      rowKey={({ from, to }) => `${from}-${to}`}
      columns={[
        {
          title: t('home.from'),
          render: (_, { from }) => (from === null ? t('home.newcomers') : <TierTag tier={from} />),
        },
        { title: t('home.to'), render: (_, { to }) => <TierTag tier={to} /> },
        { title: t('home.people'), dataIndex: 'customers', align: 'right', render: (n: number) => format.number(n) },
      ]}
    />
  );
}
