import { readFile, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type HubKeyKind, publicHubKeys } from '@countermark/hub/identity/hub-keys';
import { getToken } from '@countermark/wire/d1/oauth2/get-token';
import { inboundBasePath } from '@countermark/wire/issuer-gateway/operations';
import type { ClockView } from '@countermark/wire/operator/clock';
import { tokenRequestorBasePath } from '@countermark/wire/token-requestor/identifiers';
import { stringify } from 'yaml';
import { bearerClient } from '../bearer-client.ts';
import { startControlServer } from '../control/control-server.ts';
import { createHubClient } from '../reference-issuer/hub-client.ts';
import { type HubChild, startHubChild } from './hub-child.ts';
import { provisionHub } from './provision-hub.ts';
import {
  readRunningSandbox,
  removeDescription,
  type SandboxDescription,
  writeDescription,
} from './sandbox-description.ts';
import { openSandboxFolder, removeSandboxFolder, type SandboxFolder } from './sandbox-folder.ts';
import { sandboxD1Issuers, sandboxIssuers, sandboxRequestors, sandboxTsp } from './sandbox-parties.ts';
import type { SandboxPorts } from './sandbox-ports.ts';
import { type SandboxDirectories, startDirectories } from './start-directories.ts';
import {
  type HubAccess,
  profileOf,
  startAcquirer,
  startD1Client,
  startIssuer,
  startIssuerApp,
  startTsp,
  startWallet,
} from './start-simulators.ts';

export interface SandboxOptions {
  folder: string;
  ports: SandboxPorts;
  /** `fresh`: delete what an earlier run left. */
  data: 'keep' | 'fresh';
  /** `postgres://…`; null: the embedded database in the sandbox's folder. */
  databaseUrl: string | null;
  /** Told of each step, for whoever waits. */
  progress: (step: string) => void;
}

export interface RunningSandbox {
  description: SandboxDescription;
  /** Resolves when the hub ended by itself. */
  hubEnded: Promise<void>;
  close(): Promise<void>;
}

/** The sandbox cannot start; the message says why and what to do. */
export class SandboxRefusal extends Error {}

/** Starts a hub, a wallet and an issuer on this machine, each as real as in production, and sets them up with each other. */
export async function startSandbox(options: SandboxOptions): Promise<RunningSandbox> {
  const { progress } = options;
  const folder = await prepareFolder(options);
  const closers: (() => Promise<unknown>)[] = [];
  const close = async () => {
    await removeDescription(folder.description);
    for (const closer of closers.reverse()) await closer();
  };
  try {
    progress('Starting the hub');
    const directories = await startDirectories(folder, options);
    closers.push(() => directories.close());
    const hub = await startHub(folder, { options, directories });
    closers.push(() => hub.stop());
    progress('Starting the reference issuer and the wallet simulator');
    const description = await startSimulators({ folder, hub, directories, options, closers });
    await writeDescription(folder.description, description);
    return { description, hubEnded: hub.ended, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function prepareFolder({
  folder,
  data,
  databaseUrl,
  progress,
}: SandboxOptions): Promise<SandboxFolder> {
  const running = await readRunningSandbox(folder);
  if (running) {
    throw new SandboxRefusal(
      `A sandbox runs in ${folder} already (process ${running.pid}). Use it, stop it, or choose another --folder`,
    );
  }
  if (data === 'fresh') {
    if (databaseUrl) {
      throw new SandboxRefusal(
        '--fresh does not empty the database of DATABASE_URL: give it an empty one instead',
      );
    }
    await removeSandboxFolder(folder);
  }
  progress('Making keys and certificates');
  return openSandboxFolder(folder);
}

async function startHub(
  folder: SandboxFolder,
  { options: { ports, databaseUrl }, directories }: Pick<Start, 'options' | 'directories'>,
): Promise<HubChild> {
  const listen = (port: number) => ({ host: '127.0.0.1', port });
  const config = {
    database: databaseUrl ?? `pglite:${folder.hub.database}`,
    identity: { folder: '.' },
    listen: {
      peers: listen(ports.peers),
      operator: listen(ports.operator),
      detokenization: listen(ports.detokenization),
    },
    simulatedNetworks: ['MDES_SIMULATOR', 'VTS_SIMULATOR'],
    directories: directories.config,
    d1: { environment: 'PPR' },
  };
  await writeFile(folder.hub.configFile, stringify(config), { mode: 0o600 });
  return startHubChild(folder.hub);
}

interface Start {
  folder: SandboxFolder;
  hub: HubChild;
  directories: SandboxDirectories;
  options: SandboxOptions;
  closers: (() => Promise<unknown>)[];
}

async function startSimulators({
  folder,
  hub,
  directories,
  options,
  closers,
}: Start): Promise<SandboxDescription> {
  const { ports } = options;
  const token = (await readFile(join(folder.hub.folder, 'operator-token'), 'utf8')).trim();
  const envelope = await hubKey(folder, 'envelope');
  const d1Encryption = await hubKey(folder, 'd1-encryption');
  const issuer = await startIssuer(folder, { ports, envelope, d1Encryption });
  closers.push(() => issuer.close());
  const tsp = await startTsp(folder, { ports, peersUrl: hub.peersUrl });
  closers.push(() => tsp.close());
  await directories.meet({ peersUrl: hub.peersUrl, envelope });
  const operator = bearerClient({ url: hub.operatorUrl, token });
  // Terminals and phones have the hub's time, which can be moved.
  const now = async () => new Date(((await operator.get('/operator/v1/clock')) as ClockView).now);
  const access = { peersUrl: hub.peersUrl, envelope, d1Encryption };
  const app = await startIssuerApp(folder, { hub: access, issuer, now });
  closers.push(() => app.close());
  const wallet = await startWallet(folder, { ports, hub: access, issuer, app });
  closers.push(() => wallet.close());
  await provisionHub(operator, folder, {
    issuer: issuer.outboundBase,
    issuerAuxiliary: issuer.auxiliaryBase,
    d1: issuer.d1Base,
    wallet: wallet.callbackBase,
    tsp: tsp.outboundBase,
  });
  const acquirer = await startAcquirer(folder, { hub, operator, now });
  closers.push(() => acquirer.close());
  const hubClient = createHubClient({
    hubUrl: hub.peersUrl,
    hubCaPem: await readFile(folder.hub.authority, 'utf8'),
    hubEnvelope: {
      keyIdentifier: envelope.keyIdentifier,
      certificatePem: await readFile(envelope.certificate, 'utf8'),
    },
    issuers: await Promise.all(sandboxIssuers.map(entry => profileOf(folder, entry))),
  });
  closers.push(() => hubClient.close());
  const d1Client = await startD1Client(folder, { hub: access, now });
  closers.push(() => d1Client.close());
  const control = await startControlServer({
    port: ports.control,
    token,
    wallet,
    issuer,
    hubClient,
    d1Client,
    acquirer,
    app,
    tsp,
    directories: directories.directories,
  });
  closers.push(() => control.close());
  const { port } = control.server.address() as AddressInfo;
  return {
    pid: process.pid,
    startedAt: new Date().toISOString(),
    hub: {
      pid: hub.pid,
      issuerGatewayUrl: hub.peersUrl + inboundBasePath,
      tokenRequestorUrl: hub.peersUrl + tokenRequestorBasePath,
      ca: folder.hub.authority,
      envelope,
      log: folder.hub.logFile,
      database: options.databaseUrl ? 'postgres' : `pglite:${folder.hub.database}`,
    },
    operator: { url: hub.operatorUrl, token },
    acquirer: { detokenizationUrl: hub.detokenizationUrl, ...folder.acquirer },
    tsp: { name: sandboxTsp.name, peersUrl: hub.peersUrl, client: folder.tsp.client },
    directories: directories.described,
    control: { url: `http://127.0.0.1:${port}`, token },
    issuers: describedIssuers(folder, issuer.outboundBase),
    d1: {
      url: hub.peersUrl,
      tokenUrl: hub.peersUrl + getToken.path,
      hubEncryption: d1Encryption,
      issuers: describedD1Issuers(folder, issuer.d1Base),
    },
    requestors: describedRequestors(folder),
  };
}

/** The newest key of a kind, as peers are given it. */
async function hubKey(folder: SandboxFolder, kind: HubKeyKind): Promise<HubAccess['envelope']> {
  const [newest] = await publicHubKeys(folder.hub.folder, kind);
  if (newest === undefined) throw new Error(`No ${kind} certificate in ${folder.hub.folder}`);
  const { keyIdentifier } = newest;
  return { keyIdentifier, certificate: join(folder.hub.folder, `${kind}-${keyIdentifier}.pem`) };
}

function describedIssuers(folder: SandboxFolder, url: string): SandboxDescription['issuers'] {
  const entries = sandboxIssuers.map(({ issuerId, name }) => {
    const files = folder.issuers[issuerId];
    if (!files) throw new Error(`No keys for ${issuerId}`);
    return [issuerId, { name, url, client: files.client, envelope: files.envelope }] as const;
  });
  return Object.fromEntries(entries);
}

function describedD1Issuers(folder: SandboxFolder, url: string): SandboxDescription['d1']['issuers'] {
  const entries = sandboxD1Issuers.map(({ issuerId, name }) => {
    const files = folder.d1Issuers[issuerId];
    if (!files) throw new Error(`No keys for ${issuerId}`);
    return [issuerId, { name, url, client: files.client, signing: files.signing }] as const;
  });
  return Object.fromEntries(entries);
}

function describedRequestors(folder: SandboxFolder): SandboxDescription['requestors'] {
  const entries = sandboxRequestors.map(({ requestorId, tokenRequestorIds }) => {
    const files = folder.requestors[requestorId];
    if (!files) throw new Error(`No keys for ${requestorId}`);
    return [requestorId, { client: files.client, tokenRequestorIds }] as const;
  });
  return Object.fromEntries(entries);
}
