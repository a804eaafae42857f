'use client';
import { categoryName } from './category-name.ts';
import { useWords } from './context.tsx';

/** What a category is called; one without a word of its own by its name: `eating_out` → `Eating out`. */
export function useCategoryName(): (category: string) => string {
  const words = useWords('categories');
  return (category) => categoryName(category, words);
}
