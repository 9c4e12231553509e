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
const client = await selfSignTlsCertificate({ commonName: 'A TSP', use: { role: 'client' }, validity });
const envelope = await selfSignEnvelopeCertificate({ commonName: 'A TSP', modulusLength: 2048, validity });
await writeFile(join(folder, 'client.pem'), client.certificatePem);
await writeFile(join(folder, 'envelope.pem'), envelope.certificatePem);
const add = `tsp add NATIONAL --url https://tsp.example/tsp/trapi/v2.0 --customer NATIONAL-TSP
  --envelope-certificate tsp-1=envelope.pem`;

it('adds the connection to a TSP, and shows it', async () => {
  const shown = `TSP           NATIONAL
URL           https://tsp.example/tsp/trapi/v2.0
Server trust  the system's authorities
Customer      NATIONAL-TSP
Key           tsp-1
Padding       RSAES-OAEP-SHA-256
Connection    UP
Certificate   ${fingerprint256(client.certificatePem)}, expires ${validity.notAfter.toISOString().slice(0, 10)}`;
  assert.equal(
    await printed(`${add} --certificate client.pem`),
    `${shown}\n\nTSP NATIONAL is ready: name it in a product with --tsp NATIONAL.`,
  );
  assert.equal(await printed('tsp show NATIONAL'), shown);
});

it('lists the connections, and which are down', async () => {
  assert.match(await printed('tsp list'), /^No TSPs but those built in/);
  await printed(add);
  const checkedAt = new Date('2026-11-22T09:00:00Z');
  await store.tspConnections.saveHealth('NATIONAL', { failedChecks: 3, checkedAt });
  assert.equal(
    await printed('tsp list'),
    [
      'TSP       CUSTOMER      CONNECTION  CHECKED                  URL',
      'NATIONAL  NATIONAL-TSP  DOWN        2026-11-22 09:00:00.000  https://tsp.example/tsp/trapi/v2.0',
    ].join('\n'),
  );
  assert.match(await printed('tsp show NATIONAL'), /DOWN, 3 health checks failed/);
});

it('says what the hub refuses', async () => {
  const refusal = async (line: string) => (await countermark(line)).err;
  assert.match(
    await refusal(add.replace('NATIONAL', 'DOMESTIC')),
    /DOMESTIC is the name of a TSP that is built in/,
  );
  await printed(add);
  assert.match(
    await refusal(add.replace('add NATIONAL', 'add OTHER')),
    /Customer NATIONAL-TSP is TSP NATIONAL already/,
  );
  assert.match(await refusal(add.replace('envelope.pem', 'client.pem')), /RSA is needed/);
  assert.equal(
    await refusal('tsp show OTHER'),
    'countermark: There is no TSP OTHER. `countermark tsp list` shows all.',
  );
});
