// How the elements look: calm, roomy, the page's own colours if it has them. What a shop may set stands first.

export const SHEET = new CSSStyleSheet();

SHEET.replaceSync(`
:host {
  --accent: var(--purlform-accent, light-dark(#2d4a73, #a9c1e8));
  --on-accent: var(--purlform-on-accent, light-dark(#fdfbf7, #14202f));
  --accent-soft: var(--purlform-accent-soft, light-dark(#e4e9f1, #26303f));
  --mark: var(--purlform-mark, light-dark(#a93b28, #f08a6e));
  --mark-soft: var(--purlform-mark-soft, light-dark(#f6e4dd, #3a2621));
  --ink: var(--purlform-ink, light-dark(#23201b, #ece8df));
  --muted: var(--purlform-muted, light-dark(#655f54, #a8a297));
  --card: var(--purlform-card, light-dark(#fffdfa, #1d1f24));
  --sunk: var(--purlform-sunk, light-dark(#efeae0, #101114));
  --line: var(--purlform-line, light-dark(#e0d9cb, #34363c));
  --radius: var(--purlform-radius, 14px);
  --sans: var(--purlform-sans, system-ui, -apple-system, 'Segoe UI', 'Noto Sans', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif);
  --serif: var(--purlform-serif, 'Iowan Old Style', 'Palatino Linotype', Palatino, 'URW Palladio L', 'Noto Serif', 'Songti SC', 'Noto Serif CJK SC', Georgia, serif);
  display: block;
  container-type: inline-size;
  color: var(--ink);
  font: 400 1rem/1.55 var(--sans);
  font-variant-numeric: tabular-nums lining-nums;
  -webkit-text-size-adjust: 100%;
}
:host([hidden]), [hidden] { display: none !important; }
* { box-sizing: border-box; }
h2, h3 { margin: 0; font-family: var(--serif); font-weight: 500; line-height: 1.2; text-wrap: balance; }
h2 { font-size: 1.6rem; letter-spacing: -0.01em; }
h3 { font-size: 1.15rem; }
p { margin: 0; text-wrap: pretty; }
figure, fieldset { margin: 0; padding: 0; border: 0; min-width: 0; }
img, svg, video, canvas { display: block; max-width: 100%; }
.muted { color: var(--muted); }
.small { font-size: 0.88rem; }
.row { display: flex; flex-wrap: wrap; gap: 0.6rem; align-items: center; }
.stack { display: grid; gap: 1.1rem; align-content: start; }
.apart { justify-content: space-between; }
.visually-hidden { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

button, .button, select, textarea, input:not([type]), input[type='text'], input[type='number'] {
  font: inherit; color: inherit; border: 1px solid var(--line); border-radius: 10px; background: var(--card);
}
button, .button { display: inline-flex; align-items: center; justify-content: center; min-height: 2.75rem; padding: 0 1.15rem; cursor: pointer; font-weight: 550; }
button:hover, .button:hover { border-color: var(--accent); }
button:disabled, button[aria-disabled] { opacity: 0.45; cursor: default; }
button.primary { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
button.quiet { min-height: 2.25rem; padding: 0 0.8rem; background: none; color: var(--muted); font-weight: 450; font-size: 0.9rem; }
button.text { min-height: 1.75rem; padding: 0 0.2rem; border: 0; background: none; color: var(--accent); font-weight: 500; font-size: 0.9rem; text-decoration: underline; text-underline-offset: 3px; }
.button input[type='file'] { position: absolute; opacity: 0; width: 1px; height: 1px; }
:focus-visible, .button:focus-within { outline: 2px solid var(--accent); outline-offset: 2px; }
select, input:not([type]), input[type='text'], input[type='number'] { min-height: 2.75rem; padding: 0 0.75rem; width: 100%; }
textarea { width: 100%; padding: 0.6rem 0.75rem; font-family: ui-monospace, 'SF Mono', 'DejaVu Sans Mono', monospace; font-size: 0.9rem; }
input::placeholder { color: var(--muted); opacity: 1; }
input[aria-invalid='true'] { border-color: var(--mark); }
input[type='range'] { width: 100%; height: 1.75rem; margin: 0; accent-color: var(--accent); cursor: pointer; }
input[type='checkbox'] { width: 1.15rem; height: 1.15rem; accent-color: var(--accent); margin: 0; }
.check { display: inline-flex; gap: 0.6rem; align-items: center; cursor: pointer; min-height: 2rem; }
.switch { display: inline-flex; padding: 3px; gap: 2px; border-radius: 11px; background: var(--sunk); max-width: 100%; }
.switch button { min-height: 2.1rem; padding: 0 0.85rem; border: 0; border-radius: 8px; background: none; color: var(--muted); font-size: 0.9rem; font-weight: 500; }
.switch button[aria-pressed='true'] { background: var(--card); color: var(--ink); box-shadow: 0 1px 2px rgb(0 0 0 / 0.12); }
.switch button:focus-visible { outline-offset: -2px; }
.card { padding: clamp(1rem, 3cqi, 1.6rem); border: 1px solid var(--line); border-radius: var(--radius); background: var(--card); }
.fault { display: grid; gap: 0.4rem; justify-items: start; padding: 1rem 1.2rem; border: 1px solid var(--mark); border-radius: var(--radius); background: var(--mark-soft); }
.note { padding: 0.7rem 1rem; border-left: 3px solid var(--mark); border-radius: 0 8px 8px 0; background: var(--mark-soft); }
.private { padding-left: 0.9rem; border-left: 3px solid var(--accent); font-weight: 500; }
.chip { display: inline-block; padding: 0.1rem 0.55rem; border-radius: 99px; background: var(--sunk); color: var(--muted); font-size: 0.8rem; white-space: nowrap; }

/* Pills: one of a few */
.pills { display: flex; flex-wrap: wrap; gap: 0.4rem; }
.pills input { position: absolute; opacity: 0; width: 1px; height: 1px; }
.pills span { display: inline-block; padding: 0.45rem 0.95rem; border: 1px solid var(--line); border-radius: 99px; cursor: pointer; font-size: 0.93rem; background: var(--card); }
.pills label:hover span { border-color: var(--accent); }
.pills input:checked + span { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
.pills input:focus-visible + span { outline: 2px solid var(--accent); outline-offset: 2px; }
legend, .label { padding: 0 0 0.45rem; font-weight: 550; font-size: 0.95rem; }

/* The designer */
.designer { display: grid; gap: clamp(1.25rem, 3cqi, 2.5rem); grid-template-columns: minmax(0, 1fr); align-items: start; }
.stage { position: relative; overflow: hidden; border: 1px solid var(--line); border-radius: var(--radius); background: radial-gradient(120% 90% at 50% 20%, var(--card), var(--sunk)); }
.stage canvas { width: 100%; height: var(--purlform-stage-height, min(72vh, 720px)); min-height: min(380px, 100svh - 5.5rem); touch-action: pan-y; cursor: grab; }
.stage .flat { display: grid; align-content: start; gap: 1.25rem; padding: 4.25rem clamp(0.9rem, 3cqi, 1.6rem) 1.6rem; height: var(--purlform-stage-height, min(72vh, 720px)); min-height: min(380px, 100svh - 5.5rem); overflow: auto; }
.stage .over { position: absolute; inset: 0.8rem 0.8rem auto; display: flex; flex-wrap: wrap; align-items: start; justify-content: space-between; gap: 0.6rem; pointer-events: none; z-index: 1; }
.stage .over > * { pointer-events: auto; }
.stage .under { position: absolute; inset: auto 0.8rem 0.8rem; display: flex; flex-wrap: wrap; justify-content: space-between; align-items: end; gap: 0.6rem; pointer-events: none; }
.stage .under > * { pointer-events: auto; }
.stage .state:empty { display: none; }
.stage .state { margin-left: auto; padding: 0.3rem 0.75rem; border-radius: 99px; background: color-mix(in srgb, var(--card), transparent 12%); color: var(--muted); font-size: 0.85rem; }
.choices { display: grid; gap: 1.6rem; align-content: start; }
.fault-holder:empty { display: none; }
.swatches { display: flex; flex-wrap: wrap; gap: 0.65rem; }
.swatches input { position: absolute; opacity: 0; width: 1px; height: 1px; }
.swatches .dot { display: block; width: 2.6rem; height: 2.6rem; border-radius: 50%; border: 1px solid rgb(0 0 0 / 0.18); cursor: pointer; box-shadow: inset 0 0 0 3px var(--card); }
.swatches input:checked + .dot { outline: 2px solid var(--accent); outline-offset: 2px; }
.swatches input:focus-visible + .dot { outline: 3px solid var(--accent); outline-offset: 3px; }
.yarns { display: grid; gap: 0.6rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 13rem), 1fr)); }
.yarns input { position: absolute; opacity: 0; width: 1px; height: 1px; }
.yarns .card { display: grid; gap: 0.15rem; padding: 0.8rem 1rem; cursor: pointer; height: 100%; align-content: start; }
.yarns input:checked + .card { border-color: var(--accent); box-shadow: inset 0 0 0 1px var(--accent); }
.yarns input:focus-visible + .card { outline: 2px solid var(--accent); outline-offset: 2px; }
h3 + .muted { padding-block: 0.15rem 0.8rem; }
.more > p { margin-bottom: 0.6rem; }
.more .row { margin-block: 0.6rem 0.25rem; }
details.group { border-top: 1px solid var(--line); }
details.group > summary { display: flex; justify-content: space-between; align-items: center; padding: 0.85rem 0.1rem; cursor: pointer; font: 500 1.08rem/1.2 var(--serif); list-style: none; }
details.group > summary::-webkit-details-marker { display: none; }
details.group > summary::after { content: '+'; color: var(--muted); font: 400 1.3rem/1 var(--sans); }
details.group[open] > summary::after { content: '–'; }
details.group[open] { padding-bottom: 1rem; }
.control { display: grid; gap: 0.1rem; padding-block: 0.45rem; }
.control .head { display: flex; justify-content: space-between; align-items: baseline; gap: 0.75rem; }
.control .head label { font-weight: 500; font-size: 0.95rem; }
.control .entry { display: flex; align-items: center; gap: 0.4rem; color: var(--muted); font-size: 0.88rem; white-space: nowrap; }
.control .entry input { width: 5rem; min-height: 2rem; padding: 0 0.5rem; text-align: right; color: var(--ink); }
.control .about { color: var(--muted); font-size: 0.82rem; line-height: 1.45; }
.nested { gap: 0.5rem; }
.nested > .control, .nested details .control { padding-left: 0.9rem; border-left: 2px solid var(--line); }
.price { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: baseline; gap: 0.35rem 1.25rem; }
.price strong { font: 500 2.1rem/1.1 var(--serif); }
dl.lines { display: grid; grid-template-columns: 1fr auto; gap: 0.3rem 1.5rem; margin: 0.4rem 0 0; font-size: 0.93rem; }
dl.lines dt { color: var(--muted); }
dl.lines dd { margin: 0; text-align: right; }
dl.lines .sum { padding-top: 0.4rem; border-top: 1px solid var(--line); color: var(--ink); font-weight: 600; }
details.plain > summary { cursor: pointer; color: var(--muted); font-size: 0.9rem; }
[aria-busy='true'] .stale { opacity: 0.45; transition: opacity 200ms; }
.notes { margin: 0; padding-left: 1.1rem; color: var(--muted); font-size: 0.88rem; }
.panels svg { margin-inline: auto; height: auto; }
.panel .fabric { fill: var(--accent-soft); }
.panel .rib { fill: var(--accent); opacity: 0.2; }
.panel .edge { fill: none; stroke: var(--accent); stroke-width: 2; vector-effect: non-scaling-stroke; stroke-linejoin: round; }
.panel .edge:not(.joined) { stroke-width: 1; stroke-dasharray: 5 4; }
.panels text { fill: var(--ink); font-weight: 550; }
.panels .size, .panels .scale text { fill: var(--muted); font-weight: 400; font-size: 0.88em; }
.scale path { fill: none; stroke: var(--muted); stroke-width: 1.5; vector-effect: non-scaling-stroke; }
.charts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 11rem), 1fr)); gap: 1rem; }
.charts figure { display: grid; gap: 0.45rem; align-content: end; }
.charts .frame { display: grid; place-items: end center; height: 15rem; }
.charts img { max-width: 100%; max-height: 15rem; image-rendering: pixelated; border: 1px solid var(--line); background: #fff; }
.charts figcaption { font-size: 0.88rem; }

/* Measurements */
.fields { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 14rem), 1fr)); gap: 1rem 1.25rem; }
.fields .field { display: grid; gap: 0.25rem; align-content: start; }
.fields label { font-weight: 550; font-size: 0.95rem; }
.fields .with { position: relative; }
.fields .with input { padding-right: 3rem; }
.fields .with span { position: absolute; right: 0.9rem; top: 0; line-height: 2.75rem; color: var(--muted); pointer-events: none; }
.hint { color: var(--muted); font-size: 0.82rem; line-height: 1.4; }
.hint.bad { color: var(--mark); }
table { width: 100%; border-collapse: collapse; font-size: 0.95rem; }
th, td { padding: 0.5rem 0.4rem; text-align: right; border-bottom: 1px solid var(--line); }
th:first-child { text-align: left; font-weight: 500; }
thead th { font-weight: 500; font-size: 0.82rem; color: var(--muted); }
td.value { font-weight: 600; white-space: nowrap; }
td.sigma { color: var(--muted); white-space: nowrap; }
td input:not([type='checkbox']) { width: 5.2rem; min-height: 2.2rem; text-align: right; }
tr.warn td, tr.warn th { border-bottom-color: transparent; }
tr.why td { text-align: left; padding-top: 0; }
.scroll { overflow-x: auto; }

/* The home scan */
.shots { display: grid; grid-template-columns: repeat(2, minmax(0, 18rem)); gap: 1rem 1.25rem; }
.steps { margin: 0; padding: 0; list-style: none; display: grid; gap: 0.5rem; counter-reset: step; }
.steps li { display: grid; grid-template-columns: 1.9rem 1fr; gap: 0.75rem; counter-increment: step; align-items: baseline; }
.steps li::before { content: counter(step); display: grid; place-items: center; width: 1.75rem; height: 1.75rem; border-radius: 50%; background: var(--accent-soft); color: var(--accent); font-size: 0.88rem; font-weight: 600; }
.eyes { display: grid; grid-template-columns: repeat(auto-fill, minmax(11rem, 1fr)); gap: 1rem; }
.eyes figure { display: grid; gap: 0.4rem; margin: 0; }
.eyes video { width: 100%; aspect-ratio: 9 / 16; object-fit: contain; border-radius: var(--radius); background: var(--sunk); }
.eyes figcaption { display: flex; justify-content: space-between; gap: 0.5rem; }
.live output.count { font: 500 1.75rem/1 var(--serif); color: var(--mark); }
.viewfinder { position: relative; overflow: hidden; border-radius: var(--radius); background: #14161a; aspect-ratio: 9 / 16; max-height: 78vh; margin-inline: auto; }
.viewfinder video, .viewfinder img, .viewfinder canvas { width: 100%; height: 100%; object-fit: cover; }
.viewfinder.mirrored video { transform: scaleX(-1); }
.viewfinder .outline { position: absolute; inset: 4% 0; width: 100%; height: 92%; pointer-events: none; }
.viewfinder .outline path { fill: none; stroke: #fff; stroke-opacity: 0.85; stroke-width: 2.5; stroke-dasharray: 9 7; stroke-linejoin: round; vector-effect: non-scaling-stroke; }
.viewfinder.good .outline path { stroke: #7fd6a2; stroke-dasharray: none; }
.viewfinder .saying { position: absolute; inset: auto 0.7rem 0.7rem; padding: 0.6rem 0.9rem; border-radius: 10px; background: rgb(10 12 16 / 0.78); color: #fff; font-size: 1rem; text-align: center; }
.viewfinder .count { position: absolute; inset: 0; display: grid; place-items: center; color: #fff; font: 500 9rem/1 var(--serif); text-shadow: 0 2px 18px rgb(0 0 0 / 0.5); pointer-events: none; }
.shot { display: grid; grid-row: span 4; grid-template-rows: subgrid; gap: 0.6rem; align-content: start; }
.shot .picture { position: relative; aspect-ratio: 9 / 16; max-height: 26rem; overflow: hidden; border: 1px dashed var(--line); border-radius: var(--radius); background: var(--sunk); display: grid; place-items: center; }
.shot .picture img { width: 100%; height: 100%; object-fit: contain; }
.shot .picture svg { position: absolute; inset: 0; width: 100%; height: 100%; }
.shot .picture svg.guide { padding: 6% 0; }
.shot .picture svg path { fill: none; stroke: var(--muted); stroke-width: 1.5; stroke-dasharray: 6 5; vector-effect: non-scaling-stroke; }
.shot .picture svg.found path { stroke: #58c4ff; stroke-width: 3; stroke-dasharray: none; }
progress { width: 100%; height: 6px; appearance: none; border: 0; border-radius: 3px; overflow: hidden; background: var(--line); }
progress::-webkit-progress-bar { background: var(--line); }
progress::-webkit-progress-value { background: var(--accent); }
progress::-moz-progress-bar { background: var(--accent); }

@container (max-width: 859px) {
  .stage canvas, .stage .flat { height: var(--purlform-stage-height, min(62vh, 520px)); min-height: min(340px, 100svh - 5.5rem); }
}
@container (min-width: 860px) {
  .designer { grid-template-columns: minmax(0, 1.25fr) minmax(0, 1fr); }
  .stage { position: sticky; top: 1rem; }
}
@container (max-width: 480px) {
  .stage .flat { padding-top: 6.6rem; }
  .switch button { padding: 0 0.65rem; font-size: 0.85rem; }
  th, td { padding-inline: 0.25rem; }
}
@media (prefers-reduced-motion: reduce) {
  *, ::before, ::after { animation: none !important; transition: none !important; }
}
`);
