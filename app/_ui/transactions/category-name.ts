/** `eating_out` → `Eating out`. */
export const categoryName = (category: string): string => {
  const text = category.replaceAll('_', ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
};
