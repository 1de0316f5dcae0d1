// The style of every page: ink on paper, and one accent colour for what is wrong.
// The law here: nothing is loaded, what colour says is said in words or marks too, and paper and ink change places in the dark.

export const style = `
:root {
  color-scheme: light dark;
  --paper: #fdfcfa; --raised: #f4f2ed; --ink: #1f2328; --quiet: #5c6068; --line: #d5d1c8; --track: #e6e2d9;
  --accent: #b3360b; --on-accent: #ffffff; --good: #e4ebe3; --good-ink: #3d5a41;
  --mono: ui-monospace, 'SF Mono', 'Cascadia Mono', 'Segoe UI Mono', 'Roboto Mono', 'DejaVu Sans Mono', monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #15171a; --raised: #1d2024; --ink: #e4e2dd; --quiet: #a0a4ab; --line: #3a3e45; --track: #2c3036;
    --accent: #ff9068; --on-accent: #1b0c05; --good: #222c26; --good-ink: #a9c7ad;
  }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; -webkit-text-size-adjust: 100%; }
body {
  margin: 0 auto; padding: 2.5rem 1.5rem 4rem; max-width: 54rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.55 system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', sans-serif;
  overflow-wrap: anywhere;
}
body:has(.heat) { max-width: 76rem; }
h1, h2, h3, p, dl, figure, pre, table { margin: 0; }
h1 { font-size: 2rem; line-height: 1.2; font-weight: 650; letter-spacing: -0.015em; }
h2 { font-size: 1.25rem; line-height: 1.3; font-weight: 650; margin: 3.5rem 0 1rem; }
h3 { font-size: 1rem; margin: 1.5rem 0 .5rem; }
p, li, dd { text-wrap: pretty; }
a { color: inherit; text-decoration-color: var(--quiet); text-decoration-thickness: 1px; text-underline-offset: .2em; }
a:hover, .top a, .failed a { text-decoration-color: var(--accent); text-decoration-thickness: 2px; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 2px; }
main:focus, h3:focus { outline: none; }
code, pre, .hash { font-family: var(--mono); font-size: .875em; }
pre {
  padding: .75rem 1rem; background: var(--raised); border-radius: 6px; overflow-x: auto; line-height: 1.5; tab-size: 4;
  overflow-wrap: normal; font-size: .8125rem;
}
pre.broken-lines { white-space: pre-wrap; overflow-wrap: anywhere; }
.quiet + pre { margin-top: .5rem; }
mark { background: var(--accent); color: var(--on-accent); border-radius: 2px; }
small { font-size: .8125rem; color: var(--quiet); }
.quiet, footer, figcaption, caption { color: var(--quiet); font-size: .875rem; }
caption { text-align: start; padding-bottom: .5rem; }
.unseen, .skip:not(:focus) {
  position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap;
}
.skip:focus { display: inline-block; margin-bottom: 1rem; }
footer { margin-top: 4rem; padding-top: 1rem; border-top: 1px solid var(--line); }

.top .lab { color: var(--quiet); margin-bottom: .25rem; }
.score { margin: 1rem 0 .5rem; font-size: 1.125rem; color: var(--quiet); }
.score strong { font-size: 3.25rem; line-height: 1; font-weight: 650; color: var(--ink); letter-spacing: -0.03em; font-variant-numeric: tabular-nums; }

.first .slip { display: block; margin-top: .25rem; }
.first .slip code { margin-inline-start: .1em; }

table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th { text-align: start; font-weight: 600; }
thead th { font-size: .8125rem; color: var(--quiet); font-weight: 500; }
.rubric th, .rubric td, .plain th, .plain td { padding: .4rem .75rem .4rem 0; border-bottom: 1px solid var(--line); vertical-align: baseline; }
.rubric tbody th, .rubric td:nth-child(2) { white-space: nowrap; }
.rubric .points, .plain .number { text-align: end; padding-inline-end: 0; white-space: nowrap; }
.plain .number { padding-inline-start: .75rem; }
.verdict { white-space: nowrap; color: var(--quiet); font-weight: 400; }
.verdict > :first-child { display: inline-block; width: 1.1em; text-align: center; }
.verdict.failed { color: var(--accent); font-weight: 600; }
.verdict.broken { color: var(--ink); font-weight: 600; }
tr.skipped th, tr.skipped .title { color: var(--quiet); font-weight: 400; }

article.check { margin-top: 2.5rem; padding-top: 1.5rem; border-top: 2px solid var(--accent); }
article.check:first-of-type { margin-top: 0; }
.check h3 { display: flex; flex-wrap: wrap; gap: .25rem .75rem; margin: 0; font-size: 1.125rem; }
.check h3 .points { margin-inline-start: auto; color: var(--quiet); font-weight: 400; }
.rule { color: var(--quiet); margin: .35rem 0 0; max-width: 42rem; }
.message { margin: 1rem 0; font-size: 1.125rem; font-weight: 600; }
.message > span::first-letter { text-transform: uppercase; }
.message > span { display: inline-block; }
dl { display: grid; grid-template-columns: 9rem minmax(0, 1fr); gap: .6rem 1rem; align-items: baseline; }
dt { color: var(--quiet); font-size: .875rem; }
dd { margin: 0; min-width: 0; }
dd pre { padding: .3rem .6rem; }
dd :not(pre) + pre { margin-top: .35rem; }
pre b { color: var(--accent); font-weight: 600; }
pre i { color: var(--quiet); font-style: normal; }
.slip code { color: var(--accent); font-weight: 600; margin-inline-end: .35em; }
figure { margin-top: 1.5rem; }
figcaption { padding-bottom: .5rem; }
figcaption b { color: var(--accent); font-weight: 600; }
pre.hex { width: fit-content; max-width: 100%; }
details.check { border-top: 1px solid var(--line); }
details.check:last-of-type { border-bottom: 1px solid var(--line); }
details.check > :last-child { margin-bottom: 1.5rem; }
summary { padding: .55rem 0; cursor: pointer; }
summary .verdict { margin-inline-end: .5rem; }
dl.facts { font-size: .875rem; }

.scroll { overflow-x: auto; }
.ladder { font-size: .8125rem; overflow-wrap: normal; }
.ladder th, .ladder td { padding: 0; }
.ladder thead th { padding-bottom: .35rem; vertical-align: bottom; }
.ladder .at { width: 4.25rem; padding-inline-end: .75rem; text-align: end; color: var(--quiet); vertical-align: bottom; }
.ladder th.lane { text-align: center; padding-inline: .2rem; }
.ladder td.lane {
  position: relative; width: 2.1rem; min-width: 1.4rem; text-align: center; vertical-align: top;
  background: var(--wire, none), var(--life, none); print-color-adjust: exact; -webkit-print-color-adjust: exact;
}
.ladder td.lane:last-child { width: 4rem; min-width: 3rem; }
.ladder td.lane b { display: inline-block; padding: .35rem .1rem 0; font-weight: 600; background: var(--paper); }
.ladder .life { --life: linear-gradient(var(--line) 0 0) 50% 0 / 2px 100% no-repeat; }
.ladder td.what {
  min-width: 10rem; padding: .35rem .5rem .55rem; overflow-wrap: anywhere; background: var(--wire, none);
  print-color-adjust: exact; -webkit-print-color-adjust: exact;
}
.ladder tr { --stroke: var(--ink); color: var(--ink); }
.ladder tr.sign { --stroke: var(--quiet); }
.ladder tr.wrong { --stroke: var(--accent); }
.ladder tr.data { --draw: linear-gradient(var(--stroke) 0 0); }
.ladder tr.sign { --draw: repeating-linear-gradient(90deg, var(--stroke) 0 4px, transparent 4px 8px); }
.ladder tr:not(.own) .what, .ladder .through { --wire: var(--draw) 0 calc(100% - 4px) / 100% 1.5px no-repeat; }
.ladder .end { --wire: var(--draw) 100% calc(100% - 4px) / 50% 1.5px no-repeat; }
.ladder .end:last-child { --wire: var(--draw) 0 calc(100% - 4px) / 50% 1.5px no-repeat; }
.ladder .own .end { --wire: none; }
.ladder .out .end:last-child::after, .ladder .in .end:not(:last-child)::after {
  content: ''; position: absolute; bottom: 1px; width: 8px; height: 9px; background: var(--stroke);
  print-color-adjust: exact; -webkit-print-color-adjust: exact;
}
.ladder .out .end::after { right: calc(50% + 1px); clip-path: polygon(0 0, 100% 50%, 0 100%); }
.ladder .in .end::after { left: calc(50% + 1px); clip-path: polygon(100% 0, 0 50%, 100% 100%); }
.ladder .event { color: var(--quiet); }
.ladder .fault { color: var(--accent); font-weight: 600; }
.ladder .cut { font-style: italic; }
.ladder .evidence td, .ladder .omitted td { padding: .6rem 1rem; text-align: center; color: var(--quiet); }
.ladder .evidence td { border-block: 1px dashed var(--quiet); color: var(--ink); background: var(--raised); }
.ladder .in:not(.own) .what { text-align: end; }

.numbers { display: flex; flex-wrap: wrap; gap: 1rem 2.5rem; margin-top: 1.5rem; }
.numbers div { display: flex; flex-direction: column-reverse; }
.numbers dt { font-size: .8125rem; }
.numbers dt::first-letter { text-transform: uppercase; }
.numbers dd { margin: 0; font-size: 1.75rem; font-weight: 650; line-height: 1.2; letter-spacing: -0.02em; font-variant-numeric: tabular-nums; }
.histogram { display: block; width: 100%; max-width: 40rem; height: auto; }
.histogram text { font: 11px system-ui, -apple-system, 'DejaVu Sans', sans-serif; fill: var(--quiet); text-anchor: middle; }
.histogram .count { fill: var(--ink); font-weight: 600; }
.histogram rect { fill: var(--quiet); }
.bar .part { fill: var(--accent); }
.histogram line { stroke: var(--line); }
.bar { display: inline-block; width: 100%; min-width: 4rem; height: .5rem; vertical-align: middle; }
.bar .track { fill: var(--track); }
.plain .barred { width: 18%; }
.plain th code { white-space: nowrap; }
.people { margin: .25rem 0 0; padding-inline-start: 1.1rem; }
.people li { margin-bottom: .35rem; }
summary h3 { display: inline; }
button, input, select {
  font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--quiet); border-radius: 5px; padding: .35rem .6rem; min-height: 2.25rem;
}
button { cursor: pointer; }
.plain button { min-height: 0; padding: .1rem .5rem; font-size: .8125rem; white-space: nowrap; }
html:not(.live) .needs-script { display: none; }
.filters { display: flex; flex-wrap: wrap; gap: .75rem 1rem; align-items: end; margin-bottom: 1rem; }
.filters label { display: grid; grid-template-columns: minmax(0, 1fr); gap: .2rem; font-size: .8125rem; color: var(--quiet); min-width: 0; }
.filters :is(input, select) { height: 2.5rem; font-size: 1rem; color: var(--ink); max-width: 100%; }
.filters [role='status'] { padding-bottom: .45rem; font-size: .875rem; }
.heat-box { overflow: auto; max-height: 85vh; border: 1px solid var(--line); border-radius: 6px; }
.heat { width: auto; min-width: 100%; border-collapse: separate; border-spacing: 0; font-size: .8125rem; overflow-wrap: normal; }
.heat caption { padding: .6rem .75rem; }
.heat caption span { position: sticky; left: .75rem; display: inline-block; max-width: min(100%, 80vw); }
.heat :is(th, td) { padding: .2rem .45rem; border-bottom: 1px solid var(--line); }
.heat thead th { position: sticky; top: 0; z-index: 2; padding: 0; background: var(--paper); vertical-align: bottom; border-bottom: 2px solid var(--line); }
.heat thead th:first-child, .heat tbody th { position: sticky; left: 0; background: var(--paper); z-index: 1; min-width: 11rem; max-width: 16rem; }
.heat thead th:first-child { z-index: 3; }
.heat thead button {
  width: 100%; min-height: 2rem; border: 0; border-radius: 0; padding: .35rem .45rem; background: none; font-weight: 600; text-align: inherit; white-space: nowrap;
}
.heat .v button { writing-mode: vertical-rl; transform: rotate(180deg); min-height: 7rem; text-align: start; padding: .45rem .2rem; }
.heat thead button::after { content: '\\2009↕'; color: var(--quiet); font-weight: 400; }
.heat th[aria-sort='ascending'] button::after { content: '\\2009↑'; color: var(--accent); }
.heat th[aria-sort='descending'] button::after { content: '\\2009↓'; color: var(--accent); }
html:not(.live) .heat thead button::after { content: none; }
.heat tbody th { font-weight: 500; }
.heat tbody th small { display: inline-block; margin-inline-end: .4em; line-height: 18px; }
.heat tbody th > :is(a, bdi) { display: block; }
.heat .n { text-align: end; }
.heat :is(.passed, .failed, .skipped, .broken) {
  font-size: 1px; color: transparent; text-align: center; width: 1.9rem; min-width: 1.9rem; padding: 0; border-inline-start: 1px solid var(--paper);
  print-color-adjust: exact; -webkit-print-color-adjust: exact; overflow: hidden; white-space: nowrap;
}
.heat :is(.passed, .failed, .skipped, .broken)::before { font-size: .875rem; font-weight: 600; }
.heat .passed { background: var(--good); }
.heat .passed::before { content: '✓'; content: '✓' / ''; color: var(--good-ink); font-weight: 400; }
.heat .failed { background: var(--accent); }
.heat .failed::before { content: '✗'; content: '✗' / ''; color: var(--on-accent); }
.heat .skipped { background: var(--raised); }
.heat .skipped::before { content: '–'; content: '–' / ''; color: var(--quiet); }
.heat .broken { background: var(--paper); box-shadow: inset 0 0 0 2px var(--ink); }
.heat .broken::before { content: '!'; content: '!' / ''; color: var(--ink); }
@media screen { /* A row that is out of sight is not laid out: with 1000 students the table is sorted and filtered at once. */
  .heat, .heat caption, .heat thead, .heat tbody { display: block; }
  .heat { width: max-content; }
  .heat tbody { width: 0; min-width: 100%; }
  .heat thead { position: sticky; top: 0; z-index: 2; }
  .heat tr { display: flex; }
  .heat tr[hidden] { display: none; }
  .heat tbody tr { content-visibility: auto; contain-intrinsic-height: auto 2.9rem; line-height: 20px; }
  .heat :is(th, td) { flex: 0 0 1.9rem; padding-block: 3px; } /* whole pixels: a row paints nothing outside itself */
  .heat tr > :first-child { flex-basis: 14rem; }
  .heat tr > .n { flex-basis: 4.75rem; }
  .heat tr > :last-child { flex: 1 0 17rem; }
  .heat thead th { display: flex; align-items: flex-end; }
  .heat td { display: grid; align-content: center; }
  .heat :is(.passed, .failed, .skipped, .broken) { line-height: 1; }
  .heat .n { justify-items: end; }
}
.heat .slips bdi, .plain small bdi { display: inline-block; } /* a name with a hyphen stays in one line */
.heat .slips { color: var(--quiet); font-family: var(--mono); font-size: .75rem; }
.legend { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin: 0 0 .75rem; padding: 0; list-style: none; font-size: .875rem; }

@media (max-width: 40rem) {
  body { padding: 1.5rem 1rem 3rem; }
  h1 { font-size: 1.625rem; }
  dl { grid-template-columns: minmax(0, 1fr); gap: .15rem; }
  dd { margin-bottom: .75rem; }
  .rubric thead { display: none; }
  .rubric tr { display: grid; grid-template-columns: 1fr auto auto; gap: 0 .75rem; padding: .5rem 0; border-bottom: 1px solid var(--line); }
  .rubric :is(th, td) { border: 0; padding: 0; }
  .rubric .title { grid-row: 2; grid-column: 1 / -1; font-size: .875rem; }
  .ladder .at { width: 2.75rem; padding-inline-end: .3rem; font-size: .6875rem; }
  .ladder td.lane { width: 1.4rem; }
  .ladder td.lane:last-child { width: 3rem; }
  .heat thead th:first-child, .heat tbody th { min-width: 8rem; max-width: 9rem; flex-basis: 9rem; }
  .filters label { flex: 1 1 9rem; }
  .plain .barred, .plain thead { display: none; }
  .plain tr { display: grid; grid-template-columns: 1fr auto auto; align-items: baseline; padding: .5rem 0; border-bottom: 1px solid var(--line); }
  .plain :is(th, td) { border: 0; padding: 0; }
  .plain td:nth-child(2) { grid-row: 2; grid-column: 1 / -1; font-size: .875rem; }
  .plain .number[data-label]::before { content: attr(data-label) ' '; font-size: .8125rem; color: var(--quiet); }
}
@media print {
  :root { --paper: #fff; --raised: #f4f4f2; --ink: #000; --quiet: #444; --line: #bbb; --track: #ddd; --accent: #a32c05; --on-accent: #fff; --good: #edf1ec; --good-ink: #333; }
  body { padding: 0; max-width: none; font-size: 10pt; }
  pre { white-space: pre-wrap; overflow-wrap: anywhere; }
  .filters, .skip, .plain button { display: none; }
  .heat-box, .scroll { overflow: visible; max-height: none; border: 0; }
  .heat thead th { position: static; }
  .heat thead button::after { content: none; }
  .heat caption, .heat tr > :nth-last-child(-n + 2) { display: none; }
  .heat :is(.passed, .failed, .skipped, .broken) { width: 1.3rem; min-width: 1.3rem; }
  .heat .v button { padding-inline: 0; }
  h2, h3, figcaption { break-after: avoid; }
  tr, figure, pre { break-inside: avoid; }
  @page { margin: 16mm; }
}
@media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }
`;
