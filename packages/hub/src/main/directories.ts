import { readFile } from 'node:fs/promises';
import type { DirectoryName } from '../core/directory.ts';
import type { CertifiedKey } from '../identity/certificates.ts';
import { mastercardDirectory } from '../peers/directory/mastercard/mastercard-directory.ts';
import { visaDirectory } from '../peers/directory/visa/visa-directory.ts';
import type { OutboundLog } from '../peers/exchange-log.ts';
import { type HttpsClients, httpsClients } from '../peers/https-clients.ts';
import type { Directory } from '../ports/directory.ts';
import { type Config, ConfigError, type DirectoryConnection } from './config.ts';

/** The Click to Pay directories that a hub is connected to. */
export interface ConnectedDirectories {
  directories: ReadonlyMap<DirectoryName, Directory>;
  /** Waits for the calls under way, then closes every connection. */
  close(): Promise<void>;
}

/** Connects to the directories of the configuration; each call shows the client certificate that the network signed. */
export async function connectDirectories(
  { visa, mastercard }: Config['directories'],
  { identity, log }: { identity: CertifiedKey; log: OutboundLog },
): Promise<ConnectedDirectories> {
  const opened: HttpsClients[] = [];
  const lineTo = async ({ url, trustFile, tls }: DirectoryConnection) => {
    const clients = httpsClients(tls === null ? identity : await readKey(tls));
    opened.push(clients);
    return { url, serverTrust: trustFile === null ? null : await read(trustFile), clients, log };
  };
  const directories = new Map<DirectoryName, Directory>();
  if (visa) directories.set('VISA', visaDirectory({ ...(await lineTo(visa)), bid: visa.bid }));
  if (mastercard) {
    const { srcClientId, serviceId } = mastercard;
    const line = await lineTo(mastercard);
    directories.set('MASTERCARD', mastercardDirectory({ ...line, srcClientId, serviceId }));
  }
  return {
    directories,
    close: async () => void (await Promise.all(opened.map(clients => clients.close()))),
  };
}

async function readKey(tls: { certificateFile: string; keyFile: string }): Promise<CertifiedKey> {
  return { certificatePem: await read(tls.certificateFile), privateKeyPem: await read(tls.keyFile) };
}

function read(file: string): Promise<string> {
  return readFile(file, 'utf8').catch(() => {
    throw new ConfigError(`Cannot read ${file}, which the configuration names under directories`);
  });
}
