import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import Type from 'typebox';
import { Compile } from 'typebox/compile';
import { parse } from 'yaml';

const Port = Type.Integer({ minimum: 0, maximum: 65535 });

const Tls = Type.Object(
  {
    certificateFile: Type.String({ minLength: 1 }),
    keyFile: Type.String({ minLength: 1 }),
  },
  { additionalProperties: false },
);

/** The configuration file, `countermark.yaml`; countermark.example.yaml explains every setting. */
export const ConfigFile = Type.Object(
  {
    database: Type.Optional(Type.String({ minLength: 1 })),
    identity: Type.Object({ folder: Type.String({ minLength: 1 }) }, { additionalProperties: false }),
    listen: Type.Optional(
      Type.Object(
        {
          peers: Type.Optional(
            Type.Object(
              { host: Type.Optional(Type.String()), port: Type.Optional(Port), tls: Type.Optional(Tls) },
              { additionalProperties: false },
            ),
          ),
          operator: Type.Optional(
            Type.Object(
              { host: Type.Optional(Type.String()), port: Type.Optional(Port), tls: Type.Optional(Tls) },
              { additionalProperties: false },
            ),
          ),
        },
        { additionalProperties: false },
      ),
    ),
    publicUrl: Type.Optional(Type.String({ pattern: '^https://' })),
    log: Type.Optional(
      Type.Object(
        {
          level: Type.Union(['debug', 'info', 'warn', 'error'].map(level => Type.Literal(level))),
        },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
);
export type ConfigFile = Type.Static<typeof ConfigFile>;

export interface Listener {
  host: string;
  port: number;
  tls: { certificateFile: string; keyFile: string } | null;
}

/** A hub's configuration, whole and resolved. */
export interface Config {
  /** `postgres://…`, or `pglite:<folder>` where that is allowed. */
  database: string;
  identityFolder: string;
  listen: { peers: Listener; operator: Listener };
  /** What issuers and requestors are told to call; null: the address the hub listens on. */
  publicUrl: string | null;
  logLevel: string;
}

/** A configuration that cannot be used; the message says which setting and what to do. */
export class ConfigError extends Error {}

const check = Compile(ConfigFile);

/**
 * Reads a configuration file. Paths in it are relative to it; `DATABASE_URL` overrides its database. Unknown settings
 * are refused.
 */
export async function readConfig(file: string, env: NodeJS.ProcessEnv): Promise<Config> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new ConfigError(`Cannot read the configuration ${file}. Start from countermark.example.yaml`);
  });
  return resolveConfig(parseConfig(text, file), { folder: dirname(resolve(file)), env });
}

function parseConfig(text: string, file: string): ConfigFile {
  const content: unknown = parse(text);
  if (check.Check(content)) return content;
  const [error] = check.Errors(content);
  const unknown = error?.keyword === 'additionalProperties' || error?.keyword === 'boolean';
  const where = `${error?.instancePath.slice(1).replaceAll('/', '.') || 'the file'}`;
  throw new ConfigError(
    `${file}: ${where} ${unknown ? 'has a setting that does not exist' : error?.message}`,
  );
}

export function resolveConfig(
  content: ConfigFile,
  { folder, env }: { folder: string; env: NodeJS.ProcessEnv },
): Config {
  const database = env['DATABASE_URL'] ?? content.database;
  if (!database) throw new ConfigError('No database: set `database` in the configuration or DATABASE_URL');
  const identityFolder = resolve(folder, content.identity.folder);
  const { peers, operator } = content.listen ?? {};
  const inFolder = (tls: Listener['tls']) =>
    tls && { certificateFile: resolve(folder, tls.certificateFile), keyFile: resolve(folder, tls.keyFile) };
  return {
    database,
    identityFolder,
    listen: {
      peers: {
        host: peers?.host ?? '0.0.0.0',
        port: peers?.port ?? 8443,
        tls: inFolder(peers?.tls ?? null) ?? {
          certificateFile: resolve(identityFolder, 'server.pem'),
          keyFile: resolve(identityFolder, 'server.key'),
        },
      },
      operator: {
        host: operator?.host ?? '127.0.0.1',
        port: operator?.port ?? 8444,
        tls: inFolder(operator?.tls ?? null),
      },
    },
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
  const { host, tls } = config.listen.operator;
  if (!tls && !isLoopback(host)) {
    throw new ConfigError(
      `The operator API would be served without TLS at ${host}: set listen.operator.tls, or listen on 127.0.0.1`,
    );
  }
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}
