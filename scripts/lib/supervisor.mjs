/**
 * Runs processes side by side: their output with a prefix, their crash reported, their end in a fixed order.
 * Each stands in a process group of its own: Ctrl-C in a terminal reaches the script alone, which then stops
 * them one after another, so that the worker never loses Redis before it is done.
 */
import { spawn } from 'node:child_process';
import { inRoot } from './paths.mjs';
import { eachLine } from './process.mjs';
import { stopChild } from './redis/server.mjs';

const KEPT_LINES = 20;

/** @typedef {import('node:child_process').ChildProcess} ChildProcess */
/** @typedef {{ name: string, how: string, tail: string[] }} Crash */

export class Supervisor {
  /** @type {Map<string, ChildProcess>} */
  #children = new Map();
  /** @type {Map<string, () => string[]>} */
  #tails = new Map();
  /** @type {(crash: Crash) => void} */
  #report = () => {};
  #stopping = false;
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
    this.watch(name, child);
    return child;
  }

  /**
   * Takes a running process into care.
   * @param {string} name
   * @param {ChildProcess} child
   * @param {() => string[]} [tail] its last lines, when it does not write to us
   */
  watch(name, child, tail) {
    this.#children.set(name, child);
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
    const ended = (/** @type {string} */ how) => {
      if (!this.#stopping) this.#report({ name, how, tail: this.tail(name) });
    };
    child.once('error', (error) => ended(error.message));
    child.once('close', (code, signal) =>
      ended(signal ? `was ended by ${signal}` : `ended with status ${code}`),
    );
  }

  /** @param {string} name @returns {string[]} the last lines of a process, empty when it said nothing or never began */
  tail(name) {
    return this.#tails.get(name)?.() ?? [];
  }

  /** Stops all in order: SIGTERM, and SIGKILL after five seconds, each gone before the next is asked. */
  async stop() {
    this.#stopping = true;
    for (const name of this.#order) {
      const child = this.#children.get(name);
      if (child) await stopChild(child);
    }
  }
}
