/** The nearest places to walk to from each place, nearest first: `places[place * width + index]`. */
export type NearPlaces = { readonly width: number; readonly places: Int32Array };

/** The `most` nearest places of each of `count` places; of equally near ones those with the smaller index. */
export function nearPlaces(count: number, distances: Float64Array, most: number): NearPlaces {
  const width = Math.max(0, Math.min(most, count - 1));
  const places = new Int32Array(count * width);
  for (let place = 0; place < count; place += 1) {
    const from = place * count;
    const base = place * width;
    let found = 0;
    for (let other = 0; other < count; other += 1) {
      if (other === place) continue;
      const distance = distances[from + other]!;
      if (found === width && (width === 0 || distance >= distances[from + places[base + width - 1]!]!)) continue;
      let index = found < width ? found++ : width - 1;
      for (; index > 0 && distances[from + places[base + index - 1]!]! > distance; index -= 1)
        places[base + index] = places[base + index - 1]!;
      places[base + index] = other;
    }
  }
  return { width, places };
}
