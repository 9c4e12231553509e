import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { fileKeyProvider } from './file.ts';

const folder = await mkdtemp(join(tmpdir(), 'countermark-key-'));
after(() => rm(folder, { recursive: true }));

const base64 = Buffer.alloc(32, 7).toString('base64');
const label = { keyId: '0011223344556677', purpose: 'field' } as const;
const key = randomBytes(32);

async function keyFile(content: string, mode = 0o600): Promise<string> {
  const path = join(folder, randomBytes(6).toString('hex'));
  await writeFile(path, content, { mode });
  await chmod(path, mode);
  return path;
}

describe('a key file', () => {
  test('unwraps what it wrapped, with or without a line end', async () => {
    const one = await fileKeyProvider(await keyFile(base64));
    const other = await fileKeyProvider(await keyFile(`${base64}\n`, 0o400));
    const wrapped = await one.wrap(label, key);
    assert.deepEqual(await one.unwrap(label, wrapped), key);
    assert.deepEqual(await other.unwrap(label, wrapped), key);
  });

  test('does not unwrap for another label, what was changed, or what another file wrapped', async () => {
    const provider = await fileKeyProvider(await keyFile(base64));
    const stranger = await fileKeyProvider(await keyFile(Buffer.alloc(32, 8).toString('base64')));
    const wrapped = await provider.wrap(label, key);
    assert.equal(await provider.unwrap({ ...label, keyId: '8899aabbccddeeff' }, wrapped), null);
    assert.equal(await provider.unwrap({ ...label, purpose: 'fingerprint' }, wrapped), null);
    assert.equal(await provider.unwrap(label, wrapped.subarray(1)), null);
    assert.equal(await stranger.unwrap(label, wrapped), null);
  });

  test('is named in what people read', async () => {
    const path = await keyFile(base64);
    assert.equal((await fileKeyProvider(path)).description, `key file ${path}`);
  });

  test('that others can read is refused with what to do', {
    skip: process.platform === 'win32',
  }, async () => {
    for (const mode of [0o640, 0o604, 0o620, 0o666]) {
      const path = await keyFile(base64, mode);
      await assert.rejects(fileKeyProvider(path), new RegExp(`${path} can be read by others.*chmod 600`));
    }
  });

  test('that holds no key of 32 bytes is refused without showing it', async () => {
    const contents = {
      nothing: '',
      'too short': Buffer.alloc(31, 7).toString('base64'),
      'too long': Buffer.alloc(33, 7).toString('base64'),
      hex: Buffer.alloc(32, 7).toString('hex'),
      'with something after': `${base64}\n${base64}`,
      'with other characters': `${base64.slice(0, 10)}!!${base64.slice(10)}`,
    };
    for (const [what, content] of Object.entries(contents)) {
      const path = await keyFile(content);
      await assert.rejects(fileKeyProvider(path), (error: Error) => {
        assert.equal(error.message, `The key file ${path} does not hold 32 bytes in base64`, what);
        return true;
      });
    }
  });

  test('that is missing is a fault', async () => {
    await assert.rejects(fileKeyProvider(join(folder, 'missing')), /ENOENT/);
  });
});
