import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TOPICS, type Topic, asyncApi } from '@segue/contracts';
import { SERVICES } from './services';

const fileAt = (path: string) => JSON.parse(readFileSync(join(__dirname, '../../..', path), 'utf8')) as object;

describe('the services', () => {
  it('read and write the topics as docs/asyncapi.json says (npm run asyncapi)', () => {
    const { version } = fileAt('package.json') as { version: string };

    expect(fileAt('docs/asyncapi.json')).toEqual(JSON.parse(JSON.stringify(asyncApi(version, SERVICES))));
  });

  it('write every topic that one of them reads', () => {
    const names = new Set<string>(SERVICES.map(({ name }) => name));
    for (const { name, writtenBy } of TOPICS as readonly Topic<unknown>[]) {
      expect([name, writtenBy.filter((writer) => !names.has(writer))]).toEqual([name, []]);
      expect([name, writtenBy.length > 0]).toEqual([name, true]);
    }
  });
});
