import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { isPan } from '@countermark/wire/card/pan';
import { importOpeningKey, openEnvelope } from '@countermark/wire/envelope/cms';
import { readCardInfo } from '@countermark/wire/issuer-gateway/plaintext/card-info';
import { sandboxPanPrefixes, testPan } from '../test-cards.ts';
import {
  type Answer,
  bank,
  bankPan,
  hub,
  sealedCard,
  startIssuerUnderTest,
} from './issuer-under-test.fixture.ts';

const { issuer, call, callAuxiliary, close } = await startIssuerUnderTest();
after(close);

const cobadged = testPan({ prefix: sandboxPanPrefixes['DEMO-COBADGED'], index: 0 });

const ask = async (card: { fpan: string; exp?: string }) =>
  callAuxiliary('requestCoBadgeDigitization', {
    body: { walletProviderId: 'APPLE_PAY', ...(await sealedCard(bank, card)) },
  });

const codeOf = ({ body }: Answer) => (body as { responseCode: number }).responseCode;

describe('requestCoBadgeDigitization', () => {
  it('answers the domestic card, always the same, sealed for the hub by RSAES-OAEP', async () => {
    const { status, body } = await ask({ fpan: cobadged, exp: '0531' });
    const answer = body as { issuerCardRefId: string; cipheredCardInfo: string; productId: string };
    assert.deepEqual([status, answer.productId], [200, 'DEMO-DOMESTIC']);
    const keys = [importOpeningKey(hub.envelope)];
    const opened = await openEnvelope(answer.cipheredCardInfo, { keys, pkcs1v15: 'refused' });
    assert.ok(opened.opened);
    const reading = readCardInfo(opened.plaintext);
    assert.ok(reading.ok);
    const { fpan, exp } = reading.content;
    assert.ok(isPan(fpan) && fpan.startsWith(sandboxPanPrefixes['DEMO-DOMESTIC']));
    assert.equal(exp, '1231');
    const again = (await ask({ fpan: cobadged })).body as { issuerCardRefId: string };
    assert.equal(again.issuerCardRefId, answer.issuerCardRefId);
  });

  it('refuses a card that is not cobadged with 163, one of nobody with 116, and one that does not open with 112', async () => {
    assert.equal(codeOf(await ask({ fpan: bankPan() })), 163);
    assert.equal(codeOf(await ask({ fpan: testPan({ prefix: '99907777', index: 0 }) })), 116);
    const sealed = { cipheredCardInfo: 'MIIB', publicKeyIdentifier: 'key-1' };
    const body = { walletProviderId: 'APPLE_PAY', ...sealed };
    assert.equal(codeOf(await callAuxiliary('requestCoBadgeDigitization', { body })), 112);
  });

  it('is no operation of the single-badge API, and fails by its own faults only', async () => {
    assert.equal((await call('requestCoBadgeDigitization', { body: {} })).status, 404);
    const operation = 'auxiliary/notifyVirtualCardChange';
    issuer.faults.inject(bank.issuerId, { operation, fault: '404', times: 1 });
    assert.equal((await ask({ fpan: cobadged })).status, 200);
    const change = { body: { action: 'ACTIVATE' } };
    assert.equal((await callAuxiliary('notifyVirtualCardChange', change)).status, 404);
    assert.equal((await callAuxiliary('notifyVirtualCardChange', change)).status, 400);
  });
});
