/**
 * The tutorial's main page for the browser and for the load: as many files of about the same sizes (25 files and four
 * answers: 29 requests, 1.70 MB), filled with bytes that do not compress. What is measured is serving, so what the files
 * say is ours; the page's own script asks what the tutorial's asks.
 */
import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const KB = 1000;
const STYLES = {
  'css/bootstrap.css': 205 * KB,
  'vendors/simple-datatables/style.css': 4 * KB,
  'vendors/perfect-scrollbar/perfect-scrollbar.css': 3 * KB,
  'vendors/bootstrap-icons/bootstrap-icons.css': 65 * KB,
  'css/app.css': 24 * KB,
  'css/table.css': 1 * KB,
  'css/widgets.css': 6 * KB,
  'vendors/apexcharts/apexcharts.css': 12 * KB,
};
const SCRIPTS = {
  'vendors/dayjs/dayjs.min.js': 7 * KB,
  'vendors/apexcharts/apexcharts.js': 500 * KB,
  'vendors/perfect-scrollbar/perfect-scrollbar.min.js': 18 * KB,
  'js/bootstrap.bundle.min.js': 81 * KB,
  'js/main.js': 4 * KB,
  'js/vue.js': 370 * KB,
  'js/axios.min.js': 21 * KB,
  'js/lodash.min.js': 73 * KB,
  'js/webstomp-client.min.js': 12 * KB,
};
const PICTURES = {
  'images/logo/logo.png': 19 * KB,
  'images/favicon.png': 15 * KB,
  'images/faces/1.jpg': 40 * KB,
  'images/bg/4853433.png': 96 * KB,
};
const FONTS = { 'vendors/bootstrap-icons/bootstrap-icons.woff2': 92 * KB, 'fonts/nunito.woff2': 24 * KB };
const FACE = {
  'vendors/bootstrap-icons/bootstrap-icons.css': 'bootstrap-icons.woff2',
  'css/app.css': '../fonts/nunito.woff2',
};

/** Hexadecimal text packs to half at best. */
const filler = (bytes) =>
  randomBytes(Math.ceil(bytes / 2))
    .toString('hex')
    .slice(0, bytes);
const text = (bytes, head = '') => `${head}/*${filler(bytes - head.length - 4)}*/`;
const face = (name) => `@font-face{font-family:"${name}";src:url("${name}")}`;

const SCRIPT = `
const get = (url) => fetch(url).then((answer) => answer.json());
const refresh = () => Promise.all([get('/transaction/balance'), get('/transaction/biggestspenders')]);
get('transaction/transactions').then((rows) => {
  document.getElementById('rows').textContent = rows.map((row) => row.fromAccountName + ' ' + row.amount).join(', ');
});
refresh();
get('/api/config/ws').then(({ protocol, host, port, endpoint }) => {
  new WebSocket(protocol + '://' + host + ':' + port + endpoint).onmessage = refresh;
});
`;

/** Writes the page below `folder`. */
export function writePage(folder) {
  const write = (name, content) => {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
  };
  for (const [name, bytes] of Object.entries(STYLES)) {
    write(`assets/${name}`, text(bytes, FACE[name] ? face(FACE[name]) : ''));
  }
  for (const [name, bytes] of Object.entries(SCRIPTS)) write(`assets/${name}`, text(bytes));
  for (const [name, bytes] of Object.entries({ ...PICTURES, ...FONTS })) {
    write(`assets/${name}`, randomBytes(bytes));
  }
  write('assets/js/transactions.js', SCRIPT);
  const links = Object.keys(STYLES).map((name) => `<link rel="stylesheet" href="assets/${name}">`);
  const scripts = [...Object.keys(SCRIPTS), 'js/transactions.js'].map(
    (name) => `<script src="assets/${name}"></script>`,
  );
  const pictures = Object.keys(PICTURES).map((name) => `<img src="assets/${name}" alt="">`);
  const fonts = Object.values(FACE).map((name) => `<p style='font-family:"${name}"'>Checking account</p>`);
  write(
    'index.html',
    [
      '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Redis Bank</title>',
      '<link rel="icon" href="data:,">',
      ...links,
      '</head><body>',
      ...pictures,
      ...fonts,
      '<p id="rows"></p>',
      `<!--${filler(10 * KB)}-->`,
      ...scripts,
      '</body></html>',
    ].join('\n'),
  );
  write(
    'auth-login.html',
    '<!doctype html><title>Login</title><form method="post" action="/perform_login"></form>',
  );
}
