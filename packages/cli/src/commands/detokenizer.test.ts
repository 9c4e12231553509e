import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, beforeEach, it } from 'node:test';
import { fingerprint256 } from '@countermark/hub/identity/certificate-rules';
import {
  selfSignEnvelopeCertificate,
  selfSignTlsCertificate,
  validFor,
} from '@countermark/hub/identity/certificates';
import { listeningHub } from '../command-line.fixture.ts';

const { store, folder, countermark, printed, close } = await listeningHub();
after(close);
beforeEach(() => store.empty());

const validity = validFor(30, new Date());
const client = await selfSignTlsCertificate({ commonName: 'acquirer', use: { role: 'client' }, validity });
const encryption = await selfSignEnvelopeCertificate({
  commonName: 'acquirer',
  modulusLength: 2048,
  validity,
});
await writeFile(join(folder, 'client.pem'), client.certificatePem);
await writeFile(join(folder, 'cards.pem'), encryption.certificatePem);
const fingerprint = fingerprint256(client.certificatePem);

const add = 'detokenizer add myacquirer --certificate client.pem --encryption-certificate cards.pem';

it('adds an acquirer with everything it needs, and hands out its MAC key', async () => {
  const out = await printed(add);
  assert.match(out, /^Detokenizer +myacquirer$/m);
  assert.match(out, /^Answers +WHEN_ALL_PASSED$/m);
  assert.match(out, /^eyJ[\w-]+(\.[\w-]+){4}$/m);
  assert.match(out, /myacquirer is ready\.$/);
  assert.equal((await store.detokenizers.findByCertificate(fingerprint))?.detokenizerId, 'myacquirer');
});

it('takes the answer policy', async () => {
  assert.match(await printed(`${add} --answers ALSO_OUTSIDE_DOMAIN`), /^Answers +ALSO_OUTSIDE_DOMAIN$/m);
});

it('says what the hub refuses', async () => {
  const { exitCode, err } = await countermark(
    'detokenizer add myacquirer --encryption-certificate client.pem',
  );
  assert.deepEqual([exitCode, err], [1, 'countermark: The key is ec; RSA is needed.']);
});

it('lists everybody', async () => {
  assert.match(await printed('detokenizer list'), /Nobody may ask yet/);
  await printed(add);
  assert.match(await printed('detokenizer list'), /^myacquirer +myacquirer +WHEN_ALL_PASSED$/m);
});
