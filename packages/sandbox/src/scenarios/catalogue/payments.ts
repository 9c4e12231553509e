import type { Scenario } from '../scenario.ts';
import type { ScenarioStep } from '../scenario-step.ts';
import { active, apple, check, digitization, notify } from './expectations.ts';

const green = { ...apple, exp: '1230' } as const;
const enrolled = active('green', [check, digitization]);
const good: ScenarioStep = { pay: 'as it should' };

/** A payment with an active token, with one thing wrong; the one after it is good again. */
const refused = (
  tampering: Exclude<Extract<ScenarioStep, { pay: unknown }>['pay'], 'as it should'>,
  { code, title }: { code: string; title: string },
): Scenario => ({
  id: `S42/${tampering}`,
  title: `payment with ${title}`,
  enrol: green,
  after: [good, { pay: tampering }, good],
  expect: { ...enrolled, payments: ['000', code, '000'] },
});

/** Detokenization: what payments with a token are answered, and when. */
export const paymentScenarios: readonly Scenario[] = [
  {
    id: 'S42/RESUMED',
    title: 'payments with an active token',
    enrol: green,
    after: [good, good],
    expect: { ...enrolled, payments: ['000', '000'] },
  },
  {
    id: 'S42/INACTIVE',
    title: 'payment before the cardholder is verified, and after',
    enrol: { ...apple, exp: '1231', idvChoice: 'sms', otp: 'none' },
    after: [good, { enter: 'right' }, good],
    expect: { ...active('yellow', [check, digitization, 'sendOTP']), payments: ['003', '000'] },
  },
  {
    id: 'S42/SUSPENDED',
    title: 'payments while the issuer holds the token suspended, and after',
    enrol: green,
    after: [
      { updateCardState: 'SUSPEND', scope: 'token' },
      good,
      { updateCardState: 'RESUME', scope: 'token' },
      good,
    ],
    expect: {
      ...enrolled,
      exchanges: [check, digitization, notify, '< updateCardState', notify, '< updateCardState', notify],
      notices: ['ACTIVATE TSP', 'SUSPEND ISSUER', 'RESUME ISSUER'],
      payments: ['003', '000'],
    },
  },
  {
    id: 'S42/DELETED',
    title: 'payment with a deleted token',
    enrol: green,
    after: [{ updateCardState: 'DELETE', scope: 'token' }, good],
    expect: {
      ...enrolled,
      state: 'DELETED',
      exchanges: [check, digitization, notify, '< updateCardState', notify],
      notices: ['ACTIVATE TSP', 'DELETE ISSUER'],
      payments: ['003'],
    },
  },
  {
    id: 'S42/merchant',
    title: 'a card-on-file token at its merchant, at another, and at a terminal',
    enrol: { wallet: 'NETFLIX', exp: '1230' },
    after: [
      { ...good, merchantId: 'netflix', panEntryMode: '08' },
      { ...good, merchantId: 'demo-shop', panEntryMode: '08' },
      { ...good, merchantId: 'netflix', panEntryMode: '07' },
    ],
    expect: { ...enrolled, payments: ['000', '002', '002'] },
  },
  refused('unknown-token', { code: '003', title: 'an unknown token' }),
  refused('wrong-requestor', { code: '002', title: 'the TRID of another requestor' }),
  refused('wrong-channel', { code: '002', title: 'an entry mode that the token is not for' }),
  refused('past-expiry', { code: '001', title: 'an expiry date that is over' }),
  refused('unreadable-chip', { code: '015', title: 'chip data that is cut off' }),
  refused('used-counter', { code: '030', title: 'a transaction counter used before' }),
  refused('far-counter', { code: '030', title: 'a transaction counter too far ahead' }),
  refused('unknown-key', { code: '014', title: 'a key that the token has not' }),
  refused('old-payment', { code: '016', title: 'a cryptogram two days old' }),
  refused('wrong-cryptogram', { code: '005', title: 'a wrong cryptogram' }),
  refused('used-reference', { code: '009', title: 'the reference of the payment before' }),
  refused('no-amount', { code: '017', title: 'nothing to pay' }),
  refused('unknown-currency', { code: '018', title: 'a currency that is none' }),
];
