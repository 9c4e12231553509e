import { readMessage } from '@countermark/wire/reading';
import Type from 'typebox';
import { Agent, request } from 'undici';
import type { CertificationProfile, Observations } from '../certification-profile.ts';

/** A change that an issuer has applied to a token, as its test hook shows it. */
const AppliedChange = Type.Object({ action: Type.String(), correlationId: Type.String() });
export type AppliedChange = Type.Static<typeof AppliedChange>;

/** What `GET {url}/tokens/{virtualCardId}` answers: the changes applied to a token, oldest first. */
const TokenObservation = Type.Object({ changes: Type.Array(AppliedChange) });

/**
 * Asks the issuer's test hook what was applied to a token. Changes may be applied after they were acknowledged: the
 * caller asks again until it sees what it waits for.
 *
 * @throws Error when the hook does not answer as it should
 */
export async function observe(
  { url, token }: Observations,
  of: { virtualCardId: string; profile: CertificationProfile; signal: AbortSignal },
): Promise<readonly AppliedChange[]> {
  const { hubClient, serverTrust } = of.profile;
  const agent = new Agent({
    connect: {
      cert: hubClient.certificatePem,
      key: hubClient.privateKeyPem,
      ...(serverTrust !== null && { ca: serverTrust, allowPartialTrustChain: true }),
    },
  });
  try {
    const { statusCode, body } = await request(`${url}/tokens/${encodeURIComponent(of.virtualCardId)}`, {
      dispatcher: agent,
      headers: { accept: 'application/json', ...(token !== null && { authorization: `Bearer ${token}` }) },
      signal: of.signal,
    });
    const text = await body.text();
    const reading = statusCode === 200 ? readMessage(TokenObservation, JSON.parse(text)) : undefined;
    if (reading?.ok) return reading.message.changes;
    throw new Error(
      `The observations at ${url} answer HTTP ${statusCode} without {"changes": [{"action": …, "correlationId": …}]}`,
    );
  } finally {
    await agent.destroy();
  }
}
