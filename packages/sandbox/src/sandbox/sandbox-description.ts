import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { KeyFiles, NamedKeyFiles } from './kept-key.ts';

/** What `.countermark/sandbox.json` says: all that a program needs to use the running sandbox. Paths are absolute. */
export interface SandboxDescription {
  /** Process that runs the sandbox. */
  pid: number;
  startedAt: string;
  hub: {
    pid: number;
    /** Base URL of the inbound Issuer Gateway API. */
    issuerGatewayUrl: string;
    /** Base URL of the token requestor API. */
    tokenRequestorUrl: string;
    /** Authority behind the hub's server and client certificates. */
    ca: string;
    /** What issuers and requestors seal with for the hub. */
    envelope: { keyIdentifier: string; certificate: string };
    log: string;
    /** `pglite:<folder>` or `postgres` (the URL itself may hold a password). */
    database: string;
  };
  operator: { url: string; token: string };
  /** Where the acquirer simulator asks for cards, and what it is known by. */
  acquirer: { detokenizationUrl: string; client: KeyFiles; encryption: KeyFiles };
  /** The TSP of another house: what it calls the hub with, and where. */
  tsp: { name: string; peersUrl: string; client: KeyFiles };
  /** Where the hub finds the Click to Pay directories, and what they are trusted by. */
  directories: { visa: string; mastercard: string; certificate: string };
  /** The simulators' own API: wallet and reference issuer. */
  control: { url: string; token: string };
  issuers: Record<
    string,
    {
      name: string;
      /** Where the reference issuer serves it. */
      url: string;
      client: KeyFiles;
      /** The issuer's PKCS#7 key, private part included: only a sandbox hands that out. */
      envelope: NamedKeyFiles;
    }
  >;
  /** The D1 APIs: where the hub serves them, and the issuers that speak them. */
  d1: {
    /** Before every path. */
    url: string;
    tokenUrl: string;
    /** What card data is sealed for. */
    hubEncryption: { keyIdentifier: string; certificate: string };
    issuers: Record<
      string,
      {
        name: string;
        /** Where the reference issuer serves it. */
        url: string;
        client: KeyFiles;
        /** Signs what access tokens are asked with. */
        signing: NamedKeyFiles;
      }
    >;
  };
  requestors: Record<string, { client: KeyFiles; tokenRequestorIds: readonly string[] }>;
}

/** A file that is complete or not there: it says "ready". */
export async function writeDescription(file: string, description: SandboxDescription): Promise<void> {
  const unfinished = `${file}.new`;
  await writeFile(unfinished, `${JSON.stringify(description, null, 2)}\n`, { mode: 0o600 });
  await rename(unfinished, file);
}

export async function removeDescription(file: string): Promise<void> {
  await rm(file, { force: true });
}

/** The sandbox of a folder, when one runs there. */
export async function readRunningSandbox(folder: string): Promise<SandboxDescription | null> {
  const text = await readFile(join(folder, 'sandbox.json'), 'utf8').catch(() => null);
  if (text === null) return null;
  const description = JSON.parse(text) as SandboxDescription;
  return isAlive(description.pid) ? description : null;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
