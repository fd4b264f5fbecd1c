/** Places in a JSON value, and copies of it with one place changed: how tests and vectors make something malformed. */
import type { Json } from '../src/canonical-json.ts';

/** Keys and positions from the outside in. */
export type Path = readonly string[];

/** Every place but the whole, the outer ones first. */
export function placesOf(value: Json, path: Path = []): readonly { readonly path: Path; readonly value: Json }[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => {
    const here = [...path, key];
    return [{ path: here, value: member }, ...placesOf(member, here)];
  });
}

/** Every object, the whole included. */
export function objectsOf(value: Json): readonly Path[] {
  const isObject = (place: Json): boolean => typeof place === 'object' && place !== null && !Array.isArray(place);
  const within = placesOf(value).filter((place) => isObject(place.value));
  return [...(isObject(value) ? [[]] : []), ...within.map(({ path }) => path)];
}

/** A copy with another value at the path, which may be a key that was not there. */
export function withValue(value: Json, path: Path, changed: Json): Json {
  const [key, ...rest] = path;
  if (key === undefined) return changed;
  const old = (value as { readonly [key: string]: Json })[key];
  const member = withValue(old ?? null, rest, changed);
  if (Array.isArray(value)) return (value as readonly Json[]).with(Number(key), member);
  // Entries, so that "__proto__" becomes a key like any other.
  return Object.fromEntries([...Object.entries(value as object).filter(([other]) => other !== key), [key, member]]);
}

/** A copy without the key at the end of the path. */
export function without(value: Json, path: Path): Json {
  const parent = path.slice(0, -1);
  const at = parent.reduce<Json>((place, key) => (place as { readonly [key: string]: Json })[key] ?? null, value);
  const left = Object.fromEntries(Object.entries(at as object).filter(([key]) => key !== path.at(-1))) as Json;
  return withValue(value, parent, left);
}
