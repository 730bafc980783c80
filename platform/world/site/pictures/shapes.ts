/** Flat drawing pieces on a 96 x 96 sheet. Each returns SVG elements. */

/** A whole picture: a soft tile with the drawing on it. */
export function picture(tileColour: string, body: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 96"><rect width="96" height="96" rx="20" fill="${tileColour}"/>${body}</svg>\n`;
}

/** A disc. */
export function circle(cx: number, cy: number, r: number, fill: string): string {
  return `<circle cx="${cx}" cy="${cy}" r="${r}" fill="${fill}"/>`;
}

/** An ellipse, turned by so many degrees. */
export function ellipse(cx: number, cy: number, rx: number, ry: number, fill: string, turn = 0): string {
  const transform = turn === 0 ? '' : ` transform="rotate(${turn} ${cx} ${cy})"`;
  return `<ellipse cx="${cx}" cy="${cy}" rx="${rx}" ry="${ry}" fill="${fill}"${transform}/>`;
}

/** A rectangle with rounded corners. */
export function box(x: number, y: number, width: number, height: number, fill: string, rx = 0): string {
  return `<rect x="${x}" y="${y}" width="${width}" height="${height}"${rx === 0 ? '' : ` rx="${rx}"`} fill="${fill}"/>`;
}

/** A filled outline. */
export function path(d: string, fill: string): string {
  return `<path d="${d}" fill="${fill}"/>`;
}

/** A line with round ends. */
export function stroke(d: string, colour: string, width: number): string {
  return `<path d="${d}" fill="none" stroke="${colour}" stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round"/>`;
}

/** The same element several times at offsets. */
export function repeat(element: string, offsets: readonly (readonly [number, number])[]): string {
  return offsets.map(([x, y]) => `<g transform="translate(${x} ${y})">${element}</g>`).join('');
}

/** Something turned around the middle of the sheet. */
export function turned(degrees: number, body: string): string {
  return `<g transform="rotate(${degrees} 48 48)">${body}</g>`;
}

/** A bottle with a cap and a label band; `neckWidth` small for wine, wide for juice. */
export function bottle(glass: string, cap: string, label: string, mark: string, neckWidth = 12, bodyWidth = 30): string {
  const left = 48 - bodyWidth / 2;
  const right = 48 + bodyWidth / 2;
  const neckLeft = 48 - neckWidth / 2;
  const neckRight = 48 + neckWidth / 2;
  return (
    path(
      `M${neckLeft} 20H${neckRight}V30C${neckRight} 36 ${right} 38 ${right} 48V78Q${right} 84 ${right - 6} 84H${left + 6}Q${left} 84 ${left} 78V48C${left} 38 ${neckLeft} 36 ${neckLeft} 30Z`,
      glass,
    ) +
    box(neckLeft - 1.5, 12, neckWidth + 3, 10, cap, 3) +
    box(left, 51, bodyWidth, 20, label) +
    mark
  );
}

/** A pump or flip-top bottle for soap and shampoo. */
export function pumpBottle(body: string, top: string, mark: string): string {
  return (
    stroke('M48 30V18H36', top, 5) + box(40, 26, 16, 8, top, 2) + box(30, 33, 36, 51, body, 9) + box(30, 48, 36, 22, '#ffffffd9') + mark
  );
}

/** A pillow bag with crimped ends. */
export function pillowBag(body: string, edge: string, mark: string): string {
  return (
    path('M24 18H72L70 26C74 42 74 56 70 72L72 80H24L26 72C22 56 22 42 26 26Z', body) +
    box(24, 14, 48, 8, edge, 2) +
    box(24, 76, 48, 8, edge, 2) +
    mark
  );
}

/** A standing bag with a folded top. */
export function standingBag(body: string, top: string, mark: string): string {
  return path('M26 26H70L74 80Q74 84 70 84H26Q22 84 22 80Z', body) + path('M28 12H68L70 28H26Z', top) + mark;
}

/** A can with a lid. */
export function can(body: string, band: string, mark: string, height = 52): string {
  const topY = 82 - height;
  return (
    box(31, topY, 34, height, body, 5) +
    box(31, topY + height * 0.3, 34, height * 0.42, band) +
    ellipse(48, topY + 2, 15, 4, '#d9dde2') +
    ellipse(48, topY + 1.4, 10, 2.2, '#b9c0c8') +
    mark
  );
}

/** A jar with a screw lid. */
export function jar(glass: string, lid: string, mark: string): string {
  return box(30, 18, 36, 12, lid, 3) + box(26, 30, 44, 52, glass, 9) + box(26, 44, 44, 24, '#fff8eb') + mark;
}

/** A carton or box seen from the front, with a coloured band. */
export function carton(body: string, band: string, mark: string): string {
  return box(24, 22, 48, 60, body, 4) + box(24, 22, 48, 14, band, 4) + mark;
}

/** A tub or cup, wider at the top. */
export function tub(body: string, lid: string, mark: string): string {
  return path('M26 34H70L65 78Q64 82 60 82H36Q32 82 31 78Z', body) + box(22, 26, 52, 10, lid, 4) + mark;
}

/** A tray under film. */
export function tray(content: string, colour = '#2f3a45'): string {
  return box(12, 30, 72, 44, colour, 8) + box(16, 34, 64, 36, '#f4f6f8', 5) + content + path('M20 36H44L28 68H20Z', '#ffffff66');
}

/** A bowl with something in it. */
export function bowl(colour: string, content: string): string {
  return (
    content +
    path('M14 48H82C82 68 68 80 48 80S14 68 14 48Z', colour) +
    box(36, 78, 24, 6, colour, 2) +
    box(12, 44, 72, 7, '#ffffff99', 3.5)
  );
}

/** A leaf from its stem at (x, y). */
export function leaf(x: number, y: number, fill: string, turn = 0, length = 18): string {
  const half = length * 0.36;
  return `<path d="M0 0C${half} ${-half} ${half} ${-length + half} 0 ${-length}C${-half} ${-length + half} ${-half} ${-half} 0 0Z" fill="${fill}" transform="translate(${x} ${y}) rotate(${turn})"/>`;
}
