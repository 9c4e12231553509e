import type { Examination } from '@countermark/wire/envelope/doctor/examination';
import { type Colour, paint } from '../output/colour.ts';
import { renderFields } from '../output/fields.ts';

const verdicts: Record<Examination['verdict'], { words: string; colour: Colour }> = {
  SOUND: { words: 'Sound: it opens, and holds what it should.', colour: 'green' },
  UNOPENED: {
    words: 'Nothing wrong from the outside. Give --key to open it.',
    colour: 'yellow',
  },
  DEFECTIVE: { words: 'Defective.', colour: 'red' },
};

/** An examination for people: what it is, what is wrong, how to mend it. */
export function renderExamination(examination: Examination, { colour }: { colour: boolean }): string {
  const { words, colour: verdictColour } = verdicts[examination.verdict];
  const parts = [
    examination.facts.length > 0
      ? renderFields(examination.facts.map(({ name, value }) => [name, value]))
      : '',
    examination.content ? `Content (masked): ${JSON.stringify(examination.content)}` : '',
    paint(words, colour ? verdictColour : null),
    ...examination.findings.map(({ defect, wrong, mend }) => `${defect}\n  ${wrong}\n  Mend: ${mend}`),
  ];
  return parts.filter(part => part !== '').join('\n\n');
}
