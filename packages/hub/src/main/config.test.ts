import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type Type from 'typebox';
import { parse } from 'yaml';
import { ConfigError, ConfigFile, readConfig, refuseInProduction } from './config.ts';

const example = new URL('../../../../countermark.example.yaml', import.meta.url);
const noEnvironment = {};

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'countermark-config-'));
});
after(() => rm(folder, { recursive: true }));

/** Reads a configuration file with this text. */
async function configOf(text: string, env: NodeJS.ProcessEnv = noEnvironment) {
  const file = join(folder, 'countermark.yaml');
  await writeFile(file, text);
  return readConfig(file, env);
}

const smallest = 'database: postgres://db/hub\nidentity:\n  folder: ./hub\n';

/** Asserts that a text is refused, and gives the message without the name of the file. */
async function refusalOf(text: string): Promise<string> {
  const refusal = await configOf(text).then(
    () => assert.fail('the configuration was taken'),
    (error: unknown) => error,
  );
  assert.ok(refusal instanceof ConfigError, String(refusal));
  const file = join(folder, 'countermark.yaml');
  assert.ok(refusal.message.startsWith(file), refusal.message);
  return refusal.message.slice(file.length);
}

describe('countermark.example.yaml', () => {
  test('can be used as it is, after a copy', async () => {
    const config = await configOf(await readFile(example, 'utf8'));
    assert.equal(config.database, 'postgres://countermark@localhost:5432/countermark');
    assert.equal(config.identityFolder, join(folder, 'hub'));
    refuseInProduction(config);
  });

  test('shows as defaults what the defaults are', async () => {
    const config = await configOf(await readFile(example, 'utf8'));
    const spelledOut = await configOf(await wholeExample());
    assert.deepEqual(spelledOut.listen.peers, config.listen.peers);
    assert.deepEqual({ ...spelledOut.listen.operator, tls: null }, config.listen.operator);
    assert.equal(spelledOut.logLevel, config.logLevel);
  });

  test('explains every setting', async () => {
    const explained = parse(await wholeExample()) as object;
    assert.deepEqual(leavesOf(explained), settingsOf(ConfigFile as Type.TSchema));
  });

  /** With the settings that stand behind a comment sign, and no space, taken out of the comment. */
  async function wholeExample(): Promise<string> {
    const text = await readFile(example, 'utf8');
    return text.replace(/^(\s*)#(?=[a-zA-Z0-9]+:)/gm, '$1');
  }

  function leavesOf(value: unknown, place = ''): string[] {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return [place];
    return Object.entries(value)
      .flatMap(([name, member]) => leavesOf(member, place && name ? `${place}.${name}` : name))
      .sort();
  }

  interface Section {
    properties?: Record<string, Section>;
  }

  function settingsOf({ properties }: Section, place = ''): string[] {
    if (!properties) return [place];
    return Object.entries(properties)
      .flatMap(([name, member]) => settingsOf(member, place ? `${place}.${name}` : name))
      .sort();
  }
});

describe('a configuration', () => {
  test('needs a database and an identity, the rest has defaults', async () => {
    assert.deepEqual(await configOf(smallest), {
      database: 'postgres://db/hub',
      identityFolder: join(folder, 'hub'),
      listen: {
        peers: {
          host: '0.0.0.0',
          port: 8443,
          tls: {
            certificateFile: join(folder, 'hub', 'server.pem'),
            keyFile: join(folder, 'hub', 'server.key'),
          },
        },
        operator: { host: '127.0.0.1', port: 8444, tls: null },
        detokenization: null,
      },
      simulatedNetworks: [],
      d1: { mutualTls: 'required', environment: 'PRD', origins: null, callsPerMinute: null },
      directories: { visa: null, mastercard: null },
      batchFolder: null,
      publicUrl: null,
      logLevel: 'info',
    });
  });

  test('is connected to the directories it names, by its own certificate unless it names another', async () => {
    const url = 'https://directory.example/visaIdCredential/v1';
    const visa = `visa: {url: '${url}', bid: '10012345', trustFile: visa-ca.pem}`;
    const tls = 'tls: {certificateFile: client.pem, keyFile: /keys/client.key}';
    const ids = `srcClientId: client-1, serviceId: service-1`;
    const mastercard = `mastercard: {url: 'https://directory.example/api', ${ids}, ${tls}}`;
    const { directories } = await configOf(`${smallest}directories: {${visa}, ${mastercard}}`);
    assert.deepEqual(directories, {
      visa: { url, bid: '10012345', trustFile: join(folder, 'visa-ca.pem'), tls: null },
      mastercard: {
        url: 'https://directory.example/api',
        srcClientId: 'client-1',
        serviceId: 'service-1',
        trustFile: null,
        tls: { certificateFile: join(folder, 'client.pem'), keyFile: '/keys/client.key' },
      },
    });
  });

  test('watches a folder of its own place for batch files, if it says so', async () => {
    const { batchFolder } = await configOf(`${smallest}batch: {folder: files}`);
    assert.equal(batchFolder, join(folder, 'files'));
  });

  test('is asked for cards only where it says so, with the certificate of peers', async () => {
    const { listen } = await configOf(`${smallest}listen: {detokenization: {}}`);
    assert.deepEqual(listen.detokenization, { host: '0.0.0.0', port: 8445, tls: listen.peers.tls });
  });

  test('takes its database from DATABASE_URL, when that is set', async () => {
    const env = { DATABASE_URL: 'postgres://elsewhere/hub' };
    assert.equal((await configOf(smallest, env)).database, 'postgres://elsewhere/hub');
    assert.equal((await configOf('identity: {folder: hub}', env)).database, 'postgres://elsewhere/hub');
  });

  test('reads paths as relative to its file, and leaves absolute ones alone', async () => {
    const text = `${smallest}listen: {operator: {tls: {certificateFile: tls/op.pem, keyFile: /keys/op.key}}}`;
    assert.deepEqual((await configOf(text)).listen.operator.tls, {
      certificateFile: join(folder, 'tls', 'op.pem'),
      keyFile: '/keys/op.key',
    });
  });

  test('takes a section without content for absent', async () => {
    assert.equal((await configOf(`${smallest}listen:\n  peers:\n`)).listen.peers.port, 8443);
  });

  test('is missed by its name', async () => {
    const file = join(folder, 'nowhere.yaml');
    await assert.rejects(readConfig(file, noEnvironment), {
      message: `Cannot read the configuration ${file}. Start from countermark.example.yaml`,
    });
  });

  test('without a database says where to set one', async () => {
    await assert.rejects(configOf('identity: {folder: hub}'), {
      message: 'No database: set `database` in the configuration or DATABASE_URL',
    });
  });
});

describe('a configuration is refused, and the message helps:', () => {
  const refusals: [what: string, text: string, message: string][] = [
    [
      'a setting that does not exist',
      smallest.replace('database', 'databse'),
      ': databse is not known; known are database, identity, listen, simulatedNetworks, d1, directories, batch, publicUrl, log.',
    ],
    [
      'a directory without TLS',
      `${smallest}directories: {visa: {url: 'http://visa.example', bid: '1'}}`,
      ': directories.visa.url is wrong. Expected: a URL, https://…, without / at its end.',
    ],
    [
      'a directory that nobody is known by',
      `${smallest}directories: {visa: {url: 'https://visa.example'}}`,
      ': directories.visa.bid is missing. Expected: a business id, 1 to 8 characters.',
    ],
    [
      'a setting that does not exist, in a section',
      `${smallest}listen: {peers: {prot: 8443}}`,
      ': listen.peers.prot is not known; known are host, port, tls.',
    ],
    ['no identity', 'database: postgres://db/hub', ': identity is missing. Expected: folder.'],
    [
      'half a certificate',
      `${smallest}listen: {operator: {tls: {certificateFile: op.pem}}}`,
      ': listen.operator.tls.keyFile is missing. Expected: a file with a private key in PEM form.',
    ],
    [
      'text for a number',
      `${smallest}listen: {peers: {port: "8443"}}`,
      ': listen.peers.port is wrong. Expected: a port from 0 to 65535; 0 lets the system choose.',
    ],
    [
      'a port out of range',
      `${smallest}listen: {operator: {port: 65536}}`,
      ': listen.operator.port is wrong. Expected: a port from 0 to 65535; 0 lets the system choose.',
    ],
    ['a list for a section', `${smallest}log: [info]`, ': log is wrong. Expected: level.'],
    [
      'a level that does not exist',
      `${smallest}log: {level: verbose}`,
      ': log.level is wrong. Expected: one of debug, info, warn, error.',
    ],
    [
      'a network that the hub cannot play',
      `${smallest}simulatedNetworks: [VTS]`,
      ': simulatedNetworks.0 is wrong. Expected: one of MDES_SIMULATOR, VTS_SIMULATOR.',
    ],
    [
      'a public URL without TLS',
      `${smallest}publicUrl: http://hub.example.com`,
      ': publicUrl is wrong. Expected: a URL, https://….',
    ],
    ['an empty file', '', ' holds no settings. Start from countermark.example.yaml'],
    ['a list', '- database\n- identity', ' holds no settings. Start from countermark.example.yaml'],
  ];

  for (const [what, text, message] of refusals) {
    test(what, async () => assert.equal(await refusalOf(text), message));
  }

  test('what is no YAML, without a word of it: it may hold a password', async () => {
    const message = await refusalOf(
      'identity:\n  folder: hub\ndatabase: postgres://hub:s3cret@db/hub: oops\n',
    );
    assert.match(message, /^: line 3 is not YAML \([A-Z_]+\)$/);
  });
});

describe('production refuses', () => {
  test('the embedded database', async () => {
    const config = await configOf('database: pglite:./database\nidentity: {folder: hub}');
    assert.throws(
      () => refuseInProduction(config),
      /^Error: Production needs PostgreSQL: .*Set DATABASE_URL=/,
    );
  });

  test('issuers that show no client certificate', async () => {
    const config = await configOf(`${smallest}d1: {mutualTls: off}`);
    assert.equal(config.d1.mutualTls, 'off');
    assert.throws(() => refuseInProduction(config), /take out d1\.mutualTls, or set it to required$/);
    refuseInProduction(await configOf(`${smallest}d1: {mutualTls: required}`));
  });

  test('an operator API without TLS that others can reach', async () => {
    for (const host of ['0.0.0.0', '::', '10.0.0.7', 'hub.example.com']) {
      const config = await configOf(`${smallest}listen: {operator: {host: "${host}"}}`);
      assert.throws(
        () => refuseInProduction(config),
        /set listen\.operator\.tls, or listen on 127\.0\.0\.1$/,
      );
    }
  });

  test('neither with TLS, nor on this machine alone', async () => {
    const tls = '{certificateFile: op.pem, keyFile: op.key}';
    const listeners = [
      `{host: 0.0.0.0, tls: ${tls}}`,
      '{host: 127.0.0.1}',
      '{host: "::1"}',
      '{host: localhost}',
    ];
    for (const listener of listeners) {
      refuseInProduction(await configOf(`${smallest}listen: {operator: ${listener}}`));
    }
  });
});
