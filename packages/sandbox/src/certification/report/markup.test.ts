import assert from 'node:assert/strict';
import { test } from 'node:test';
import { markup } from './markup.ts';

test('what is put in is escaped, in elements and in attributes', () => {
  const hostile = `</p><script>"'&`;
  assert.equal(
    markup`<p title="${hostile}">${hostile}</p>`.text,
    '<p title="&lt;/p&gt;&lt;script&gt;&quot;&#39;&amp;">&lt;/p&gt;&lt;script&gt;&quot;&#39;&amp;</p>',
  );
});

test('markup goes in as it is, lists one after the other, and null is nothing', () => {
  const items = ['a', '<'].map(item => markup`<li>${item}</li>`);
  assert.equal(markup`<ul>${items}</ul>${null}${12}`.text, '<ul><li>a</li><li>&lt;</li></ul>12');
});

test('a backslash is a backslash', () => {
  assert.equal(markup`${'\\n'}`.text, '\\n');
});
