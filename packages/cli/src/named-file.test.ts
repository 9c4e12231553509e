import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, it } from 'node:test';
import { exitCodes } from './command-failed.ts';
import { temporaryFolder } from './command-line.fixture.ts';
import { keyFile, languageFile, readText } from './named-file.ts';

const { folder, remove } = await temporaryFolder();
after(remove);

it('reads a key identifier and its file', () => {
  assert.deepEqual(keyFile('key-1=certs/envelope=1.pem'), { name: 'key-1', file: 'certs/envelope=1.pem' });
  for (const text of ['envelope.pem', '=envelope.pem', 'key-1=', 'key 1=envelope.pem'])
    assert.throws(() => keyFile(text), /Expected KEYID=FILE/);
});

it('reads a language and its file, English when only a file is named', () => {
  assert.deepEqual(languageFile('de=terms-de.txt'), { name: 'de', file: 'terms-de.txt' });
  assert.deepEqual(languageFile('terms.txt'), { name: 'en', file: 'terms.txt' });
  assert.throws(() => languageFile('de='), /Expected FILE or LANGUAGE=FILE/);
});

it('reads files beside the person who names them, and says which is not there', async () => {
  await writeFile(join(folder, 'terms.txt'), 'You agree.');
  assert.equal(await readText({ folder }, 'terms.txt'), 'You agree.');
  await assert.rejects(readText({ folder }, 'nowhere.txt'), {
    message: 'Cannot read nowhere.txt: there is no such file',
    exitCode: exitCodes.usage,
  });
  await assert.rejects(readText({ folder }, '.'), { message: 'Cannot read .: EISDIR' });
});
