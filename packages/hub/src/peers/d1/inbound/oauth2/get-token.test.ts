import assert from 'node:assert/strict';
import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { after, beforeEach, describe, it } from 'node:test';
import { jwtBearerGrant } from '@countermark/wire/d1/oauth2/get-token';
import { createLocalJWKSet, jwtVerify } from 'jose';
import {
  compactJws,
  issuerId,
  issuerSigner,
  newHubKey,
  newSigner,
  openD1Api,
  origin,
  signedBy,
} from '../d1-api.fixture.ts';

const api = await openD1Api({ operations: [] });
const { store, call, askToken, seconds, traced } = api;
after(() => api.close());
beforeEach(() => api.reset());

const header = { alg: 'ES256', typ: 'JWT', kid: 'key-1' };
const claims = () => ({ iss: issuerId, sub: issuerId, exp: seconds() + 900, aud: origin });
const grant = (assertion: unknown) => ({ grant_type: jwtBearerGrant, assertion });
const assertion = (changes: { header?: object; claims?: object } = {}, signer = issuerSigner) =>
  compactJws({ ...header, ...changes.header }, { ...claims(), ...changes.claims }, signedBy(signer));

interface Token {
  access_token: string;
  expires_in: number;
  scope: string;
  token_type: string;
}

const scope = 'd1-api:consumer:full d1-api:card:full d1-api:digitalcard:full d1-api:clicktopay:full';

describe('POST /authz/v1/oauth2/token', () => {
  it('gives a token of fifteen minutes, which the published keys verify', async () => {
    const { status, body, headers } = await askToken(grant(assertion()));
    const { access_token, ...rest } = body as Token;
    assert.deepEqual([status, rest], [200, { expires_in: 900, scope, token_type: 'Bearer' }]);
    assert.equal(headers['cache-control'], 'no-store');

    const published = await call('/authz/v1/jwks', { token: null });
    assert.equal(published.headers['cache-control'], 'public, max-age=300');
    const keys = createLocalJWKSet(published.body as Parameters<typeof createLocalJWKSet>[0]);
    const { payload, protectedHeader } = await jwtVerify(access_token, keys, {
      currentDate: api.time.now,
    });
    assert.equal(protectedHeader.typ, 'JWT');
    const { jti, ...known } = payload;
    assert.ok(jti);
    const iat = seconds();
    assert.deepEqual(known, { iss: origin, sub: issuerId, aud: origin, exp: iat + 900, iat, scope });
  });

  it('publishes no private key', async () => {
    const { body } = await call('/authz/v1/jwks', { token: null });
    const { keys } = body as { keys: object[] };
    assert.deepEqual(
      keys.map(key => Object.keys(key).sort().join()),
      Array(2).fill('alg,crv,kid,kty,use,x,y'),
    );
  });

  it('takes a form as well', async () => {
    const payload = new URLSearchParams(grant(assertion()) as Record<string, string>).toString();
    const form = { 'content-type': 'application/x-www-form-urlencoded; charset=UTF-8' };
    const url = '/authz/v1/oauth2/token';
    const { status } = await call(url, { method: 'POST', payload, headers: form, token: null });
    assert.equal(status, 200);
    const twice = `${payload}&assertion=other`;
    const refused = await call(url, { method: 'POST', payload: twice, headers: form, token: null });
    assert.equal(refused.status, 400);
  });

  it('takes an assertion again, without aud and typ, and ignores what it does not know', async () => {
    const { typ: _, ...untyped } = header;
    const { aud: __, ...claimed } = claims();
    const text = compactJws(untyped, { ...claimed, iat: 'once', jti: {}, more: 1 }, signedBy(issuerSigner));
    assert.equal((await askToken(grant(text))).status, 200);
    assert.equal((await askToken(grant(text))).status, 200);
  });

  it('takes one that expires up to fifteen minutes and the allowed difference of clocks ahead', async () => {
    const ahead = async (by: number) =>
      (await askToken(grant(assertion({ claims: { exp: seconds() + by } })))).status;
    assert.deepEqual(
      [await ahead(1), await ahead(960), await ahead(0), await ahead(961)],
      [200, 200, 400, 400],
    );
  });

  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const hmacBy = (key: string) => (input: Buffer) => createHmac('sha256', key).update(input).digest();
  const other = newSigner('key-1');
  const refusals: Record<string, () => unknown> = {
    'no assertion': () => undefined,
    'a number': () => 5,
    'no JWS': () => 'abc',
    'four parts': () => `${assertion()}.x`,
    'no signature, alg none': () => compactJws({ ...header, alg: 'none' }, claims(), () => ''),
    'a signature by HS256 with the public key': () =>
      compactJws({ ...header, alg: 'HS256' }, claims(), hmacBy(issuerSigner.publicKeyPem)),
    'a signature by RS256': () =>
      compactJws({ ...header, alg: 'RS256' }, claims(), input => sign('sha256', input, rsa.privateKey)),
    'alg ES256 over a signature by RSA': () =>
      compactJws({ ...header, kid: 'rsa' }, claims(), input => sign('sha256', input, rsa.privateKey)),
    'a key on another curve': () => assertion({ header: { kid: 'p-384' } }),
    'no kid': () => assertion({ header: { kid: undefined } }),
    'an unknown kid': () => assertion({ header: { kid: 'key-2' } }),
    'another typ': () => assertion({ header: { typ: 'JWE' } }),
    'an extension that must be understood': () => assertion({ header: { crit: ['exp'] } }),
    "somebody else's signature": () => assertion({}, other),
    'a claim altered after it was signed': () => {
      const [head, , signature] = assertion().split('.');
      const [, altered] = assertion({ claims: { exp: seconds() + 60 } }).split('.');
      return `${head}.${altered}.${signature}`;
    },
    'an unknown issuer': () => assertion({ claims: { iss: 'NOBODY0001', sub: 'NOBODY0001' } }),
    'a sub that is not its iss': () => assertion({ claims: { sub: 'BANKTWO002' } }),
    'no sub': () => assertion({ claims: { sub: undefined } }),
    'no exp': () => assertion({ claims: { exp: undefined } }),
    'an exp that is a text': () => assertion({ claims: { exp: String(seconds() + 60) } }),
    'an exp that has passed': () => assertion({ claims: { exp: seconds() - 1 } }),
    'an exp a day ahead': () => assertion({ claims: { exp: seconds() + 86_400 } }),
    'an exp in milliseconds': () => assertion({ claims: { exp: (seconds() + 60) * 1000 } }),
    'another aud': () => assertion({ claims: { aud: 'https://api.example' } }),
    'a list of aud': () => assertion({ claims: { aud: [origin] } }),
  };
  for (const [name, make] of Object.entries(refusals)) {
    it(`refuses ${name}`, async () => {
      const createdAt = api.time.now;
      for (const [keyIdentifier, publicKey] of [
        ['rsa', rsa.publicKey],
        ['p-384', generateKeyPairSync('ec', { namedCurve: 'P-384' }).publicKey],
      ] as const) {
        const publicKeyPem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
        const key = { issuerId, purpose: 'SIGNING', keyIdentifier, publicKeyPem, createdAt } as const;
        await store.issuers.savePublicKey(key);
      }
      const { status, body, headers } = await askToken(grant(make()));
      assert.deepEqual([status, body], [400, { errorCode: 'FIELD_INVALID_VALUE', error: 'assertion' }]);
      assert.equal(headers['cache-control'], 'no-store');
      assert.equal(traced.length, 1);
    });
  }

  it('refuses any other grant, and no grant at all, in the same words', async () => {
    const same = [400, { errorCode: 'FIELD_INVALID_VALUE', error: 'assertion' }];
    const bodies = [
      { ...grant(assertion()), grant_type: 'client_credentials' },
      { assertion: assertion() },
      {},
    ];
    for (const body of bodies) {
      const answer = await askToken(body);
      assert.deepEqual([answer.status, answer.body], same);
    }
    for (const payload of ['', '{', 'null', '[]']) {
      const answer = await call('/authz/v1/oauth2/token', { method: 'POST', payload, token: null });
      assert.deepEqual([answer.status, answer.body], same, payload);
    }
    const bare = await call('/authz/v1/oauth2/token', { method: 'POST', token: null });
    assert.deepEqual([bare.status, bare.body], same);
  });

  it('goes on record without assertion and token', async () => {
    const text = assertion();
    const url = '/authz/v1/oauth2/token';
    const { body } = await call(url, {
      method: 'POST',
      body: grant(text),
      headers: { 'x-correlation-id': 'first-call' },
      token: null,
    });
    const [exchange, ...others] = await store.exchanges.ofCorrelation('first-call');
    assert.deepEqual(others, []);
    assert.equal(exchange?.operation, 'D1-Public-IN-v1-Auth2/getToken');
    assert.deepEqual([exchange?.peer, exchange?.status], [`issuer:${issuerId}`, 200]);
    const kept = JSON.stringify(exchange);
    assert.ok(!kept.includes(text) && !kept.includes((body as Token).access_token), kept);
  });
});

describe('rollover', () => {
  it('of an issuer: both keys are good until one is taken away', async () => {
    const next = newSigner('key-2');
    const { keyIdentifier, publicKeyPem } = next;
    const key = { issuerId, purpose: 'SIGNING', keyIdentifier, publicKeyPem } as const;
    await store.issuers.savePublicKey({ ...key, createdAt: api.time.now });
    const [byOld, byNew] = [assertion(), assertion({ header: { kid: 'key-2' } }, next)];
    assert.equal((await askToken(grant(byOld))).status, 200);
    assert.equal((await askToken(grant(byNew))).status, 200);
    await store.issuers.removePublicKey({ issuerId, purpose: 'SIGNING', keyIdentifier: 'key-1' });
    assert.equal((await askToken(grant(byOld))).status, 400);
    assert.equal((await askToken(grant(byNew))).status, 200);
  });

  it('a key that the issuer encrypts for is none that it signs with', async () => {
    const { keyIdentifier, publicKeyPem } = newSigner('key-2');
    const key = { issuerId, purpose: 'ENCRYPTION', keyIdentifier, publicKeyPem } as const;
    await store.issuers.savePublicKey({ ...key, createdAt: api.time.now });
    const { status } = await askToken(grant(assertion({ header: { kid: 'key-2' } })));
    assert.equal(status, 400);
  });

  it('of the hub: the newest key signs, tokens of the older ones are good as long as they are there', async () => {
    const [older, newer] = [await newHubKey('digitalSignature'), await newHubKey('digitalSignature')];
    const hubs = await Promise.all(
      [[older], [newer, older], [newer]].map(tokenKeys => openD1Api({ operations: [], tokenKeys })),
    );
    const [before, between, after] = hubs;
    assert.ok(before && between && after);
    try {
      for (const hub of hubs) hub.time.now = api.time.now;
      const isGood = async (hub: typeof before, token: string) =>
        (await hub.call('/banking/v2/none', { token })).status === 404;
      const [old, young] = [await before.tokenOf(issuerId), await between.tokenOf(issuerId)];
      assert.deepEqual([await isGood(between, old), await isGood(after, old)], [true, false]);
      assert.deepEqual([await isGood(after, young), await isGood(before, young)], [true, false]);
    } finally {
      await Promise.all(hubs.map(hub => hub.close()));
    }
  });
});

describe('an aggregator', () => {
  it('gets tokens of its own', async () => {
    const signer = newSigner('agg-1');
    await store.aggregators.save({ aggregatorId: 'AGGREGATE1', name: 'Processor', issuerIds: [] });
    const { keyIdentifier, publicKeyPem } = signer;
    const key = { aggregatorId: 'AGGREGATE1', keyIdentifier, publicKeyPem, createdAt: api.time.now };
    await store.aggregators.saveKey(key);
    const own = { iss: 'AGGREGATE1', sub: 'AGGREGATE1' };
    const text = assertion({ header: { kid: 'agg-1' }, claims: own }, signer);
    assert.equal((await askToken(grant(text))).status, 200);
    const posing = assertion({ header: { kid: 'agg-1' } }, signer);
    assert.equal((await askToken(grant(posing))).status, 400);
  });
});
