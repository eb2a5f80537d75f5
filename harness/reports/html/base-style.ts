/** What every page begins with: the colours of both schemes, each pair of text and ground above a contrast of 4.5; nothing to load. */
export const baseStyle = `
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
.scroll { overflow-x: auto; flex: 1 1 auto; min-width: 0; } svg { display: block; }
table { border-collapse: collapse; width: 100%; font-size: .88rem; } caption { text-align: left; color: var(--soft); }
th, td { text-align: left; vertical-align: top; padding: .2rem .5rem .2rem 0; border-top: 1px solid var(--line); }
.skip, .hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.skip:focus { position: static; width: auto; height: auto; clip-path: none; }
footer { color: var(--soft); font-size: .85rem; }
`;
