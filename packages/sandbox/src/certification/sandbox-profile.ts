import { dirname, join } from 'node:path';
import { outboundBasePath } from '@countermark/wire/issuer-gateway-auxiliary/operations';
import { keyFiles, readKey } from '../sandbox/kept-key.ts';
import type { SandboxDescription } from '../sandbox/sandbox-description.ts';
import { sandboxIssuers, sandboxProducts } from '../sandbox/sandbox-parties.ts';
import type { CertificationProfile } from './certification-profile.ts';
import { referenceCards } from './reference-cards.ts';

/** An issuer of a sandbox that speaks the Issuer Gateway API. */
export type SandboxIssuerId = (typeof sandboxIssuers)[number]['issuerId'];

/** The profile of the reference issuer of a running sandbox; nothing has to be written down for it. */
export async function sandboxProfile(
  { hub, issuers, control }: SandboxDescription,
  issuerId: SandboxIssuerId,
): Promise<CertificationProfile> {
  const described = issuers[issuerId];
  const issuer = sandboxIssuers.find(party => party.issuerId === issuerId);
  if (!described || !issuer) throw new Error(`The sandbox has no issuer ${issuerId}`);
  const hubFolder = dirname(hub.ca);
  const server = await readKey(keyFiles(join(dirname(hubFolder), 'issuers'), 'server'));
  const { padding, encoding, recipientForm, answerTimeout, hasIdv } = issuer.settings;
  const envelope = await readKey(described.envelope);
  const { keyIdentifier } = hub.envelope;
  const cobadgedPrefix = prefixOf(issuerId, 'cobadged');
  return {
    issuerId,
    serverTrust: server.certificatePem,
    hubClient: await readKey(keyFiles(hubFolder, 'client')),
    timeLimits: { connect: answerTimeout, answer: answerTimeout, notification: answerTimeout },
    issuerGateway: {
      url: described.url,
      auxiliaryUrl: cobadgedPrefix === undefined ? null : new URL(outboundBasePath, described.url).href,
      keys: [{ keyIdentifier: described.envelope.keyIdentifier, certificatePem: envelope.certificatePem }],
      ...{ padding, encoding, recipientForm },
      hubEnvelope: { keyIdentifier, ...(await readKey(keyFiles(hubFolder, `envelope-${keyIdentifier}`))) },
      cards: referenceCards({ panPrefix: prefixOf(issuerId, 'plain') ?? '', hasIdv, cobadgedPrefix }),
      observations: { url: `${control.url}/sim/issuers/${issuerId}`, token: control.token },
    },
    d1: null,
  };
}

/** Leading digits of the first of its products of one badge, or of two. */
function prefixOf(issuerId: SandboxIssuerId, badges: 'plain' | 'cobadged'): string | undefined {
  const product = sandboxProducts.find(
    ({ issuerId: of, auxiliary }) => of === issuerId && (auxiliary !== undefined) === (badges === 'cobadged'),
  );
  return product?.panRanges[0]?.prefix;
}
