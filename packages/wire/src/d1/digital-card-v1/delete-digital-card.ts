import { digitalCardChange } from './digital-card-change.ts';

/** Deletes a digital card for good (Digital Card API, delete). */
export const deleteDigitalCard = digitalCardChange({
  name: 'deleteDigitalCard',
  action: 'delete',
  summary: 'Deletes a digital card.',
  exampleReason: 'DEVICE_LOST',
});
