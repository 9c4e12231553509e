import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { flattenedVerify } from 'jose';
import { reportKey, signReport, verifyReport } from './signature.ts';

const folder = await mkdtemp(join(tmpdir(), 'countermark-'));
after(() => rm(folder, { recursive: true }));
const key = await reportKey(join(folder, 'own'));
const report = '{"verdict":"PASSED","words":"čo sa zmenilo"}\n';
const signature = await signReport(report, key);
const { certificatePem, keyIdentifier } = key;

test('the key is made once, and for nobody else to read', async () => {
  assert.deepEqual(await reportKey(join(folder, 'own')), key);
  const { mode } = await stat(join(folder, 'own', 'certification.key'));
  assert.equal(mode & 0o077, 0);
});

test('a report that was signed is verified', () => {
  assert.deepEqual(verifyReport({ report, signature, certificatePem }), { ok: true, keyIdentifier });
});

test('the signature is a detached JWS that other libraries verify', async () => {
  const [header = '', payload, mark = ''] = signature.split('.');
  assert.equal(payload, '');
  const detached = { protected: header, payload: Buffer.from(report).toString('base64url'), signature: mark };
  const verified = await flattenedVerify(detached, new X509Certificate(certificatePem).publicKey);
  assert.deepEqual(verified.protectedHeader, { alg: 'ES256', kid: keyIdentifier });
});

test('a report that was changed is not', () => {
  const changed = verifyReport({ report: report.replace('PASSED', 'FAILED'), signature, certificatePem });
  assert.ok(!changed.ok);
  assert.match(changed.fault, /not what was signed/);
});

test('nor is one that somebody else signed, whatever key they name', async () => {
  const other = await reportKey(join(folder, 'other'));
  const ofOther = verifyReport({ report, signature: await signReport(report, other), certificatePem });
  assert.ok(!ofOther.ok);
  assert.match(ofOther.fault, new RegExp(`names ${other.keyIdentifier}; the key given is ${keyIdentifier}`));
  const forged = await signReport(report, { ...other, keyIdentifier });
  const ofForger = verifyReport({ report, signature: forged, certificatePem });
  assert.ok(!ofForger.ok);
  assert.match(ofForger.fault, /not what was signed/);
});

test('what is no signature or no key is said to be none', () => {
  const noSignature = verifyReport({ report, signature: 'hello', certificatePem });
  assert.deepEqual(noSignature, { ok: false, fault: 'The signature is no detached JWS.' });
  const noKey = verifyReport({ report, signature, certificatePem: 'hello' });
  assert.deepEqual(noKey, { ok: false, fault: 'The key is no certificate in PEM form.' });
});
