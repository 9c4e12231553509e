import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import {
  importOpeningKey,
  importSealingKey,
  openEnvelope,
  type RecipientForm,
  sealEnvelope,
} from '@countermark/wire/envelope/cms';
import { openJwe, sealJwe } from '@countermark/wire/envelope/jwe';
import { readP256PrivateKey, readP256PublicKey } from '@countermark/wire/envelope/p256-keys';
import { generateKeyMaterial } from '@countermark/wire/envelope/self-signed.fixture';

/**
 * The samples of docs/encryption.md as they are printed there: what one seals is opened by what hub and issuer kit open
 * with, and what those seal is opened by the sample.
 */

const samples = fileURLToPath(new URL('../docs/samples', import.meta.url));

/** How a sample is run. */
interface Sample {
  name: string;
  /** Why it cannot be run here; false: it can. */
  skip: string | false;
  /** What has to be done once before. */
  compile?: () => string[];
  seal: (keys: KeyFiles) => string[];
  open: (keys: KeyFiles) => string[];
}

/** Both sides of one key. */
interface KeyFiles {
  /** A certificate, or a public key. */
  certificate: string;
  privateKey: string;
}

const keyIdentifier = 'sample-key';
const plaintext = '{"fpan":"9990100100000000","exp":"1230","additionalCardInfos":{"name":"Åse Łuczak"}}';

const python = pythonWith('asn1crypto', 'cryptography', 'jwcrypto');
const withoutPython =
  python === null &&
  'needs the Debian packages python3-asn1crypto, python3-cryptography and python3-jwcrypto';
const pythonSample = (name: string, script: string): Sample => ({
  name,
  skip: withoutPython,
  seal: ({ certificate }) => [python ?? '', join(samples, script), 'seal', keyIdentifier, certificate],
  open: ({ privateKey }) => [python ?? '', join(samples, script), 'open', privateKey],
});

const bouncyCastle = ['bcprov', 'bcpkix', 'bcutil'].map(name => `/usr/share/java/${name}.jar`);
const java = (...parameters: string[]) => [
  'java',
  '-cp',
  [...bouncyCastle, folder].join(':'),
  'CardData',
  ...parameters,
];

const pkcs7Samples: readonly Sample[] = [
  {
    name: 'OpenSSL',
    skip: !runs('openssl', ['version']) && 'needs the openssl command',
    seal: ({ certificate }) => [join(samples, 'openssl/seal-card-data.sh'), certificate],
    open: ({ privateKey }) => [join(samples, 'openssl/open-card-data.sh'), privateKey],
  },
  {
    name: 'TypeScript',
    skip: false,
    seal: ({ certificate }) => typescript('card-data.ts', 'seal', keyIdentifier, certificate),
    open: ({ certificate, privateKey }) =>
      typescript('card-data.ts', 'open', keyIdentifier, certificate, privateKey),
  },
  {
    name: 'Java',
    skip:
      !(runs('javac', ['-version']) && bouncyCastle.every(jar => existsSync(jar))) &&
      'needs a JDK and the Debian package libbcpkix-java',
    compile: () => [
      'javac',
      '-cp',
      bouncyCastle.join(':'),
      '-d',
      folder,
      join(samples, 'java/CardData.java'),
    ],
    seal: ({ certificate }) => java('seal', keyIdentifier, certificate),
    open: ({ privateKey }) => java('open', privateKey),
  },
  pythonSample('Python', 'python/card_data.py'),
];

const jweSamples: readonly Sample[] = [
  {
    name: 'TypeScript',
    skip: false,
    seal: ({ certificate }) => typescript('d1-card-data.ts', 'seal', keyIdentifier, certificate),
    open: ({ privateKey }) => typescript('d1-card-data.ts', 'open', privateKey),
  },
  pythonSample('Python', 'python/d1_card_data.py'),
];

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'countermark-samples-'));
});
after(() => rm(folder, { recursive: true }));

describe('PKCS#7', () => {
  const material = generateKeyMaterial(keyIdentifier);
  const sealingKey = importSealingKey(material);
  let keys: KeyFiles;
  before(async () => {
    keys = await keep('rsa', material.certificatePem, material.privateKeyPem);
  });

  for (const sample of pkcs7Samples) {
    describe(sample.name, { skip: sample.skip }, () => {
      before(async () => {
        if (sample.compile) await run(sample.compile(), '');
      });

      test('what it seals the hub opens', async () => {
        const sealed = await run(sample.seal(keys), plaintext);
        const envelope = await openEnvelope(sealed, {
          keys: [importOpeningKey(material)],
          keyIdentifier,
          pkcs1v15: 'refused',
        });
        assert.ok(envelope.opened, `not opened: ${JSON.stringify(envelope)}`);
        assert.equal(Buffer.from(envelope.plaintext).toString(), plaintext);
      });

      for (const recipient of ['subjectKeyIdentifier', 'issuerAndSerialNumber'] as RecipientForm[]) {
        test(`it opens what the hub seals, the recipient by ${recipient}`, async () => {
          const sealed = await sealEnvelope(Buffer.from(plaintext), {
            key: sealingKey,
            padding: 'RSAES-OAEP-SHA-256',
            recipient,
            encoding: 'base64',
          });
          assert.equal(await run(sample.open(keys), sealed), plaintext);
        });
      }
    });
  }
});

describe('JWE', () => {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const [publicPem, privatePem] = [
    pair.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  ];
  let keys: KeyFiles;
  before(async () => {
    keys = await keep('ec', publicPem, privatePem);
  });

  for (const sample of jweSamples) {
    describe(sample.name, { skip: sample.skip }, () => {
      test('what it seals the hub opens', async () => {
        const sealed = await run(sample.seal(keys), plaintext);
        const envelope = await openJwe(sealed.trim(), kid =>
          kid === keyIdentifier ? readP256PrivateKey(privatePem) : undefined,
        );
        assert.ok(envelope.opened, `not opened: ${JSON.stringify(envelope)}`);
        assert.equal(Buffer.from(envelope.plaintext).toString(), plaintext);
      });

      test('it opens what the hub seals', async () => {
        const sealed = await sealJwe(plaintext, { keyIdentifier, publicKey: readP256PublicKey(publicPem) });
        assert.equal(await run(sample.open(keys), sealed), plaintext);
      });
    });
  }
});

async function keep(name: string, certificatePem: string, privateKeyPem: string): Promise<KeyFiles> {
  const [certificate, privateKey] = [join(folder, `${name}.pem`), join(folder, `${name}.key`)];
  await writeFile(certificate, certificatePem);
  await writeFile(privateKey, privateKeyPem);
  return { certificate, privateKey };
}

/** Card data go through a pipe: they are on no disk. */
async function run([command = '', ...parameters]: readonly string[], input: string): Promise<string> {
  const running = promisify(execFile)(command, parameters);
  running.child.stdin?.end(input);
  return (await running).stdout;
}

function typescript(file: string, ...parameters: string[]): string[] {
  return [process.execPath, join(samples, 'typescript', file), ...parameters];
}

function runs(command: string, parameters: readonly string[]): boolean {
  return spawnSync(command, parameters).status === 0;
}

/** Debian's own Python, or whichever comes first: one that has the libraries. */
function pythonWith(...modules: string[]): string | null {
  const found = ['python3', '/usr/bin/python3'].find(command =>
    runs(command, ['-c', `import ${modules.join(', ')}`]),
  );
  return found ?? null;
}
