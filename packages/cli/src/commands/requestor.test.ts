import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, beforeEach, it } from 'node:test';
import { fingerprint256 } from '@countermark/hub/identity/certificate-rules';
import { selfSignTlsCertificate, validFor } from '@countermark/hub/identity/certificates';
import { listeningHub } from '../command-line.fixture.ts';

const { store, folder, countermark, printed, close } = await listeningHub();
after(close);
beforeEach(() => store.empty());

const validity = validFor(30, new Date());
const client = await selfSignTlsCertificate({ commonName: 'A wallet', use: { role: 'client' }, validity });
await writeFile(join(folder, 'client.pem'), client.certificatePem);
const fingerprint = fingerprint256(client.certificatePem);
const expiry = validity.notAfter.toISOString().slice(0, 10);

it('adds a token requestor with everything it needs', async () => {
  const out = await printed(
    `requestor add mywallet --name My-wallet --certificate client.pem
    --trid 40010030273 --trid 99900000001=MY_WALLET --callback https://wallet.example/hub --callback-trust client.pem`,
  );
  assert.equal(
    out,
    `Requestor       mywallet
Name            My-wallet
TRID            40010030273
TRID            99900000001 as MY_WALLET
Callback        https://wallet.example/hub
Callback trust  pinned
Certificate     ${fingerprint}, expires ${expiry}

Token requestor mywallet is ready.`,
  );
  assert.equal((await store.requestors.findByCertificate(fingerprint))?.requestorId, 'mywallet');
});

it('adds a merchant, which has no devices', async () => {
  assert.match(await printed('requestor add shop --trid 40010075839'), /Callback +none: it has no devices/);
});

it('says what the hub refuses', async () => {
  const add = 'requestor add shop --trid 40010075839';
  const { exitCode, err } = await countermark(`${add} --trid 40010075839`);
  assert.deepEqual([exitCode, err], [1, 'countermark: TRID 40010075839 is there twice; name it once.']);
});

it('lists the requestors there are', async () => {
  assert.match(await printed('requestor list'), /No token requestors yet/);
  await printed('requestor add shop --trid 40010075839 --trid 99900000001');
  assert.equal(
    await printed('requestor list'),
    ['REQUESTOR  NAME  TRIDS', 'shop       shop  40010075839 99900000001'].join('\n'),
  );
});
