import type { ProductView } from '@countermark/wire/operator/product';
import type { Field } from '../output/fields.ts';

/** How the cards of a product live in D1. */
export function describeD1({ d1 }: ProductView): readonly Field[] {
  if (!d1) return [];
  return [
    ['Authorisation', d1.authorisation],
    ['Services', d1.services.join(', ') || 'none'],
    ['Click to Pay at once', d1.autoEnrolment],
    ['Data of consumers', d1.dataModel === 'STORED' ? 'kept' : 'asked for each time'],
    ['Issuer verifies cards', d1.verifyCard],
    ['Unregistered cards', d1.unregisteredCards === 'REGISTER' ? 'registered with their token' : 'declined'],
    ['Numbers are checked', d1.checksPan],
    ['3-D Secure', d1.threeDSsupport],
    ['Used for transactions', d1.usedForTransactions],
    ...d1.rules.map((rule): Field => ['Rule', `${rule.decision}: ${rule.name}, when ${conditions(rule)}`]),
  ];
}

function conditions({ when }: NonNullable<ProductView['d1']>['rules'][number]): string {
  const all = Object.entries(when).map(([name, wanted]) => `${name} ${[wanted].flat().join(' or ')}`);
  return all.join(' and ') || 'nothing else is said';
}
