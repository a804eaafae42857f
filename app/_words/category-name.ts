/** As the language calls it; `eating_out` → `Eating out` where it has no word. */
export function categoryName(category: string, names: Record<string, string>): string {
  const known = Object.hasOwn(names, category) ? names[category] : undefined;
  return known ?? plainCategory(category);
}

/** As it is searched for. */
export function plainCategory(category: string): string {
  const text = category.replaceAll('_', ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}
