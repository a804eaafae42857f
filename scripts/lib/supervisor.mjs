/**
 * Runs processes side by side: their output with a prefix, their crash reported or mended, their end in a fixed order.
 * Each stands in a process group of its own: Ctrl-C in a terminal reaches the script alone, which then stops
 * them one after another, so that the worker never loses Redis before it is done.
 */
import { spawn } from 'node:child_process';
import { inRoot } from './paths.mjs';
import { eachLine } from './process.mjs';
import { stopChild } from './redis/server.mjs';

const KEPT_LINES = 20;
/** A web has its notice and its requests under way before it ends (server/main.ts). */
const STOP_MS = 10_000;
/** One that lived this long is no crash of the start: the pauses before it begin anew. */
const STEADY_MS = 60_000;
const FIRST_PAUSE_MS = 500;
const MAX_PAUSE_MS = 30_000;

/** @typedef {import('node:child_process').ChildProcess} ChildProcess */
/** @typedef {{ name: string, how: string, tail: string[] }} Crash */
/** @typedef {{ tell: (crash: Crash, pauseMs: number) => void, firstPauseMs: number, maxPauseMs: number, steadyMs: number }} Keeping */

export class Supervisor {
  /** @type {Map<string, ChildProcess>} */
  #children = new Map();
  /** @type {Map<string, () => string[]>} */
  #tails = new Map();
  /** @type {(crash: Crash) => void} */
  #report = () => {};
  #stopping = false;
  /** @type {Keeping | undefined} */
  #keeping;
  /** By name: how to start it, when it last began, and how often in a row it ended soon. @type {Map<string, { again?: () => unknown, beganAtMs: number, soon: number }>} */
  #lives = new Map();
  #order;
  #write;

  /**
   * @param {string[]} order names, in the order in which they are stopped
   * @param {(line: string, name: string) => void} write where their lines go
   */
  constructor(order, write) {
    this.#order = order;
    this.#write = write;
    /** Settles when one of them ends although nobody asked it to. @type {Promise<Crash>} */
    this.crashed = new Promise((resolve) => {
      this.#report = resolve;
    });
  }

  /**
   * Starts a process that follows us: it ends by itself when we are gone (follow-parent.mjs).
   * @param {string} name
   * @param {string} node
   * @param {string[]} args
   * @param {NodeJS.ProcessEnv} env
   */
  start(name, node, args, env) {
    const child = spawn(node, ['--import', inRoot('scripts/lib/follow-parent.mjs'), ...args], {
      cwd: inRoot(),
      env,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      detached: true,
    });
    this.watch(name, child, { again: () => this.start(name, node, args, env) });
    return child;
  }

  /**
   * From now on a process that ends unasked is started again, after pauses that grow to a bound and for as long as it
   * takes; `tell` hears of each. `crashed` then settles for no one that can be started again.
   * @param {Keeping['tell']} tell
   * @param {Partial<Keeping>} [bounds]
   */
  keepRunning(tell, bounds) {
    const usual = { firstPauseMs: FIRST_PAUSE_MS, maxPauseMs: MAX_PAUSE_MS, steadyMs: STEADY_MS };
    this.#keeping = { ...usual, ...bounds, tell };
  }

  /**
   * Takes a running process into care.
   * @param {string} name
   * @param {ChildProcess} child
   * @param {{ tail?: () => string[], again?: () => unknown }} [ways] to its last lines, when it does not write to us,
   *   and to start it again, which watches it again
   */
  watch(name, child, { tail, again } = {}) {
    this.#children.set(name, child);
    this.#lives.set(name, { again, beganAtMs: performance.now(), soon: this.#lives.get(name)?.soon ?? 0 });
    // Begun in the moment in which all the others were stopped.
    if (this.#stopping) child.kill('SIGTERM');
    /** @type {string[]} */
    const kept = [];
    this.#tails.set(name, () => tail?.() ?? kept);
    for (const stream of [child.stdout, child.stderr]) {
      if (!stream) continue;
      eachLine(stream, (line) => {
        kept.push(line);
        if (kept.length > KEPT_LINES) kept.shift();
        this.#write(line, name);
      });
    }
    let over = false;
    const ended = (/** @type {string} */ how) => {
      if (!over && this.#children.get(name) === child) this.#ended(name, how);
      over = true;
    };
    // One that could not be started may never be closed.
    child.once('error', (error) => child.pid === undefined && ended(error.message));
    child.once('close', (code, signal) =>
      ended(signal ? `was ended by ${signal}` : `ended with status ${code}`),
    );
  }

  /** @param {string} name @param {string} how */
  #ended(name, how) {
    if (this.#stopping) return;
    const crash = { name, how, tail: this.tail(name) };
    const life = this.#lives.get(name);
    if (!this.#keeping || !life?.again) return this.#report(crash);
    const { tell, firstPauseMs, maxPauseMs, steadyMs } = this.#keeping;
    if (performance.now() - life.beganAtMs >= steadyMs) life.soon = 0;
    const pauseMs = Math.min(maxPauseMs, firstPauseMs * 2 ** life.soon);
    life.soon += 1;
    tell(crash, pauseMs);
    const begin = async () => {
      if (this.#stopping) return;
      const before = this.#children.get(name);
      try {
        await life.again?.();
      } catch (error) {
        // One that began and ended is heard of by its end; this one did not begin.
        if (this.#children.get(name) === before) this.#ended(name, /** @type {Error} */ (error).message);
      }
    };
    setTimeout(() => void begin(), pauseMs);
  }

  /** @param {string} name @returns {string[]} the last lines of a process, empty when it said nothing or never began */
  tail(name) {
    return this.#tails.get(name)?.() ?? [];
  }

  /** Stops one, which is no crash. @param {string} name */
  async stopOne(name) {
    const child = this.#children.get(name);
    this.#children.delete(name);
    if (child) await stopChild(child, STOP_MS);
  }

  /** Stops all in order: SIGTERM, and SIGKILL after ten seconds, each gone before the next is asked. */
  async stop() {
    this.#stopping = true;
    for (const name of this.#order) {
      const child = this.#children.get(name);
      if (child) await stopChild(child, STOP_MS);
    }
  }
}
