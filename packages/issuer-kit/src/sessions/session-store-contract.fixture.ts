import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CardDataError } from './no-card-data.ts';
import type { SessionStore } from './session-store.ts';

/** Two stores on the same memory: as two processes of a backend have them. */
export interface StoresUnderTest {
  one: SessionStore;
  other: SessionStore;
  advance(milliseconds: number): void;
  now(): Date;
}

const issuerId = 'BANKISSUER';
const minute = 60_000;

/** What every store has to do, whatever it remembers with. */
export function describeSessionStore(name: string, open: () => Promise<StoresUnderTest>): void {
  describe(name, () => {
    const token = { issuerId, issuerCardRefId: 'card-1', virtualCardId: 'token-1', state: 'INACTIVE' };

    it('keeps a session until it expires, for every process, and each issuer its own', async () => {
      const { one, other, advance, now } = await open();
      const session = {
        issuerId,
        correlationId: 'enrolment-1',
        data: { issuerCardRefId: 'card-1', offered: ['sms', 'email'], attempts: 2, at: 1_764_000_000_000 },
        expires: new Date(now().getTime() + minute),
      };
      await one.saveSession({ ...session, data: { issuerCardRefId: 'card-0' } });
      await one.saveSession(session);
      assert.deepEqual(await other.session(session), session);
      assert.equal(await other.session({ ...session, issuerId: 'OTHERBANK1' }), undefined);
      advance(minute);
      assert.equal(await other.session(session), undefined, 'it has expired');
    });

    it('forgets a session that has ended', async () => {
      const { one, other, now } = await open();
      const key = { issuerId, correlationId: 'enrolment-2' };
      await one.saveSession({ ...key, data: {}, expires: new Date(now().getTime() + minute) });
      await other.endSession(key);
      await other.endSession(key);
      assert.equal(await one.session(key), undefined);
    });

    it('takes no card data', async () => {
      const { one, now } = await open();
      const session = { issuerId, correlationId: 'enrolment-3', expires: new Date(now().getTime() + minute) };
      const wrong = [{ note: 'of 4111 1111 1111 1111' }, { list: [{ CVV: '123' }] }, { n: 4111111111111111 }];
      for (const data of wrong) {
        await assert.rejects(
          one.saveSession({ ...session, data }),
          (error: Error) => error instanceof CardDataError && !error.message.includes('1111'),
        );
      }
      assert.equal(await one.session(session), undefined);
    });

    it('knows the tokens of a card as they were told of last', async () => {
      const { one, other } = await open();
      await one.learnToken({ ...token, virtualCardId: 'token-2', walletProviderId: 'APPLE_PAY' });
      await one.learnToken(token);
      await other.learnToken({ ...token, state: 'RESUMED' });
      assert.deepEqual(await one.tokensOf(token), [
        { ...token, state: 'RESUMED' },
        { ...token, virtualCardId: 'token-2', walletProviderId: 'APPLE_PAY' },
      ]);
      await other.learnToken({ ...token, issuerCardRefId: 'card-2' });
      assert.equal(
        (await one.token(token))?.issuerCardRefId,
        'card-2',
        'it is on the card that replaced the first',
      );
      await one.forgetToken(token);
      assert.equal(await other.token(token), undefined);
      assert.equal((await other.tokensOf(token)).length, 1);
    });

    it('applies a change once, whoever is told of it and how often', async () => {
      const { one, other } = await open();
      const change = { issuerId, correlationId: 'c-1', virtualCardId: 'token-1', action: 'SUSPEND' };
      let applied = 0;
      const apply = async () => void applied++;
      assert.equal(await one.applyOnce(change, apply), 'applied');
      assert.equal(await other.applyOnce(change, apply), 'repeat');
      assert.equal(await other.applyOnce({ ...change, action: 'RESUME' }, apply), 'applied');
      assert.equal(await one.applyOnce({ ...change, issuerId: 'OTHERBANK1' }, apply), 'applied');
      assert.equal(applied, 3);
    });

    it('tells the steps of a D1 operation apart', async () => {
      const { one, other } = await open();
      const step = { issuerId, operationId: 'operation-1', status: 'PENDING' };
      const apply = async () => {};
      assert.equal(await one.applyOnce(step, apply), 'applied');
      assert.equal(await other.applyOnce({ ...step, status: 'SUCCESSFUL' }, apply), 'applied');
      assert.equal(await other.applyOnce(step, apply), 'repeat');
    });

    it('gives a change to one of those who come at once', async () => {
      const { one, other } = await open();
      const change = { issuerId, correlationId: 'c-2', virtualCardId: 'token-1', action: 'DELETE' };
      const { promise: held, resolve: letGo } = Promise.withResolvers<void>();
      let losers = 0;
      const rivals = Array.from({ length: 8 }, (_, index) =>
        (index % 2 === 0 ? one : other)
          .applyOnce(change, () => held)
          .then(outcome => {
            if (outcome === 'ongoing') losers++;
            if (losers === 7) letGo();
            return outcome;
          }),
      );
      const outcomes = await Promise.all(rivals);
      assert.deepEqual(outcomes.toSorted(), ['applied', ...Array(7).fill('ongoing')]);
    });

    it('has not applied what failed, nor what a process left behind', async () => {
      const { one, other, advance } = await open();
      const change = { issuerId, correlationId: 'c-3', virtualCardId: 'token-1', action: 'UPDATE' };
      await assert.rejects(
        one.applyOnce(change, () => Promise.reject(new Error('no connection to the ledger'))),
        /no connection to the ledger/,
      );
      const { promise: never, reject } = Promise.withResolvers<void>();
      const dying = one.applyOnce(change, () => never);
      const failed = assert.rejects(dying, /killed/);
      assert.equal(await other.applyOnce(change, async () => {}), 'ongoing');
      advance(minute);
      assert.equal(await other.applyOnce(change, async () => {}), 'applied');
      reject(new Error('killed'));
      await failed;
      assert.equal(await one.applyOnce(change, async () => {}), 'repeat', 'a late failure undoes nothing');
    });

    it('sweeps what is of no use, and nothing else', async () => {
      const { one, other, advance, now } = await open();
      const change = { issuerId, correlationId: 'c-4', virtualCardId: 'token-1', action: 'RENEW' };
      const key = { issuerId, correlationId: 'enrolment-4' };
      await one.applyOnce(change, async () => {});
      await one.saveSession({ ...key, data: {}, expires: new Date(now().getTime() + minute) });
      await other.sweep();
      assert.equal(await one.applyOnce(change, async () => {}), 'repeat');
      assert.notEqual(await one.session(key), undefined);
      advance(100 * 24 * 60 * minute);
      await other.sweep();
      assert.equal(await one.applyOnce(change, async () => {}), 'applied');
    });
  });
}
