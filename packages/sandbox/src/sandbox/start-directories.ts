import { readFile } from 'node:fs/promises';
import { importSealingKey } from '@countermark/wire/envelope/cms';
import type { Directories } from '../directory-simulator/control.ts';
import type { DirectoryHub } from '../directory-simulator/directory-tokens.ts';
import { startMastercardDirectory } from '../directory-simulator/mastercard/start-mastercard-directory.ts';
import { startVisaDirectory } from '../directory-simulator/visa/start-visa-directory.ts';
import { createRequestorClient } from '../wallet-simulator/requestor-client.ts';
import { readKey } from './kept-key.ts';
import type { SandboxDescription } from './sandbox-description.ts';
import type { SandboxFolder } from './sandbox-folder.ts';
import { directoriesRequestor } from './sandbox-parties.ts';
import type { SandboxPorts } from './sandbox-ports.ts';
import type { HubAccess } from './start-simulators.ts';

/** The Click to Pay directories of a sandbox. The hub's configuration names them, so they start before it. */
export interface SandboxDirectories {
  directories: Directories;
  /** The section of the hub's configuration. */
  config: object;
  /** As sandbox.json says where they are. */
  described: SandboxDescription['directories'];
  /** The hub is there: from now on it is asked for tokens. */
  meet(hub: Pick<HubAccess, 'peersUrl' | 'envelope'>): Promise<void>;
  close(): Promise<void>;
}

export async function startDirectories(
  folder: SandboxFolder,
  { ports }: { ports: SandboxPorts },
): Promise<SandboxDirectories> {
  let hub: DirectoryHub | null = null;
  const options = {
    host: 'localhost',
    server: await readKey(folder.directories.server),
    hubCaPem: await readFile(folder.hub.authority, 'utf8'),
    hub() {
      if (!hub) throw new Error('The hub has not started');
      return hub;
    },
  };
  const { visaState, mastercardState } = folder.directories;
  const visa = await startVisaDirectory({ ...options, port: ports.visa, stateFile: visaState });
  const mastercard = await startMastercardDirectory({
    ...options,
    port: ports.mastercard,
    stateFile: mastercardState,
  });
  const trustFile = folder.directories.server.certificate;
  return {
    directories: { visa, mastercard },
    config: {
      visa: { url: visa.url, bid: '10012345', trustFile },
      mastercard: { url: mastercard.url, srcClientId: 'sandbox', serviceId: 'click-to-pay', trustFile },
    },
    described: { visa: visa.url, mastercard: mastercard.url, certificate: trustFile },
    async meet(access) {
      hub = await hubOf(folder, access);
    },
    async close() {
      await visa.close();
      await mastercard.close();
      await hub?.client.close();
    },
  };
}

async function hubOf(
  folder: SandboxFolder,
  { peersUrl, envelope }: Pick<HubAccess, 'peersUrl' | 'envelope'>,
): Promise<DirectoryHub> {
  const own = folder.requestors[directoriesRequestor];
  if (!own) throw new Error('No keys for the directories');
  return {
    client: createRequestorClient({
      peersUrl,
      caPem: await readFile(folder.hub.authority, 'utf8'),
      identity: await readKey(own.client),
    }),
    sealingKey: importSealingKey({
      keyIdentifier: envelope.keyIdentifier,
      certificatePem: await readFile(envelope.certificate, 'utf8'),
    }),
  };
}
