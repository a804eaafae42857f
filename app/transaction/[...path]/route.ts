/** Whatever else is asked for below `/transaction`, which the page gate lets through: not found, said as data. */
export { DELETE, GET, PATCH, POST, PUT } from '#app/api/[...path]/route.ts';
