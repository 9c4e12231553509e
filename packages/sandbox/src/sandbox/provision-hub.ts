import { getToken } from '@countermark/wire/d1/outbound/get-token';
import type { DetokenizerView, PutDetokenizer } from '@countermark/wire/operator/detokenizer';
import type { PutIssuer } from '@countermark/wire/operator/issuer';
import type { PutRequestor } from '@countermark/wire/operator/requestor';
import type { PutTsp } from '@countermark/wire/operator/tsp';
import type { BearerClient } from '../bearer-client.ts';
import { type KeyFiles, readKey } from './kept-key.ts';
import type { SandboxFolder } from './sandbox-folder.ts';
import {
  type SandboxD1Issuer,
  sandboxD1Issuers,
  sandboxIssuers,
  sandboxProducts,
  sandboxRequestors,
  sandboxTsp,
} from './sandbox-parties.ts';

/** Where the simulators listen this time. */
export interface SimulatorUrls {
  /** Base of the reference issuer's Issuer Gateway endpoint. */
  issuer: string;
  /** The same of the auxiliary API. */
  issuerAuxiliary: string;
  /** Domain of the reference issuer, for what D1 calls. */
  d1: string;
  /** Base of the wallet's callbacks. */
  wallet: string;
  /** Base of the TSP's API. */
  tsp: string;
}

/** Sets up issuers, TSP, products and requestors of the sandbox, through the operator API as any operator would. */
export async function provisionHub(
  operator: BearerClient,
  folder: SandboxFolder,
  urls: SimulatorUrls,
): Promise<void> {
  for (const issuer of sandboxIssuers) await provisionIssuer(operator, folder, { issuer, urls });
  for (const issuer of sandboxD1Issuers) {
    await provisionD1Issuer(operator, folder, { issuer, url: urls.d1 });
  }
  await provisionTsp(operator, folder, urls.tsp);
  for (const { productId, ...product } of sandboxProducts) {
    await operator.send('PUT', `/operator/v1/products/${productId}`, product);
  }
  for (const requestor of sandboxRequestors) {
    await provisionRequestor(operator, folder, { requestor, url: urls.wallet });
  }
}

async function provisionTsp(operator: BearerClient, { tsp }: SandboxFolder, url: string): Promise<void> {
  const path = `/operator/v1/tsps/${sandboxTsp.name}`;
  const envelope = await readKey(tsp.envelope);
  const body: PutTsp = {
    url,
    customer: sandboxTsp.customer,
    serverTrust: (await readKey(tsp.server)).certificatePem,
    envelope: { keyIdentifier: tsp.envelope.keyIdentifier, certificatePem: envelope.certificatePem },
  };
  await operator.send('PUT', path, body);
  const client = await readKey(tsp.client);
  await operator.send('POST', `${path}/certificates`, { certificatePem: client.certificatePem });
}

async function provisionIssuer(
  operator: BearerClient,
  folder: SandboxFolder,
  { issuer, urls }: { issuer: (typeof sandboxIssuers)[number]; urls: SimulatorUrls },
): Promise<void> {
  const files = folder.issuers[issuer.issuerId];
  if (!files) throw new Error(`No keys for ${issuer.issuerId}`);
  const path = `/operator/v1/issuers/${issuer.issuerId}`;
  const server = await readKey(folder.issuerServer);
  const body: PutIssuer = {
    name: issuer.name,
    settings: {
      ...issuer.settings,
      outboundBase: urls.issuer,
      auxiliary: { outboundBase: urls.issuerAuxiliary },
      serverTrust: server.certificatePem,
    },
  };
  await operator.send('PUT', path, body);
  const envelope = await readKey(files.envelope);
  await operator.send('PUT', `${path}/keys/${files.envelope.keyIdentifier}`, {
    certificatePem: envelope.certificatePem,
  });
  const signing = await readKey(files.signing);
  await operator.send('PUT', `${path}/signing-keys/app`, { publicKeyPem: signing.certificatePem });
  const client = await readKey(files.client);
  await operator.send('POST', `${path}/certificates`, { certificatePem: client.certificatePem });
}

/** Its client certificate says who it is: the hub's authority signed it, and none is pinned. */
async function provisionD1Issuer(
  operator: BearerClient,
  folder: SandboxFolder,
  { issuer, url }: { issuer: SandboxD1Issuer; url: string },
): Promise<void> {
  const { issuerId, name, cardNotifications, hasOAuth2 } = issuer;
  const files = folder.d1Issuers[issuerId];
  if (!files) throw new Error(`No keys for ${issuerId}`);
  const { signing, encryption, clientSecret } = files;
  const path = `/operator/v1/issuers/${issuerId}`;
  const body: PutIssuer = {
    name,
    settings: {
      serverTrust: (await readKey(folder.issuerServer)).certificatePem,
      d1: {
        outboundBase: url,
        cardNotifications,
        ...(hasOAuth2 && { oauth2: { tokenUrl: url + getToken.path, clientId: issuerId } }),
      },
    },
  };
  await operator.send('PUT', path, body);
  const publicKey = async (files: KeyFiles) => ({ publicKeyPem: (await readKey(files)).certificatePem });
  await operator.send('PUT', `${path}/signing-keys/${signing.keyIdentifier}`, await publicKey(signing));
  const encryptionKey = `${path}/encryption-keys/${encryption.keyIdentifier}`;
  await operator.send('PUT', encryptionKey, await publicKey(encryption));
  if (hasOAuth2) await operator.send('PUT', `${path}/client-secret`, { clientSecret });
}

/** Registers the acquirer and gives back what it needs to speak: its MAC key, as only it can open it. */
export async function provisionAcquirer(operator: BearerClient, folder: SandboxFolder): Promise<string> {
  const { client, encryption } = folder.acquirer;
  const path = '/operator/v1/detokenizers/acquirer';
  const body: PutDetokenizer = {
    name: 'Acquirer simulator',
    encryptionCertificatePem: (await readKey(encryption)).certificatePem,
  };
  const { cipheredMacKey } = (await operator.send('PUT', path, body)) as DetokenizerView;
  const { certificatePem } = await readKey(client);
  await operator.send('POST', `${path}/certificates`, { certificatePem });
  return cipheredMacKey;
}

async function provisionRequestor(
  operator: BearerClient,
  folder: SandboxFolder,
  { requestor, url }: { requestor: (typeof sandboxRequestors)[number]; url: string },
): Promise<void> {
  const files = folder.requestors[requestor.requestorId];
  if (!files) throw new Error(`No keys for ${requestor.requestorId}`);
  const path = `/operator/v1/requestors/${requestor.requestorId}`;
  const server = await readKey(files.server);
  const body: PutRequestor = {
    name: requestor.name,
    tokenRequestorIds: requestor.tokenRequestorIds.map(id => ({ id })),
    ...(requestor.hasDevices && { callbackBase: url, callbackTrust: server.certificatePem }),
  };
  await operator.send('PUT', path, body);
  const client = await readKey(files.client);
  await operator.send('POST', `${path}/certificates`, { certificatePem: client.certificatePem });
}
