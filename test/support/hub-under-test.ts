import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { selfSignTlsCertificate, validFor } from '@countermark/hub/identity/certificates';
import { createHubIdentity, loopbackHosts } from '@countermark/hub/identity/hub-identity';
import { type OpenStore, openStore } from '@countermark/hub/store/store';
import { type BearerClient, bearerClient } from '@countermark/sandbox/bearer-client';
import { type HubChild, startHubChild, startHubEntry } from '@countermark/sandbox/sandbox/hub-child';
import { stringify } from 'yaml';
import type { CrashPoint } from './crash-points.ts';
import { createDatabase } from './postgresql.ts';
import type { TlsIdentity } from './raw-https.ts';

/** What a hub needs to run, without a sandbox around it: several processes may run on it, and be killed. */
export interface HubGround {
  /** Of whoever the hub calls, at localhost. */
  peerServer: TlsIdentity;
  /** Of an issuer that calls the hub. */
  issuerClient: TlsIdentity;
  configFile: string;
  /** PEM of the authority behind the hub's server certificate. */
  authority: string;
  /** The database, read and written past the hub; an embedded one only while no hub runs. */
  openStore(): Promise<OpenStore>;
  /** `crashAt`: the process kills itself when it gets there. */
  startHub(crashAt?: CrashPoint): Promise<HubChild>;
  operator(hub: HubChild): BearerClient;
  close(): Promise<void>;
}

export async function prepareHubGround(engine: 'postgresql' | 'pglite'): Promise<HubGround> {
  const folder = await mkdtemp(join(tmpdir(), 'countermark-'));
  const database =
    engine === 'postgresql' ? await createDatabase(`hub_${randomBytes(6).toString('hex')}`) : null;
  const url = database?.url ?? `pglite:${join(folder, 'database')}`;
  await createHubIdentity(folder);
  const configFile = join(folder, 'countermark.yaml');
  const listen = { host: '127.0.0.1', port: 0 };
  const config = {
    database: url,
    identity: { folder: '.' },
    listen: { peers: listen, operator: listen },
    log: { level: 'warn' },
  };
  await writeFile(configFile, stringify(config), { mode: 0o600 });
  const token = (await readFile(join(folder, 'operator-token'), 'utf8')).trim();
  const logFile = join(folder, 'hub.log');
  return {
    configFile,
    peerServer: await tlsKey({ role: 'server', hosts: loopbackHosts }),
    issuerClient: await tlsKey({ role: 'client' }),
    authority: await readFile(join(folder, 'ca.pem'), 'utf8'),
    openStore: () => openStore({ url }),
    startHub(crashAt) {
      if (crashAt === undefined) return startHubChild({ configFile, logFile });
      const entry = join(import.meta.dirname, 'crashing-hub.ts');
      return startHubEntry({ entry, words: [configFile, crashAt], logFile });
    },
    operator: ({ operatorUrl }) => bearerClient({ url: `${operatorUrl}/operator/v1`, token }),
    async close() {
      await database?.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function tlsKey(use: Parameters<typeof selfSignTlsCertificate>[0]['use']): Promise<TlsIdentity> {
  return selfSignTlsCertificate({ commonName: use.role, use, validity: validFor(30, new Date()) });
}
