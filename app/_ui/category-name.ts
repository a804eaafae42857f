'use client';
import { useWords } from './messages/context.tsx';

/** What a category is called; one without a word of its own by its name: `eating_out` → `Eating out`. */
export function useCategoryName(): (category: string) => string {
  const words: Record<string, string> = useWords('categories');
  return (category) => {
    const text = category.replaceAll('_', ' ');
    return words[category] ?? text.charAt(0).toUpperCase() + text.slice(1);
  };
}
