import { containerName, isOnThisMachine } from './docker';

describe('an engine', () => {
  it.each([undefined, 'unix:///var/run/docker.sock', 'npipe:////./pipe/docker_engine', 'tcp://127.0.0.1:2375'])(
    'is on this machine: %s',
    (address) => expect(isOnThisMachine(address)).toBe(true),
  );

  it.each(['ssh://build@farm', 'tcp://10.0.0.7:2375', 'tcp://localhost.example.org:2375'])(
    'is on another: %s',
    (address) => expect(isOnThisMachine(address)).toBe(false),
  );
});

describe('a container', () => {
  it('is found again by its home folder, and is not that of another', () => {
    expect(containerName('redis', '/data/a')).toMatch(/^segue-redis-[0-9a-f]{12}$/);
    expect(containerName('redis', '/data/a')).toBe(containerName('redis', '/data/a'));
    expect(containerName('redis', '/data/a')).not.toBe(containerName('redis', '/data/b'));
  });
});
