import { digitalCardChange } from './digital-card-change.ts';

/** Suspends an active digital card (Digital Card API, suspend). */
export const suspendDigitalCard = digitalCardChange({
  name: 'suspendDigitalCard',
  action: 'suspend',
  summary: 'Suspends a digital card.',
  exampleReason: 'DEVICE_LOST',
});
