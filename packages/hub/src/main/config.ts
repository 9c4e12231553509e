import { readFile } from 'node:fs/promises';
import { isIPv4 } from 'node:net';
import { dirname, resolve } from 'node:path';
import { closedObject } from '@countermark/wire/operator/closed-object';
import Type from 'typebox';
import { parseDocument } from 'yaml';
import { type D1Environment, d1Environments } from '../identity/d1-client-name.ts';
import { readStrictly } from '../peers/operator/inbound/read-strictly.ts';
import { type SimulatedNetworkName, simulatedNetworkNames } from '../peers/tsp/network/network-profiles.ts';

const path = (description: string) => Type.String({ minLength: 1, description });

/** The description is told where something else stands in the place of the section. */
const section = <Members extends Type.TProperties>(description: string, members: Members) =>
  Object.assign(closedObject(members), { description });

const TlsSection = section('certificateFile and keyFile', {
  certificateFile: path('a file with a certificate chain in PEM form'),
  keyFile: path('a file with a private key in PEM form'),
});

const ListenerSection = section('host, port and tls, as far as needed', {
  host: Type.Optional(Type.String({ minLength: 1, description: 'a host name or an IP address' })),
  port: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: 65535,
      description: 'a port from 0 to 65535; 0 lets the system choose',
    }),
  ),
  tls: Type.Optional(TlsSection),
});

/** What the connections to both Click to Pay directories have in common. */
const directoryMembers = {
  url: Type.String({
    pattern: '^https://[^?#]+[^/?#]$',
    description: 'a URL, https://…, without / at its end',
  }),
  trustFile: Type.Optional(path('a file with certificates in PEM form')),
  tls: Type.Optional(TlsSection),
};

const identifierAt = (network: string) =>
  Type.String({ pattern: '^[A-Za-z0-9_.-]{1,64}$', description: `what ${network} gave, 1 to 64 characters` });

const logLevels = ['debug', 'info', 'warn', 'error'] as const;

/** The configuration file, `countermark.yaml`; countermark.example.yaml explains every setting. */
export const ConfigFile = section('settings as in countermark.example.yaml', {
  database: Type.Optional(Type.String({ minLength: 1, description: 'a URL, postgres://…' })),
  identity: section('folder', { folder: path('the folder that `countermark keys create` wrote') }),
  listen: Type.Optional(
    section('peers, operator and detokenization, as far as needed', {
      peers: Type.Optional(ListenerSection),
      operator: Type.Optional(ListenerSection),
      detokenization: Type.Optional(ListenerSection),
    }),
  ),
  simulatedNetworks: Type.Optional(
    Type.Array(Type.Enum(simulatedNetworkNames), {
      uniqueItems: true,
      description: `a list of ${simulatedNetworkNames.join(' and ')}, none twice`,
    }),
  ),
  d1: Type.Optional(
    section('mutualTls, environment, origins and callsPerMinute, as far as needed', {
      mutualTls: Type.Optional(Type.Enum(['required', 'off'], { description: 'required or off' })),
      environment: Type.Optional(
        Type.Enum([...d1Environments], { description: d1Environments.join(' or ') }),
      ),
      origins: Type.Optional(
        Type.Array(Type.String({ pattern: '^https://[^/?#]+$', description: 'an origin, https://…' }), {
          minItems: 1,
          description: 'a list of origins, https://…',
        }),
      ),
      callsPerMinute: Type.Optional(Type.Integer({ minimum: 1, description: 'a number from 1 on' })),
    }),
  ),
  directories: Type.Optional(
    section('visa and mastercard, as far as needed', {
      visa: Type.Optional(
        section('url, bid, trustFile and tls', {
          ...directoryMembers,
          bid: Type.String({
            pattern: '^[A-Za-z0-9]{1,8}$',
            description: 'a business id, 1 to 8 characters',
          }),
        }),
      ),
      mastercard: Type.Optional(
        section('url, srcClientId, serviceId, trustFile and tls', {
          ...directoryMembers,
          srcClientId: identifierAt('Mastercard'),
          serviceId: identifierAt('Mastercard'),
        }),
      ),
    }),
  ),
  batch: Type.Optional(section('folder', { folder: path('a folder that batch files are left in') })),
  publicUrl: Type.Optional(Type.String({ pattern: '^https://.', description: 'a URL, https://…' })),
  log: Type.Optional(section('level', { level: Type.Enum([...logLevels]) })),
});
export type ConfigFile = Type.Static<typeof ConfigFile>;

export interface Listener {
  host: string;
  port: number;
  tls: { certificateFile: string; keyFile: string } | null;
}

/** How the hub serves the D1 APIs. */
export interface D1Config {
  /** Whether issuers show a client certificate that names them. */
  mutualTls: 'required' | 'off';
  environment: D1Environment;
  /** Origins that assertions may be for; null: the one that peers are told to call. */
  origins: readonly string[] | null;
  /** Of one issuer; null: no limit. */
  callsPerMinute: number | null;
}

/** How the hub reaches a Click to Pay directory. */
export interface DirectoryConnection {
  url: string;
  /** Null: the system's trust store. */
  trustFile: string | null;
  /** What the hub shows as its client certificate; null: that of its identity. */
  tls: Listener['tls'];
}

/** A hub's configuration, whole and resolved. */
export interface Config {
  /** `postgres://…`, or `pglite:<folder>` where that is allowed. */
  database: string;
  identityFolder: string;
  /** `detokenization` null: this hub is not asked for cards. */
  listen: { peers: Listener; operator: Listener; detokenization: Listener | null };
  /** Payment networks that the hub plays itself; none unless they are asked for. */
  simulatedNetworks: readonly SimulatedNetworkName[];
  d1: D1Config;
  /** The Click to Pay directories of networks; null: the hub is not connected to it. */
  directories: {
    visa: (DirectoryConnection & { bid: string }) | null;
    mastercard: (DirectoryConnection & { srcClientId: string; serviceId: string }) | null;
  };
  /** Where batch files are left; null: they come by the operator API only. */
  batchFolder: string | null;
  /** What issuers and requestors are told to call; null: the address the hub listens on. */
  publicUrl: string | null;
  logLevel: string;
}

/** A configuration that cannot be used; the message says which setting and what to do. */
export class ConfigError extends Error {}

/**
 * Reads a configuration file. Paths in it are relative to it; `DATABASE_URL` overrides its database. Unknown settings
 * are refused.
 *
 * @throws ConfigError that names the file and the setting, and never shows a value: a database URL holds a password
 */
export async function readConfig(file: string, env: NodeJS.ProcessEnv): Promise<Config> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new ConfigError(`Cannot read the configuration ${file}. Start from countermark.example.yaml`);
  });
  return resolveConfig(settingsIn(text, file), { folder: dirname(resolve(file)), env });
}

function settingsIn(text: string, file: string): ConfigFile {
  const settings = parseYaml(text, file);
  if (typeof settings !== 'object' || settings === null || Array.isArray(settings)) {
    throw new ConfigError(`${file} holds no settings. Start from countermark.example.yaml`);
  }
  const reading = readStrictly(ConfigFile, settings);
  if (reading.ok) return reading.value;
  throw new ConfigError(`${file}: ${reading.refused.message}`);
}

/** The parser's own messages quote the text, and with it what should stay secret. */
function parseYaml(text: string, file: string): unknown {
  const document = parseDocument(text, { prettyErrors: false });
  const [error] = document.errors;
  if (!error) return document.toJS();
  const line = text.slice(0, error.pos[0]).split('\n').length;
  throw new ConfigError(`${file}: line ${line} is not YAML (${error.code})`);
}

export function resolveConfig(
  content: ConfigFile,
  { folder, env }: { folder: string; env: NodeJS.ProcessEnv },
): Config {
  const database = env['DATABASE_URL'] ?? content.database;
  if (!database) throw new ConfigError('No database: set `database` in the configuration or DATABASE_URL');
  const identityFolder = resolve(folder, content.identity.folder);
  const { peers, operator, detokenization } = content.listen ?? {};
  const inFolder = (tls: Listener['tls']) =>
    tls && { certificateFile: resolve(folder, tls.certificateFile), keyFile: resolve(folder, tls.keyFile) };
  const { visa, mastercard } = content.directories ?? {};
  const connection = ({ trustFile, tls }: { trustFile?: string; tls?: Listener['tls'] }) => ({
    trustFile: trustFile === undefined ? null : resolve(folder, trustFile),
    tls: inFolder(tls ?? null),
  });
  const ownTls = {
    certificateFile: resolve(identityFolder, 'server.pem'),
    keyFile: resolve(identityFolder, 'server.key'),
  };
  return {
    database,
    identityFolder,
    listen: {
      peers: {
        host: peers?.host ?? '0.0.0.0',
        port: peers?.port ?? 8443,
        tls: inFolder(peers?.tls ?? null) ?? ownTls,
      },
      operator: {
        host: operator?.host ?? '127.0.0.1',
        port: operator?.port ?? 8444,
        tls: inFolder(operator?.tls ?? null),
      },
      detokenization: detokenization
        ? {
            host: detokenization.host ?? '0.0.0.0',
            port: detokenization.port ?? 8445,
            tls: inFolder(detokenization.tls ?? null) ?? ownTls,
          }
        : null,
    },
    simulatedNetworks: content.simulatedNetworks ?? [],
    d1: {
      mutualTls: content.d1?.mutualTls ?? 'required',
      environment: content.d1?.environment ?? 'PRD',
      origins: content.d1?.origins ?? null,
      callsPerMinute: content.d1?.callsPerMinute ?? null,
    },
    directories: {
      visa: visa ? { ...visa, ...connection(visa) } : null,
      mastercard: mastercard ? { ...mastercard, ...connection(mastercard) } : null,
    },
    batchFolder: content.batch ? resolve(folder, content.batch.folder) : null,
    publicUrl: content.publicUrl ?? null,
    logLevel: content.log?.level ?? 'info',
  };
}

/** What a hub in production must not run with. */
export function refuseInProduction(config: Config): void {
  if (!config.database.startsWith('postgres')) {
    throw new ConfigError(
      'Production needs PostgreSQL: the embedded database does not write through to disk. Set DATABASE_URL=postgres://…, or use `countermark sandbox`',
    );
  }
  if (config.d1.mutualTls === 'off') {
    throw new ConfigError(
      'Production needs the client certificates of issuers: take out d1.mutualTls, or set it to required',
    );
  }
  const { host, tls } = config.listen.operator;
  if (!tls && !isLoopback(host)) {
    throw new ConfigError(
      `The operator API would be served without TLS at ${host}: set listen.operator.tls, or listen on 127.0.0.1`,
    );
  }
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'));
}
