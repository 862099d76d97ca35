import type { Row } from '../../../test/bench/benchmark.ts';
import type { Figures } from '../../../test/bench/figures.ts';
import { toShort } from '../../../test/bench/table.ts';

const width = 960;
const barsAt = 400;
/** Position of the limit; a bar ends at twice the limit. */
const limitAt = 600;
const ratiosAt = 936;
const barHeight = 16;
const rowHeight = 24;
const head = 56;

/**
 * Every ratio with a limit, as a bar that shows its share of the limit: an SVG picture that looks the
 * same in every viewer.
 */
export function toPerformanceChart(figures: Figures): string {
  const limited = Object.entries(figures)
    .flatMap(([letter, { rows }]) =>
      rows.map((row) => ({ ...row, what: `${letter}. ${row.what}` })),
    )
    .filter(({ ratio, limit }) => ratio !== undefined && limit !== undefined);
  const height = head + limited.length * rowHeight + 16;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="system-ui, -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif" role="img" aria-label="The share of its limit that each measured ratio takes">
  <style>
    .met { fill: #3fa56b; }
    .missed { fill: #d64545; }
    .limit { stroke: #5b6b82; stroke-width: 1.5; stroke-dasharray: 4 4; }
    .l { font-size: 12.5px; fill: #1c2733; }
    .s { font-size: 12px; fill: #55637a; }
  </style>
  <rect width="${width}" height="${height}" fill="#f7f9fc"/>
  <text x="${limitAt}" y="28" text-anchor="middle" class="s">limit</text>
  <text x="${ratiosAt}" y="28" text-anchor="end" class="s">ratio</text>
${limited.map(toBar).join('\n')}
  <path d="M${limitAt} 38V${height - 12}" class="limit"/>
</svg>
`;
}

function toBar({ what, ratio = 0, limit = 1 }: Row, index: number): string {
  const y = head + index * rowHeight;
  const share = Math.min(ratio / limit, 2);
  const length = Math.round(share * (limitAt - barsAt));
  const baseline = y + barHeight - 4;
  return `  <text x="${barsAt - 12}" y="${baseline}" text-anchor="end" class="l">${escapeXml(what)}</text>
  <rect x="${barsAt}" y="${y}" width="${length}" height="${barHeight}" rx="3" class="${ratio <= limit ? 'met' : 'missed'}"/>
  <text x="${ratiosAt}" y="${baseline}" text-anchor="end" class="s">${toShort(ratio)} × of ${limit} ×</text>`;
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
