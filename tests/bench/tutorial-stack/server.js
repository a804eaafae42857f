/**
 * The architecture of the tutorial "Mobile Banking Authentication and Session Storage Using Redis", written anew from
 * the packages it uses, so that ours is measured beside it: one Express process with sessions before everything, files
 * too, a posting every ten seconds by node-cron, and every event to every socket. What it does wrongly is kept where it
 * costs (docs/from-the-tutorial.md has the list). Addresses come by PORT, WS_PORT, PAGE (a folder) and REDIS_URL;
 * EARLIER transactions are booked before it listens.
 */
import express from 'express';
import cron from 'node-cron';
import { WebSocketServer } from 'ws';
import { balances, book, latest, newEvents, redis, search, sessions, spenders } from './bank.js';

const { PORT, WS_PORT, PAGE, EARLIER = '0' } = process.env;
/** Older than what the balance shows, a second apart. */
const EARLIER_ENDS_MS = 10 * 60_000;

for (let left = Number(EARLIER); left > 0; left--)
  await book(new Date(Date.now() - EARLIER_ENDS_MS - left * 1000));

const sockets = new Set();
const from = { id: (await redis.xRevRange('transactions', '+', '-', { COUNT: 1 }))[0]?.id ?? '0' };
new WebSocketServer({ port: Number(WS_PORT), host: '127.0.0.1' }).on('connection', (socket) => {
  sockets.add(socket);
  socket.on('close', () => sockets.delete(socket));
});
cron.schedule('*/10 * * * * *', async () => {
  await book();
  for (const event of await newEvents(redis, from)) {
    for (const socket of sockets) socket.send(JSON.stringify(event));
  }
});

const answer = (make) => async (request, response) => response.send(await make(request));
const app = express();
app.use(express.urlencoded({ extended: true }));
app.use(express.json());
app.use(sessions);
app.use(express.static(PAGE, { index: ['auth-login.html'] }));
app.get(
  '/transaction/balance',
  answer(async ({ session }) => {
    const points = await balances();
    if (session?.userid && points.length > 0) session.currentBalanceAmount = points.at(-1);
    return points;
  }),
);
app.get('/transaction/biggestspenders', answer(spenders));
app.get('/transaction/transactions', answer(latest));
app.get(
  '/transaction/search',
  answer(({ query }) => search(String(query.term))),
);
app.get('/api/config/ws', (_, response) => {
  response.json({ protocol: 'ws', host: 'localhost', port: WS_PORT, endpoint: '/websocket' });
});
app.post('/perform_login', ({ body, session }, response) => {
  if (body.username !== 'bob' || body.password !== 'foobared') return response.redirect('/auth-login.html');
  session.userid = body.username;
  response.redirect('/index.html');
});
app.listen(Number(PORT), '127.0.0.1', () => process.send?.('listening'));
