import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { SERVICES as NAMES, TOPICS, type Topic, asyncApi } from '@segue/contracts';
import { PREFIXES } from '@segue/console';
import { PATH_METADATA } from '@nestjs/common/constants';
import { SERVICES } from './services';

const fileAt = (path: string) => JSON.parse(readFileSync(join(__dirname, '../../..', path), 'utf8')) as object;

/** Returns the first parts of the paths that the controllers of a service answer. */
function prefixesOf(service: string): Set<string> {
  const folder = join(__dirname, '../..', service, 'src');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const controllers = files
    .filter((file) => file.endsWith('.controller.ts'))
    .flatMap((file) => Object.values(jest.requireActual<Record<string, unknown>>(join(folder, file))))
    .filter((each): each is Controller => typeof each === 'function' && Reflect.hasMetadata(PATH_METADATA, each));
  return new Set(controllers.flatMap(pathsOf).map((path) => `/${path}`));
}

type Controller = { prototype: Record<string, object> };

function pathsOf(controller: Controller): string[] {
  const path = Reflect.getMetadata(PATH_METADATA, controller) as string;
  if (path !== 'api') return [path];
  const handlers = Object.getOwnPropertyNames(controller.prototype)
    .filter((name) => name !== 'constructor')
    .map((name) => controller.prototype[name] as object);
  return handlers.flatMap((handler) => {
    const own = Reflect.getMetadata(PATH_METADATA, handler) as string | undefined;
    return own === undefined ? [] : [`api/${own.split('/')[0]}`];
  });
}

describe('the services', () => {
  it('are those that topics, the console and the launcher know', () => {
    expect(SERVICES.map(({ name }) => name)).toEqual(NAMES);
  });

  it.each(NAMES)('%s is a project of Nx with the boundaries of a service (scripts/projects.mjs)', (service) => {
    expect(fileAt(`services/${service}/project.json`)).toMatchObject({ tags: ['type:service'] });
  });

  it.each(NAMES)('%s is reached through the console by all of its paths', (service) => {
    const expected = new Set([...prefixesOf(service), `/api/status/${service}`]);
    expect(new Set(PREFIXES[service])).toEqual(expected);
  });

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
