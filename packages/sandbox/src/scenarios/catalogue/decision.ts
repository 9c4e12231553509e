import type { Scenario } from '../scenario.ts';
import { active, apple, check, declined, digitization, methods } from './expectations.ts';

const refusedByIssuer = (id: string, title: string, exp: string, code: number): Scenario => ({
  id,
  title,
  enrol: { ...apple, exp },
  expect: declined(code, [`${check} 400`]),
});

/** What wallet and issuer decide. */
export const decisionScenarios: readonly Scenario[] = [
  {
    id: 'S11/orange',
    title: 'wallet recommends orange, issuer answers green: raised to yellow',
    enrol: { ...apple, exp: '1230', recommendation: 'orange', idvChoice: 'sms', otp: 'right' },
    expect: active('yellow', [check, digitization, methods, 'sendOTP']),
  },
  {
    id: 'S11/no-idv',
    title: 'wallet recommends orange, issuer without ID&V answers green: red',
    product: 'DEMO-PLAIN',
    enrol: { ...apple, exp: '1230', recommendation: 'orange' },
    expect: declined(170, [check, digitization], 'red'),
  },
  {
    id: 'S12/red',
    title: 'issuer answers red',
    enrol: { ...apple, exp: '1234' },
    expect: declined(170, [check, digitization], 'red'),
  },
  refusedByIssuer('S12/158', 'issuer: card expired', '1240', 158),
  refusedByIssuer('S12/159', 'issuer: card suspended', '1241', 159),
  refusedByIssuer('S12/160', 'issuer: card revoked', '1242', 160),
  {
    id: 'S12/161',
    title: 'issuer: security code wrong',
    enrol: { ...apple, exp: '1230', cvv: '321' },
    expect: declined(161, [check, `${digitization} 400`]),
  },
  refusedByIssuer('S12/163', 'issuer: product not supported', '1243', 163),
  refusedByIssuer('S12/164', 'issuer: fraud suspected', '1239', 164),
  refusedByIssuer('S12/166', 'issuer: invalid FPAN', '1244', 166),
  {
    id: 'S13',
    title: 'wallet recommends red: the issuer is asked, the result is capped',
    enrol: { ...apple, exp: '1230', recommendation: 'red' },
    expect: declined(170, [check, digitization], 'red'),
  },
  {
    id: 'S14',
    title: 'wrong security code of a photographed card',
    enrol: { ...apple, exp: '1231', captureMethod: 'CAMERA', cvv: '999' },
    expect: declined(161, [check, `${digitization} 400`]),
  },
  {
    id: 'S15',
    title: 'card past its expiry',
    enrol: { ...apple, exp: '0125' },
    expect: declined(158, [`${check} 400`]),
  },
  {
    id: 'S41/green',
    title: 'issuer without ID&V: green',
    product: 'DEMO-PLAIN',
    enrol: { ...apple, exp: '1230' },
    expect: active('green', [check, digitization]),
  },
  {
    id: 'S41/yellow',
    title: 'issuer without ID&V: what would be yellow ends red',
    product: 'DEMO-PLAIN',
    enrol: { ...apple, exp: '1231' },
    expect: declined(170, [check, digitization], 'red'),
  },
];
