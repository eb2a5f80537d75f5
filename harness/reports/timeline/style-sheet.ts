/** What the page of a run has besides what all pages have. */
export const styleSheet = `.chart { display: flex; margin: .75rem 0; background: var(--ground); border: 1px solid var(--line); border-radius: 6px; }
.names { list-style: none; margin: 0; padding: 26px 0 8px; flex: 0 0 auto; width: 9.5rem; max-width: 32%; border-right: 1px solid var(--line);
  font-size: .8rem; line-height: 1.1; }
.names li { height: 40px; display: flex; align-items: center; padding: 0 .5rem; } .names .node { font-weight: 600; }
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
td:nth-child(1), td:nth-child(2) { white-space: nowrap; font-variant-numeric: tabular-nums; }
td:nth-child(3) { min-width: 4.5rem; } @media (min-width: 50rem) { td:nth-child(3) { white-space: nowrap; } } td:nth-child(4) { white-space: pre-wrap; }
tr.quiet td { color: var(--soft); } tr.bad td { color: var(--bad); } tr.fault td { color: var(--fault-text); } tr.power td:nth-child(4) { font-weight: 600; }
tr:target td { background: var(--leader); color: var(--leader-text); }
svg .paper { display: none; }
@media (max-width: 30rem) { body { padding: .5rem; } .check { padding: .6rem; } td:nth-child(1) { display: none; } th:nth-child(1) { display: none; }
  .names { font-size: .7rem; } .names li { padding: 0 .25rem; } }
@media print { body { max-width: none; } .check { break-inside: auto; } .chart, tr { break-inside: avoid; }
  .names { display: none; } svg .paper { display: inline; font-weight: 600; }
  .scroll { overflow: visible; } svg { width: 100%; height: auto; } * { print-color-adjust: exact; } }
`;
