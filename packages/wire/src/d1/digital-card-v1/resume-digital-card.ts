import { digitalCardChange } from './digital-card-change.ts';

/** Resumes a digital card that was suspended (Digital Card API, resume). */
export const resumeDigitalCard = digitalCardChange({
  name: 'resumeDigitalCard',
  action: 'resume',
  summary: 'Resumes a suspended digital card.',
  exampleReason: 'USER_DECISION',
});
