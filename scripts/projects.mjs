// Writes one project.json per lib and service for Nx, with the tags of the boundary rules. Run it
// after adding a project.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format } from 'prettier';

const LIBS = {
  contracts: 'type:contracts',
  addresses: 'type:pure',
  orders: 'type:pure',
  'order-files': 'type:pure',
  parts: 'type:pure',
  rules: 'type:pure',
  valuation: 'type:pure',
  measurement: 'type:pure',
  bus: 'type:lib',
  store: 'type:lib',
  service: 'type:lib',
  testing: 'type:testing',
  pages: 'type:pages',
};
const SERVICES = ['ingestion', 'profile', 'scoring', 'campaign', 'delivery', 'console'];

const jest = (project, root) => `jest ${root} --selectProjects ${project} --passWithNoTests`;

function project(name, root, kind, tag) {
  return {
    $schema: '../../node_modules/nx/schemas/project-schema.json',
    name,
    sourceRoot: `${root}/src`,
    projectType: kind,
    tags: [tag],
    targets: {
      unit: { command: jest('unit', root) },
      long: { command: jest('long', root) },
      int: { command: jest('int', root) },
      lint: { command: `eslint ${root}` },
    },
  };
}

async function save(root, content) {
  await mkdir(root, { recursive: true });
  await writeFile(
    join(root, 'project.json'),
    await format(JSON.stringify(content), { parser: 'json', printWidth: 120 }),
  );
}

for (const [name, tag] of Object.entries(LIBS))
  await save(`libs/${name}`, project(name, `libs/${name}`, 'library', tag));
for (const name of SERVICES)
  await save(`services/${name}`, project(name, `services/${name}`, 'library', 'type:service'));
for (const name of ['replay', 'demo'])
  await save(`test/${name}`, project(name, `test/${name}`, 'library', 'type:tool'));
await save('services/standalone', project('standalone', 'services/standalone', 'library', 'type:composition'));
