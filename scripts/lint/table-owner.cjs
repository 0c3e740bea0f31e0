// A lint rule: SQL names the tables of its own feature, or those that `tables.cjs` lets it read. A
// table of another service's schema is a fault in any case. It does not see names that are put
// together when the program runs, tables behind a subquery or a join in a list (`from (select …) a,
// b`), nor what views, functions and triggers read.
const { OWNED, READ_BY } = require('./tables.cjs');

const VERBS = [
  ...['insert\\s+into', 'merge\\s+into', 'update', 'delete\\s+from', 'lock(?:\\s+table)?', 'truncate(?:\\s+table)?'],
  ...['copy', 'alter\\s+table', 'drop\\s+table', '(?<!\\bdistinct\\s+)from', 'join', 'using'],
];
const NAME = '(?:only\\s+|if\\s+exists\\s+)*(?:"?([a-z_]+)"?\\s*\\.\\s*)?"?([a-z_]+)\\b"?';
const NAMED = new RegExp(`\\b(${VERBS.join('|')})\\s+${NAME}`, 'gi');
/** A further table of a list, behind the alias of the one before it. */
const FURTHER = new RegExp(`\\s*(?:(?:as\\s+)?"?[a-z_]+"?\\s*)?,\\s*${NAME}`, 'iy');
const LISTS = /^(from|using|lock|truncate|drop|delete)/i;

/** Classes that write SQL for the table that they are given. */
const BY_NAME = new Set(['LargeTables', 'ConsentEvidence']);
const READS = /^(from|join|using)$/i;

/** Returns the service, the feature and the name of a source file of a service; else null. */
function placeOf(path) {
  const [, service, rest] = /services\/([a-z-]+)\/src\/(.+)$/.exec(path.replaceAll('\\', '/')) ?? [];
  if (OWNED[service] === undefined) return null;
  return { service, feature: rest.includes('/') ? rest.slice(0, rest.indexOf('/')) : '' };
}

const ownerOf = (service, table) =>
  Object.keys(OWNED[service]).find((feature) => OWNED[service][feature].includes(table));

/** Returns the tables that a text of SQL names: verb, schema if there is one, and name. */
function tablesIn(text) {
  return [...text.matchAll(NAMED)].flatMap(({ index, 0: { length }, 1: verb, 2: schema, 3: table }) => {
    const tables = [{ verb, schema, table }];
    FURTHER.lastIndex = index + length;
    for (let next; LISTS.test(verb) && (next = FURTHER.exec(text));) {
      tables.push({ verb, schema: next[1], table: next[2] });
    }
    return tables;
  });
}

/** Returns what is wrong with the tables that a text of SQL names in a feature. */
function faultsIn(text, { service, feature }) {
  return tablesIn(text).flatMap(({ verb, schema = service, table }) => {
    const [of, name] = [schema.toLowerCase(), table.toLowerCase()];
    const isRead = READS.test(verb);
    const may = `may not ${isRead ? 'read' : 'write'} it`;
    if (of !== service) return OWNED[of] === undefined ? [] : [`${of}.${name} belongs to ${of}: ${service} ${may}`];
    const owner = ownerOf(service, name);
    if (owner === undefined || owner === feature) return [];
    if (isRead && READ_BY[`${service}.${name}`]?.[feature] !== undefined) return [];
    return [`${service}.${name} belongs to ${owner || 'the service'}: ${feature} ${may}`];
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
