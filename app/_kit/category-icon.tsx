import { classes } from './class-names.ts';

/** The icon of a category on its tint (css/categories.css); a category of any name has one. Silent for screen readers. */
export const CategoryIcon = ({ category, large = false }: { category: string; large?: boolean }) => (
  <span aria-hidden="true" className={classes(`category category-${category}`, large && 'size-14')} />
);
