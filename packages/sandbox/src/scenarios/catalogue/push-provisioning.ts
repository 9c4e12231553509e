import type { PushTampering } from '../../reference-issuer/push-tamperings.ts';
import type { Scenario } from '../scenario.ts';
import { active, apple, check, digitization } from './expectations.ts';

/** A card without a test case: the reference issuer goes by how it was captured. */
const pushed = { ...apple, exp: '1238', push: 'by-hub' } as const;
const enrolled = active('green', [check, digitization]);

const refused = (tampering: PushTampering, title: string): Scenario => ({
  id: `S39/${tampering}`,
  title: `push code ${title}`,
  enrol: pushed,
  after: [{ push: tampering }],
  expect: { ...enrolled, pushes: [161] },
});

/** A card that the issuer's application pushes into a wallet, and codes that are not good. */
export const pushScenarios: readonly Scenario[] = [
  {
    id: 'S02',
    title: 'green by push provisioning',
    enrol: pushed,
    expect: { ...enrolled, captureMethod: 'BANK_APP' },
  },
  {
    id: 'S02/own-payload',
    title: "green by a payload of the issuer's application, signed for the hub",
    enrol: { ...pushed, wallet: 'ANDROID_PAY', push: 'by-app' },
    expect: { ...enrolled, captureMethod: 'BANK_APP' },
  },
  {
    id: 'S02/own-proof',
    title: "green by a payload of the issuer's application, with a proof for the issuer",
    product: 'DEMO-PLAIN',
    enrol: { ...pushed, wallet: 'SPAYHCE', push: 'by-app' },
    expect: { ...enrolled, captureMethod: 'BANK_APP' },
  },
  refused('expired', 'expired'),
  refused('too-long', 'good for more than 15 minutes'),
  refused('from-the-future', 'not good yet'),
  refused('replayed', 'used before'),
  refused('other-card', 'for another card (`sub`)'),
  refused('other-wallet', 'for a wallet that there is not (`aud`)'),
  refused('other-issuer', 'of another issuer (`iss`)'),
  refused('unsigned', 'without signature (`alg` none)'),
  refused('other-algorithm', 'signed with PS256'),
];
