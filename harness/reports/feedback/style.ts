export const feedbackStyle = `body { max-width: 56rem; }
.status { border: 1px solid var(--line); border-left: .4rem solid var(--warn); border-radius: 6px; padding: .25rem 1rem; }
.status.good { border-left-color: var(--good); } .status.bad { border-left-color: var(--bad); }
.status p { margin: .4rem 0; } .verdict { font-weight: 600; font-size: 1.1rem; }
@media (max-width: 30rem) { body { padding: .5rem; } dl.facts div { flex-direction: column; gap: 0; margin-bottom: .3rem; } dt { flex-basis: auto; } }
@media print { body { max-width: none; } .check { break-inside: avoid; } }
`;
