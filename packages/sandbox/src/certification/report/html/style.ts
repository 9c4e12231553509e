/** The page's only style sheet. Colours are named by what they say, once for a light and once for a dark screen. */
export const style = `
:root {
  color-scheme: light dark;
  --paper: #f6f4ee; --sheet: #fffdf8; --ink: #1e211f; --quiet: #646963; --line: #e3ded1;
  --good: #1d6a48; --good-soft: #e4f0e8; --bad: #a5332a; --bad-soft: #faeae6; --idle: #c9c5b9; --brass: #8b6a2b;
  --serif: "Iowan Old Style", "Palatino Linotype", Palatino, "Book Antiqua", Georgia, serif;
  --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  --mono: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #131514; --sheet: #1a1d1b; --ink: #ece9e1; --quiet: #a0a59e; --line: #2f3430;
    --good: #82cba6; --good-soft: #1b2d24; --bad: #f09b8f; --bad-soft: #34211f; --idle: #4b514c; --brass: #d6b36f;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.55 var(--sans); }
main { max-width: 66rem; margin: 0 auto; padding: 2.5rem 1.5rem 4rem; }
h1, h2, h3, p, dl, dd, ul, ol, table, figure, pre { margin: 0; padding: 0; }
h1, h2 { font-family: var(--serif); font-weight: 600; letter-spacing: -0.01em; text-wrap: balance; }
h2 { font-size: 1.6rem; line-height: 1.25; margin: 3.5rem 0 0.4rem; }
h3 { font-size: 1rem; font-weight: 650; }
a { color: inherit; text-decoration-color: var(--brass); text-underline-offset: 0.2em; }
code, pre, .id { font-family: var(--mono); }
code { font-size: 0.9em; overflow-wrap: anywhere; }
.quiet { color: var(--quiet); }
.lead { color: var(--quiet); max-width: 44rem; text-wrap: pretty; }
.number { font-variant-numeric: tabular-nums; }

.masthead { display: flex; align-items: center; gap: 0.7rem; padding-bottom: 1.4rem; }
.masthead svg { width: 2rem; height: 2rem; color: var(--brass); flex: none; }
.masthead strong { font-family: var(--serif); font-size: 1.15rem; font-weight: 600; }
.masthead span { color: var(--quiet); margin-left: auto; text-align: right; font-size: 0.875rem; }

.verdict { background: var(--sheet); border: 1px solid var(--line); border-radius: 0.9rem; overflow: hidden; }
.verdict > header { display: flex; gap: 1.5rem; align-items: center; padding: 2rem 2rem 1.8rem; }
.verdict svg { width: 5.5rem; height: 5.5rem; flex: none; }
.verdict h1 { font-size: clamp(2rem, 6vw, 3rem); line-height: 1.1; }
.verdict header p { font-size: 1.05rem; margin-top: 0.4rem; text-wrap: pretty; }
.passed { --tone: var(--good); --soft: var(--good-soft); }
.failed { --tone: var(--bad); --soft: var(--bad-soft); }
.verdict > header { background: var(--soft); }
.verdict svg, .verdict h1 { color: var(--tone); }
.facts { display: grid; grid-template-columns: repeat(3, 1fr); gap: 1.2rem 2rem; padding: 1.6rem 2rem 1.8rem; }
.facts .wide { grid-column: span 2; }
.facts dt { color: var(--quiet); font-size: 0.8125rem; }
.facts dd { overflow-wrap: anywhere; white-space: pre-line; }

.figures { display: grid; grid-template-columns: repeat(3, 1fr); gap: 1rem; margin-top: 1.2rem; }
.figures > div { background: var(--sheet); border: 1px solid var(--line); border-radius: 0.7rem; padding: 1rem 1.15rem 1.1rem; }
.figures dt { color: var(--quiet); font-size: 0.875rem; }
.figures dd.value { font-family: var(--serif); font-size: 1.75rem; line-height: 1.3; font-variant-numeric: tabular-nums; }
.figures dd.note { color: var(--quiet); font-size: 0.8125rem; line-height: 1.4; }
.figures .failed dd.value { color: var(--tone); }
.bar { display: flex; height: 0.5rem; border-radius: 1rem; overflow: hidden; background: var(--line); gap: 2px; }
.bar i { display: block; min-width: 3px; background: var(--idle); }
.bar .passed, .bar .failed { background: var(--tone); }

table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
th { text-align: left; font-weight: 500; color: var(--quiet); font-size: 0.8125rem; }
th, td { padding: 0.5rem 0.75rem; border-bottom: 1px solid var(--line); vertical-align: baseline; }
th:first-child, td:first-child { padding-left: 0; }
th:last-child, td:last-child { padding-right: 0; }
.count, .took { text-align: right; white-space: nowrap; }
.overview { margin-top: 1rem; }
.overview td:first-child { width: 9rem; color: var(--quiet); }
.overview .count { width: 7rem; }
.plan th { padding: 1.1rem 0 0.35rem; font-weight: 600; color: var(--ink); font-size: 0.9375rem; }

.cases { margin-top: 1.8rem; }
.cases caption { text-align: left; font-weight: 650; font-size: 1.0625rem; padding-bottom: 0.3rem; }
.cases .subject th { padding: 1.15rem 0 0.35rem; font-weight: 600; color: var(--brass); }
.cases td.id { font-size: 0.8125rem; white-space: nowrap; width: 7rem; }
.cases td.level { color: var(--quiet); font-size: 0.875rem; width: 8.5rem; }
.cases td.outcome { width: 9rem; white-space: nowrap; font-size: 0.875rem; }
.cases td.took { width: 5.5rem; color: var(--quiet); font-size: 0.875rem; }
.cases tr.not_applicable { color: var(--quiet); }
.mark { display: inline-block; width: 1.15em; font-weight: 700; color: var(--tone, var(--quiet)); }
.outcome.passed, .outcome.failed { color: var(--tone); }

.fault { background: var(--sheet); border: 1px solid var(--line); border-left: 4px solid var(--bad); border-radius: 0.4rem 0.7rem 0.7rem 0.4rem; padding: 1.5rem 1.75rem 1.6rem; margin-top: 1.4rem; }
.fault.optional { border-left-color: var(--idle); }
.fault > header { display: flex; flex-wrap: wrap; gap: 0.1rem 0.8rem; align-items: baseline; margin-bottom: 1rem; }
.fault > header .id { font-size: 0.8125rem; color: var(--bad); font-weight: 600; }
.fault > header h3 { font-family: var(--serif); font-size: 1.25rem; font-weight: 600; flex: 1 1 18rem; }
.fault > header .quiet { font-size: 0.875rem; }
.finding { display: grid; grid-template-columns: 8.5rem 1fr; gap: 0.35rem 1rem; padding: 0.9rem 0; border-top: 1px solid var(--line); }
.finding dt { color: var(--quiet); font-size: 0.875rem; padding-top: 0.08rem; }
.finding dd { overflow-wrap: anywhere; white-space: pre-line; }
.finding .mend { font-weight: 550; }
.finding code { color: var(--quiet); font-size: 0.8125rem; }
details { border-top: 1px solid var(--line); padding-top: 0.8rem; }
summary { cursor: pointer; color: var(--quiet); font-size: 0.9375rem; width: fit-content; border-radius: 0.25rem; }
summary:hover { color: var(--ink); }
:focus-visible { outline: 2px solid var(--brass); outline-offset: 3px; }
.exchange { margin-top: 1rem; }
.exchange figcaption { display: flex; flex-wrap: wrap; gap: 0.1rem 0.9rem; font-size: 0.875rem; overflow-wrap: anywhere; }
.exchange figcaption strong { font-family: var(--mono); font-weight: 600; }
.exchange .bodies { display: grid; grid-template-columns: 1fr 1fr; gap: 0.75rem; margin-top: 0.5rem; }
.exchange h4 { margin: 0 0 0.25rem; font-size: 0.75rem; font-weight: 500; color: var(--quiet); }
pre { background: var(--paper); border: 1px solid var(--line); border-radius: 0.45rem; padding: 0.7rem 0.85rem; font-size: 0.78rem; line-height: 1.5; white-space: pre-wrap; overflow-wrap: anywhere; min-height: 2.6rem; }
footer { margin-top: 4rem; padding-top: 1.4rem; border-top: 1px solid var(--line); color: var(--quiet); font-size: 0.875rem; }
footer p + p { margin-top: 0.6rem; }

@media (max-width: 42rem) {
  main { padding: 1.25rem 1rem 3rem; }
  h2 { font-size: 1.4rem; margin-top: 2.75rem; }
  .verdict > header { padding: 1.4rem 1.25rem; gap: 1rem; }
  .verdict svg { width: 3.5rem; height: 3.5rem; }
  .facts { padding: 1.25rem; gap: 1rem; grid-template-columns: 1fr; }
  .facts .wide { grid-column: auto; }
  .figures { grid-template-columns: 1fr 1fr; gap: 0.7rem; }
  .figures > div { padding: 0.8rem 0.9rem; }
  .figures dd.value { font-size: 1.4rem; }
  .fault { padding: 1.15rem 1.1rem 1.25rem; }
  .finding { grid-template-columns: 1fr; gap: 0.1rem; }
  .finding dd + dt { margin-top: 0.5rem; }
  .exchange .bodies { grid-template-columns: 1fr; }
  .overview th:nth-child(2):not(.count), .overview td:nth-child(2) { display: none; }
  .overview td:first-child, .overview .count { width: auto; }
  .cases, .cases caption, .cases tbody, .cases .subject, .cases .subject th { display: block; }
  .cases thead { display: none; }
  .cases tbody tr:not(.subject) { display: grid; grid-template-columns: auto 1fr auto; gap: 0 0.75rem; padding: 0.55rem 0; border-bottom: 1px solid var(--line); }
  .cases tbody td[class] { padding: 0; border: 0; width: auto; }
  .cases td.title { grid-column: 1 / -1; grid-row: 2; }
  .cases td.level { grid-column: 2; }
  .cases td.outcome { grid-column: 3; grid-row: 1; }
  .cases tbody td.took[class] { display: none; }
}

@media print {
  @page { size: A4; margin: 16mm 15mm; }
  :root {
    color-scheme: light;
    --paper: #fff; --sheet: #fff; --ink: #000; --quiet: #555; --line: #ccc;
    --good: #1d6a48; --good-soft: #fff; --bad: #a5332a; --bad-soft: #fff; --idle: #bbb; --brass: #8b6a2b;
  }
  * { print-color-adjust: exact; }
  body { font-size: 9.5pt; }
  main { max-width: none; padding: 0; }
  h2 { margin-top: 1.6rem; break-after: avoid; }
  .finding, .exchange figcaption, .figures > div, .cases tr, .verdict { break-inside: avoid; }
  .fault > header, .subject, .cases caption, thead { break-after: avoid; }
  summary { list-style: none; }
  details::details-content { content-visibility: visible; }
}
`;
