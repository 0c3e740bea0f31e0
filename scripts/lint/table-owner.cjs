// A lint rule: SQL names the tables of its own feature, or those that `tables.cjs` lets it read.
const { OWNED, READ_BY } = require('./tables.cjs');

const NAMED = /\b(insert\s+into|update|delete\s+from|lock\s+table|from|join)\s+(?:only\s+)?"?([a-z_]+)\b/gi;

/** Classes that write SQL for the table that they are given. */
const BY_NAME = new Set(['LargeTables', 'ConsentEvidence']);
const READS = /^(from|join)$/i;

/** Returns the service, the feature and the name of a source file of a service; else null. */
function placeOf(path) {
  const [, service, rest] = /services\/([a-z-]+)\/src\/(.+)$/.exec(path.replaceAll('\\', '/')) ?? [];
  if (OWNED[service] === undefined) return null;
  return { service, feature: rest.includes('/') ? rest.slice(0, rest.indexOf('/')) : '' };
}

const ownerOf = (service, table) =>
  Object.keys(OWNED[service]).find((feature) => OWNED[service][feature].includes(table));

/** Returns what is wrong with the tables that a text of SQL names in a feature. */
function faultsIn(text, { service, feature }) {
  return [...text.matchAll(NAMED)].flatMap(([, verb, table]) => {
    const owner = ownerOf(service, table.toLowerCase());
    if (owner === undefined || owner === feature) return [];
    const isRead = READS.test(verb);
    if (isRead && READ_BY[`${service}.${table.toLowerCase()}`]?.[feature] !== undefined) return [];
    return [
      `${service}.${table} belongs to ${owner || 'the service'}: ${feature} may not ${isRead ? 'read' : 'write'} it`,
    ];
  });
}

const tableOwner = {
  meta: { type: 'problem', schema: [] },
  create(context) {
    const place = placeOf(context.filename);
    if (place === null) return {};
    const check = (node, text) => {
      for (const message of faultsIn(text, place)) context.report({ node, message });
    };
    return {
      NewExpression: ({ callee, arguments: [table] }) =>
        BY_NAME.has(callee.name) && table?.type === 'Literal' && check(table, `from ${table.value}`),
      Literal: (node) => typeof node.value === 'string' && check(node, node.value),
      TemplateLiteral: (node) => check(node, node.quasis.map(({ value }) => value.cooked).join(' ? ')),
    };
  },
};

module.exports = { faultsIn, tableOwner };
