export const indexStyle = `h3 { font-size: 1rem; margin: 1rem 0 .25rem; } section { margin: 1.5rem 0; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 6px; padding: 1rem; }
.card.warn { border-left: .4rem solid var(--warn); } .card ul { padding-left: 1.2rem; margin: .4rem 0; }
caption { padding-bottom: .4rem; } thead th { border-top: 0; vertical-align: bottom; font-weight: 600; }
th, td { padding: .35rem .9rem .35rem 0; } tbody th { font-weight: 500; }
.sortable tbody th { min-width: 8rem; max-width: 22rem; } .sortable td { min-width: 9rem; }
.sortable tbody tr:hover { background: var(--card); }
.scroll { position: relative; } /* what is hidden in it must not widen the page */
.points { white-space: nowrap; font-variant-numeric: tabular-nums; }
.points strong { display: inline-block; min-width: 4.4rem; } .state { display: inline-block; min-width: 5.2rem; margin-right: .6rem; }
.good { color: var(--good); } .bad { color: var(--bad); } .open, .apart { color: var(--warn); } .none { color: var(--soft); }
.links { white-space: nowrap; font-size: .85rem; } .links a { margin-right: .5rem; display: inline-block; padding: .1rem 0; min-height: 1.5rem; }
td small { display: block; }
thead button { font: inherit; font-weight: 600; color: var(--link); background: none; border: 0; padding: .25rem 0; cursor: pointer; text-align: left; }
thead button::after { content: " ↕"; } [aria-sort=ascending] button::after { content: " ↑"; } [aria-sort=descending] button::after { content: " ↓"; }
button:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.bars { width: auto; } .bars th, .bars td { border: 0; padding: .1rem .9rem .1rem 0; white-space: nowrap; }
.bars tbody th { font-weight: normal; } .bars td:nth-child(2) { text-align: right; font-variant-numeric: tabular-nums; }
.bar { display: inline-block; vertical-align: middle; height: .8rem; width: 11rem; max-width: 40vw; } .bar.rate { display: block; width: 8rem; height: .45rem; margin: .25rem 0; }
.room { fill: var(--line); fill-opacity: .35; } .bar.share .value { fill: var(--link); } .bar.rate .value { fill: var(--good); } .bar.rate .room { fill: var(--bad); fill-opacity: .35; }
.checks :is(td, thead th):nth-child(2) { text-align: right; width: 1%; white-space: nowrap; } .checks td:nth-child(3) { min-width: 9rem; width: 12rem; } .checks td:nth-child(4) { min-width: 12rem; } .checks tbody th { min-width: 9rem; width: 1%; white-space: nowrap; }
.suspicious { border-left: .3rem solid var(--warn); padding-left: .8rem; } .suspicious p { margin: 0; }
#changes .up > strong { color: var(--good); } #changes .down > strong { color: var(--bad); }
@media (min-width: 60rem) { .parts { display: grid; grid-template-columns: 22rem minmax(0, 1fr); gap: 2rem; } }
@media (max-width: 30rem) { body { padding: .5rem; } .card { padding: .6rem; } .sortable tbody th { min-width: 6rem; max-width: 9rem; } .sortable td { min-width: 12rem; } }
@media print { body { max-width: none; } .scroll { overflow: visible; } thead button::after { content: ""; } tr, .card { break-inside: avoid; } * { print-color-adjust: exact; } }
`;
