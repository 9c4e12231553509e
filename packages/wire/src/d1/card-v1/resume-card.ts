import { resumeCard as current } from '../card-v2/resume-card.ts';
import { underV1 } from '../under-v1.ts';

export const resumeCard = underV1(current);
