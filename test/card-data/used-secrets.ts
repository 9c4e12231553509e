import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { bearerClient } from '@countermark/sandbox/bearer-client';
import type { SandboxDescription } from '@countermark/sandbox/sandbox/sandbox-description';
import { sandboxClient } from '@countermark/sandbox/sandbox-client';
import { importOpeningKey, openEnvelope } from '@countermark/wire/envelope/cms';
import { readTokenInfo } from '@countermark/wire/issuer-gateway/plaintext/token-info';
import type { SessionList } from '@countermark/wire/operator/session';

/** The token number of every token its issuer can learn one of, by asking or by having been told. */
export async function tokenNumbers(sandbox: SandboxDescription): Promise<Set<string>> {
  const client = sandboxClient(sandbox);
  const numbers = new Set<string>();
  for (const [issuerId, { envelope }] of Object.entries(sandbox.issuers)) {
    const open = await tokenInfoOpener(envelope);
    for (const { request } of await client.notifications(issuerId)) {
      if (request.tokenInfo !== undefined) numbers.add(await open(request.tokenInfo));
    }
    const { tokens } = await client.tokens(`?issuerId=${issuerId}&limit=500`);
    for (const { issuerCardRefId, virtualCardId, state, tsp } of tokens) {
      // A TSP of another house keeps the values of its tokens to itself.
      if (state === 'DELETED' || tsp === 'REMOTE') continue;
      const body = { issuerCardRefId, virtualCardId };
      const asked = await client.callHub(issuerId, 'getTokenInfo', { body });
      const { tokenInfo } = asked.body as { tokenInfo?: string };
      numbers.add(await open(tokenInfo ?? assert.fail(`${virtualCardId} has no tokenInfo`)));
    }
  }
  return numbers;
}

/** Opens with the issuer's private key what only the issuer can. */
async function tokenInfoOpener(envelope: SandboxDescription['issuers'][string]['envelope']) {
  const key = importOpeningKey({
    keyIdentifier: envelope.keyIdentifier,
    certificatePem: await readFile(envelope.certificate, 'utf8'),
    privateKeyPem: await readFile(envelope.key, 'utf8'),
  });
  return async (text: string): Promise<string> => {
    const opened = await openEnvelope(text, { keys: [key], pkcs1v15: 'allowed' });
    assert.ok(opened.opened);
    const reading = readTokenInfo(opened.plaintext);
    assert.ok(reading.ok);
    return reading.content.token;
  };
}

/** Every one-time password that came to a cardholder. */
export async function oneTimePasswords({
  operator,
  control,
  issuers,
  d1,
}: SandboxDescription): Promise<Set<string>> {
  const list = await bearerClient(operator).get('/operator/v1/sessions?limit=500');
  const codes = new Set<string>();
  for (const { enrolmentId } of (list as SessionList).sessions) {
    for (const issuerId of [...Object.keys(issuers), ...Object.keys(d1.issuers)]) {
      const path = `/sim/issuers/${issuerId}/inbox/${enrolmentId}`;
      const inbox = (await bearerClient(control).get(path)) as { codes: { otpValue: string }[] };
      for (const { otpValue } of inbox.codes) codes.add(otpValue);
    }
  }
  return codes;
}
