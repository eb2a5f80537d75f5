/** The colours of both schemes, each pair of text and ground above a contrast of 4.5; no fonts or pictures to load. */
export const styleSheet = `
:root { --ground: #fff; --text: #1d2430; --soft: #56606f; --line: #d4d9e0; --card: #f6f7f9; --link: #0b57c2;
  --bad: #b3261e; --bad-ground: #fdecea; --good: #1a6e36; --warn: #7a5200;
  --leader: #cfe0fb; --leader-text: #123a77; --follower: #dcefe0; --follower-text: #1d4f2b;
  --call: #ece5f8; --call-text: #45277d; --fault: #ffd9b8; --fault-text: #7a3600; --mark: #39465a; --mark-text: #fff; }
@media (prefers-color-scheme: dark) { :root { --ground: #14171c; --text: #e4e8ee; --soft: #a3adba; --line: #39414d;
  --card: #1c2128; --link: #8ab8ff; --bad: #ff9d94; --bad-ground: #3b1b1a; --good: #7fd69a; --warn: #efc368;
  --leader: #1e3b6b; --leader-text: #cfe0fb; --follower: #1f4429; --follower-text: #cdeed5;
  --call: #3a2b5c; --call-text: #e0d4f7; --fault: #6b3410; --fault-text: #ffd9b8; --mark: #c3ccd8; --mark-text: #14171c; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 76rem; padding: 1rem; background: var(--ground); color: var(--text);
  font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; margin: 0; } h2 { font-size: 1.2rem; margin: 0; } small { font-weight: normal; color: var(--soft); }
a { color: var(--link); } code, pre { font-family: ui-monospace, monospace; font-size: .85em; }
a:focus-visible, summary:focus-visible, .scroll:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
pre { white-space: pre-wrap; background: var(--ground); border: 1px solid var(--line); border-radius: 4px; padding: .5rem; }
dl.facts { margin: .5rem 0; } dl.facts div { display: flex; gap: .75rem; } dt { flex: 0 0 5rem; color: var(--soft); }
dd { margin: 0; white-space: pre-wrap; }
nav ul { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: .3rem 1rem; }
nav .failed > a { color: var(--bad); } nav .passed > a { color: var(--good); }
.check { background: var(--card); border: 1px solid var(--line); border-left: .4rem solid var(--line); border-radius: 6px;
  padding: 1rem; margin: 1rem 0; }
.check.failed { border-left-color: var(--bad); } .check.passed { border-left-color: var(--good); }
.check.errored, .check.inconclusive { border-left-color: var(--warn); }
.failed .sign, .rationale, .warning { color: var(--bad); } .passed .sign { color: var(--good); }
.rationale, .warning { font-weight: 600; margin: .5rem 0; } .title { margin: .2rem 0; color: var(--soft); }
summary { cursor: pointer; }
.chart { display: flex; margin: .75rem 0; background: var(--ground); border: 1px solid var(--line); border-radius: 6px; }
.names { list-style: none; margin: 0; padding: 26px 0 8px; flex: 0 0 auto; width: 9.5rem; max-width: 32%; border-right: 1px solid var(--line);
  font-size: .8rem; line-height: 1.1; }
.names li { height: 40px; display: flex; align-items: center; padding: 0 .5rem; } .names .node { font-weight: 600; }
.scroll { overflow-x: auto; flex: 1 1 auto; min-width: 0; } svg { display: block; }
svg text { font: 11px system-ui, sans-serif; fill: var(--text); } svg .time { fill: var(--soft); text-anchor: middle; font-size: 10px; }
.tick { stroke: var(--line); } .lane { stroke: var(--line); stroke-width: 2; } .lane.link { stroke-width: 4; }
.span.leader { fill: var(--leader); } .span.follower { fill: var(--follower); } .span.apart { fill: var(--line); } .span.call { fill: var(--call); }
.span.fault { fill: var(--fault); stroke: var(--fault-text); stroke-dasharray: 4 3; } .span.paused { fill: none; stroke: var(--soft); stroke-dasharray: 4 3; }
svg .label { font-size: 10px; } svg .label.leader { fill: var(--leader-text); } svg .label.follower { fill: var(--follower-text); }
svg .label.call { fill: var(--call-text); } svg .label.fault { fill: var(--fault-text); }
rect.two { fill: var(--bad); fill-opacity: .16; } svg text.failed { fill: var(--bad); text-anchor: end; font-weight: 600; } svg text.two { fill: var(--bad); text-anchor: middle; font-weight: 600; }
.failure { stroke: var(--bad); stroke-width: 2; }
.mark circle { fill: var(--mark); } svg .mark text { fill: var(--mark-text); font-size: 9px; text-anchor: middle; }
.mark.bad circle { fill: var(--bad); } .mark.fault circle { fill: var(--fault-text); } .mark.good circle { fill: var(--good); }
.mark.quiet circle { fill: var(--soft); } .mark.bad text, .mark.fault text, .mark.good text, .mark.quiet text { fill: var(--ground); }
.mark:focus-visible circle, .mark:hover circle { stroke: var(--link); stroke-width: 3; }
table { border-collapse: collapse; width: 100%; font-size: .88rem; } caption { text-align: left; color: var(--soft); }
th, td { text-align: left; vertical-align: top; padding: .2rem .5rem .2rem 0; border-top: 1px solid var(--line); }
td:nth-child(1), td:nth-child(2) { white-space: nowrap; font-variant-numeric: tabular-nums; }
td:nth-child(3) { min-width: 4.5rem; } @media (min-width: 50rem) { td:nth-child(3) { white-space: nowrap; } } td:nth-child(4) { white-space: pre-wrap; }
tr.quiet td { color: var(--soft); } tr.bad td { color: var(--bad); } tr.fault td { color: var(--fault-text); } tr.power td:nth-child(4) { font-weight: 600; }
tr:target td { background: var(--leader); color: var(--leader-text); }
.skip, .hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.skip:focus { position: static; width: auto; height: auto; clip-path: none; }
svg .paper { display: none; }
footer { color: var(--soft); font-size: .85rem; }
@media (max-width: 30rem) { body { padding: .5rem; } .check { padding: .6rem; } td:nth-child(1) { display: none; } th:nth-child(1) { display: none; }
  .names { font-size: .7rem; } .names li { padding: 0 .25rem; } }
@media print { body { max-width: none; } .check { break-inside: auto; } .chart, tr { break-inside: avoid; }
  .names { display: none; } svg .paper { display: inline; font-weight: 600; }
  .scroll { overflow: visible; } svg { width: 100%; height: auto; } * { print-color-adjust: exact; } }
`;
