import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '@segue/infra';
import { PERMISSIONS, ROLES, holds, isForEveryRole, permissionsOf } from './permissions';

/** Granted to write keys as well, so docs/security.md lists it as `write key`. */
const OTHERWISE_DOCUMENTED = ['events:write'];

describe('permissions', () => {
  it('are all held by the admin', () => {
    expect(permissionsOf('admin')).toEqual(PERMISSIONS);
  });

  it('of each role are those of docs/security.md', () => {
    const docs = readFileSync(join(projectRoot(), 'docs/security.md'), 'utf8');
    const cells = (start: string) =>
      docs
        .split('\n')
        .find((line) => line.startsWith(start))
        ?.split('|')
        .slice(2, -1)
        .map((cell) => cell.trim()) ?? [];
    const columns = cells('| access ');
    const documented = (permission: string) =>
      ROLES.filter((role) => cells(`| \`${permission}\` `)[columns.indexOf(role)] === 'yes');
    const wrong = PERMISSIONS.filter((permission) => !OTHERWISE_DOCUMENTED.includes(permission)).filter(
      (permission) => documented(permission).join() !== ROLES.filter((role) => holds(role, permission)).join(),
    );
    expect(wrong).toEqual([]);
  });

  it('that every role holds are told apart from those that some lack', () => {
    expect(isForEveryRole('system:read')).toBe(true);
    expect(isForEveryRole('segments:write')).toBe(false);
  });
});
