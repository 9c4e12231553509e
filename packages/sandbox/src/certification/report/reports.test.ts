import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { certificationResult } from './certification-result.fixture.ts';
import { hostileResult, secretPan } from './hostile-result.fixture.ts';
import { htmlReport } from './html.ts';
import { jsonReport, readJsonReport } from './json.ts';
import { junitReport } from './junit.ts';

const signed = { file: 'certification.json', sha256: 'ab'.repeat(32), keyIdentifier: '0123456789ab' };
const reports = {
  HTML: (result = hostileResult) => htmlReport(result, signed),
  JSON: jsonReport,
  JUnit: junitReport,
};

describe('whatever an issuer says,', () => {
  for (const [name, report] of Object.entries(reports)) {
    const text = report(hostileResult);

    test(`the ${name} report shows no card number`, () => {
      assert.doesNotMatch(text, new RegExp(secretPan.replace(/(?=.)/g, '[ -]?')));
      assert.match(text, /411111\*{6}1111/);
    });

    test(`the ${name} report holds nothing that acts on a terminal or is no character`, () => {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
      assert.doesNotMatch(text, /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\uffff]/);
      assert.ok(text.isWellFormed());
    });

    test(`the ${name} report does not grow with it`, () => {
      assert.ok(text.length < 3_000_000, `${text.length} characters`);
    });
  }

  test('the page has no element of the issuer and no script', () => {
    const text = reports.HTML();
    assert.doesNotMatch(text, /<(script|img)|<[^>]* onerror/i);
    assert.equal(text.match(/<h1>/g)?.length, 1);
  });
});

describe('the JSON report', () => {
  test('holds all that was found, and says what it is', () => {
    const { format, ...found } = readJsonReport(jsonReport(certificationResult())) ?? assert.fail();
    assert.equal(format, 'countermark-certification/1');
    assert.deepEqual(found, certificationResult());
  });

  test('is not read out of something else', () => {
    for (const text of ['', 'null', '[]', '{}', '{"format":"other"}']) {
      assert.equal(readJsonReport(text), null, text);
    }
  });
});

describe('the JUnit report', () => {
  test('counts an optional case that failed as skipped', () => {
    const [, ...suites] = junitReport(certificationResult()).match(/tests=.*(?= time)/g) ?? [];
    assert.deepEqual(suites, [
      'tests="3" failures="1" errors="0" skipped="1"',
      'tests="1" failures="0" errors="0" skipped="1"',
    ]);
  });

  test('says what is wrong, what to change, and shows the messages', () => {
    const failure = /<failure .*<\/failure>/s.exec(junitReport(certificationResult()))?.[0] ?? '';
    assert.match(failure, /type="wrong-key-answered-with-500"/);
    assert.match(failure, /Answer 400 with response code 110/);
    assert.match(failure, /checkCardEligibility: HTTP 500/);
  });
});

describe('the page', () => {
  const page = (changes = {}) => reports.HTML(certificationResult(changes));

  test('says what is to be mended', () => {
    assert.match(page(), /<h1>Not passed<\/h1><p>1 binding case failed and has to be mended/);
  });

  test('says that an optional case does not count', () => {
    const [passed, , , optional] = certificationResult().cases;
    assert.match(
      page({ verdict: 'PASSED', cases: [passed, optional] }),
      /<h1>Passed<\/h1><p>The backend does all that is binding.*1 optional case failed, which does not count/,
    );
  });

  test('says that nothing is proven where nothing was tried', () => {
    const cases = certificationResult().cases.filter(({ outcome }) => outcome === 'NOT_APPLICABLE');
    assert.match(page({ cases }), /<h1>Not passed<\/h1><p>No binding case could be tried/);
  });

  test('does not call a part the whole', () => {
    const [passed] = certificationResult().cases;
    assert.match(
      page({ verdict: 'PASSED', cases: [passed], leftOut: ['IG-ENV-02'] }),
      /<h1>Passed in part<\/h1><p>The backend does all that was tried and is binding\. 1 case of these plans was left out/,
    );
  });

  test('shows no figures where no session was played', () => {
    assert.match(page(), /Success and speed/);
    assert.doesNotMatch(page({ ratios: null, load: null }), /Success and speed/);
  });
});
