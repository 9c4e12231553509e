import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { gatherParties, type TestIssuer, type TestParties, type TestToken } from './support/test-parties.ts';
import { startTestSandbox, type TestSandbox } from './support/test-sandbox.ts';

/**
 * The envelopes on the wire in the hands of a stock CMS library: `openssl cms` as a process of its own opens what the hub
 * sealed and seals what the hub opens (Issuer Gateway API, data encryption and security).
 */

const { stdout: version } = spawnSync('openssl', ['version'], { encoding: 'utf8' });
const skip = version?.startsWith('OpenSSL') ? false : 'needs the openssl command: install openssl';

const paddings = {
  'RSAES-OAEP-SHA-256': ['rsa_padding_mode:oaep', 'rsa_oaep_md:sha256', 'rsa_mgf1_md:sha256'].flatMap(
    option => ['-keyopt', option],
  ),
  'RSAES-PKCS1-v1_5': [],
};

describe('openssl cms', { skip }, () => {
  let sandbox: TestSandbox;
  let parties: TestParties;

  before(async () => {
    sandbox = await startTestSandbox();
    parties = await gatherParties(sandbox);
  });

  after(async () => {
    parties?.close();
    await sandbox?.close();
  });

  const issuers = [
    {
      issuerId: 'CMISSUER01',
      product: 'DEMO-DEBIT',
      written: 'base64, RSAES-OAEP, subjectKeyIdentifier',
      form: /^M[A-Za-z0-9+/]+=*$/,
      encoding: 'base64',
      mayPkcs1v15: false,
    },
    {
      issuerId: 'CMISSUER02',
      product: 'DEMO-PLAIN',
      written: 'hexadecimal, RSAES-PKCS1-v1_5, issuerAndSerialNumber',
      form: /^30[0-9a-f]+$/,
      encoding: 'hex',
      mayPkcs1v15: true,
    },
  ] as const;

  for (const { issuerId, product, written, form, encoding, mayPkcs1v15 } of issuers) {
    describe(issuerId, () => {
      let issuer: TestIssuer;
      let token: TestToken;
      before(async () => {
        issuer = parties.issuer(issuerId);
        token = await parties.enrol({}, product);
        await issuer.awaitCallbacks(token.enrolmentId, 1);
      });

      /** The key alone: an identifier made of the letters of its name is in no certificate. */
      const open = async (text: unknown): Promise<unknown> => {
        const { key } = sandbox.description.issuers[issuerId]?.envelope ?? assert.fail();
        const sealed = Buffer.from(String(text), encoding);
        const options = ['-decrypt', '-binary', '-inform', 'DER', '-inkey', key];
        return JSON.parse((await cms(options, sealed)).toString('utf8'));
      };

      test(`opens every envelope of an enrolment: ${written}`, async () => {
        const calls = await issuer.journal(token.enrolmentId);
        const request = (operation: string) =>
          calls.find(call => call.operation === operation)?.request ?? assert.fail(operation);
        const { cipheredCardInfo, publicKeyIdentifier } = request('checkCardEligibility');
        const envelope = sandbox.description.issuers[issuerId]?.envelope;
        assert.equal(publicKeyIdentifier, envelope?.keyIdentifier);
        assert.match(String(cipheredCardInfo), form);
        assert.deepEqual(await open(cipheredCardInfo), { fpan: token.pan, exp: '1230' });

        const digitization = request('requestCardDigitization');
        assert.equal(digitization['cipheredCardInfo'], cipheredCardInfo);
        assert.deepEqual(await open(digitization['authenticationValue']), { cvv: '123' });

        const { tokenInfo } = request('notifyVirtualCardChange');
        const opened = (await open(tokenInfo)) as Record<string, string>;
        assert.deepEqual(Object.keys(opened).sort(), ['token', 'tokenExpiryDate']);
        assert.match(String(opened['token']), /^9990[0-9]{12}$/);
      });

      /** Every form openssl can write; the hub finds its key by what the envelope names, or by what the message says. */
      const forms: {
        name: string;
        options: string[];
        write: (octets: Buffer) => string;
        naming?: 'publicKeyIdentifier' | 'keyIdentifier';
      }[] = [
        { name: 'DER in base64', options: [], write: der => der.toString('base64') },
        { name: 'DER in hexadecimal', options: [], write: der => der.toString('hex') },
        {
          name: 'DER in upper-case hexadecimal, the recipient by its key identifier',
          options: ['-keyid'],
          write: der => der.toString('hex').toUpperCase(),
          naming: 'publicKeyIdentifier',
        },
        {
          name: 'BER in base64 over many lines',
          options: ['-stream'],
          write: ber => (ber.toString('base64').match(/.{1,64}/g) ?? []).join('\r\n'),
          naming: 'keyIdentifier',
        },
      ];

      for (const [padding, keyOptions] of Object.entries(paddings)) {
        const accepted = padding === 'RSAES-OAEP-SHA-256' || mayPkcs1v15;

        for (const { name, options, write, naming } of forms) {
          test(`${padding}, ${name}: ${accepted ? 'taken by updateCard' : '112'}`, async () => {
            const former = token.pan;
            const next = parties.newPan(product);
            const details = { oldFPAN: former, oldExpDate: '1230', newFPAN: next, newExpDate: '1231' };
            const { certificate, keyIdentifier } = sandbox.description.hub.envelope;
            const encrypt = ['-encrypt', '-binary', '-aes256', '-outform', 'DER', ...options];
            const recipient = ['-recip', certificate, ...keyOptions];
            const sealed = await cms([...encrypt, ...recipient], Buffer.from(JSON.stringify(details)));
            const request = {
              issuerCardRefId: token.issuerCardRefId,
              fpanDetails: write(sealed),
              ...(naming && { [naming]: keyIdentifier }),
            };
            const answer = await issuer.call('updateCard', request);
            if (!accepted) {
              assert.deepEqual([answer.status, code(answer.json)], [400, 112]);
              return;
            }
            assert.deepEqual([answer.status, answer.text], [200, '']);
            token.pan = next;
            const [callback] = await issuer.awaitCallbacks(answer.correlationId, 1);
            assert.deepEqual([callback?.request.action, callback?.request.errorCode], ['UPDATE', undefined]);
            const { cardLastDigits } = await parties.device(token.virtualCardId);
            assert.equal(cardLastDigits, next.slice(-4));
            // What was the card's number is that of no card any more.
            assert.deepEqual(code((await issuer.call('updateCard', request)).json), 116);
          });
        }
      }
    });
  }
});

function code(answer: unknown): number | undefined {
  return (answer as { responseCode?: number }).responseCode;
}

/** Card data goes through a pipe: it is on no disk. */
async function cms(options: readonly string[], input: Uint8Array): Promise<Buffer> {
  const running = promisify(execFile)('openssl', ['cms', ...options], { encoding: 'buffer' });
  running.child.stdin?.end(input);
  return (await running).stdout;
}
