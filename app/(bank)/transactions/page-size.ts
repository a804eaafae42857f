/** Rows of a first page, of the server and of a search: all of them are drawn. */
export const FIRST_ROWS = 30;
/** Rows of each page that follows as one scrolls. */
export const PAGE_ROWS = 50;
